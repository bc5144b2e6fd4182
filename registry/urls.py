"""Addresses of the ground floor: /registry/…"""

app_name = "registry"
urlpatterns = []
