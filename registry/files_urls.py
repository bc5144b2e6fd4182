"""Addresses of private files: /files/<uuid>/"""

from django.urls import path

from registry.views import files

app_name = "files"
urlpatterns = [path("<uuid:uuid>/", files.open_file, name="open")]
