"""Addresses of the public site, and personal links."""

app_name = "public"
urlpatterns = []
