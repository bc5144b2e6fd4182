"""Addresses: the bases as a table and as a printed sheet."""

from django.urls import path

from programs.views import bases as views

urlpatterns = [
    path("bases/<slug:key>/table/", views.base_export, name="base_export"),
    path("bases/<slug:key>/sheet/", views.base_print, name="base_print"),
]
