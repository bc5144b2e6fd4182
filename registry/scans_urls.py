"""Addresses of consents on paper: batches to print, heaps of scans, scans beside the data."""

from django.urls import path

from registry.views import heap_pages, heaps, prints, scans

urlpatterns = [
    path("consents/sheets/", prints.print_new, name="print_new"),
    path("consents/sheets/<int:pk>/", prints.print_paper, name="print_paper"),
    path("consents/<int:pk>/scan/", scans.consent_scan, name="consent_scan"),
    path("certificates/<int:pk>/scan/", scans.certificate_scan, name="certificate_scan"),
    path("school/certificate-scans/", scans.certificate_scans, name="certificate_scans"),
    path("heaps/", heaps.heap_list, name="heap_list"),
    path("heaps/new/", heaps.heap_new, name="heap_new"),
    path("heaps/<int:pk>/", heaps.heap_detail, name="heap_detail"),
    path("heaps/<int:pk>/close/", heaps.heap_close, name="heap_close"),
    path("heaps/lines/<int:pk>/aside/", heaps.heap_line_aside, name="heap_line_aside"),
    path("heaps/pages/<int:pk>/attach/", heap_pages.heap_page_attach, name="heap_page_attach"),
    path("heaps/pages/<int:pk>/turn/", heap_pages.heap_page_turn, name="heap_page_turn"),
    path("heaps/pages/<int:pk>/throw/", heap_pages.heap_page_throw, name="heap_page_throw"),
]
