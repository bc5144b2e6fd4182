"""Addresses: the year's folder, what is missing in it, and the lists by themselves."""

from django.urls import path

from programs.views import folder as views

urlpatterns = [
    path("folders/<int:pk>/", views.folder_ready, name="folder_ready"),
    path("folders/<int:pk>/zip/", views.folder_download, name="folder_download"),
    path("pairs/<int:pk>/log/", views.pair_log, name="pair_log"),
    path("<slug:code>/folder/", views.folder_detail, name="folder_detail"),
    path("<slug:code>/folder/missing/", views.folder_missing, name="folder_missing"),
    path("<slug:code>/folder/missing/pdf/", views.folder_missing_pdf, name="folder_missing_pdf"),
    path("<slug:code>/register/", views.register_pdf, name="register_pdf"),
]
