"""Addresses of the ground floor: lists from Excel, and back into Excel."""

from django.urls import path

from registry.views import imports, people_export

urlpatterns = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/left-out/", imports.import_left_out, name="import_left_out"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/drop/", imports.import_drop, name="import_drop"),
    path("people/export/<str:kind>/", people_export.person_export, name="person_export"),
]
