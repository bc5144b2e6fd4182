"""Addresses of private files: /files/<uuid>/"""

app_name = "files"
urlpatterns = []
