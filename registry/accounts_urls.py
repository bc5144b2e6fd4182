"""Addresses of signing in: /accounts/…"""

app_name = "accounts"
urlpatterns = []
