"""Addresses: requests and what third parties say about them."""

from django.urls import path

from programs.views import intake as views

urlpatterns = [
    path("requests/", views.request_list, name="request_list"),
    path("requests/new/", views.request_new, name="request_new"),
    path("requests/<int:pk>/", views.request_detail, name="request_detail"),
    path("requests/<int:pk>/tie/", views.request_tie, name="request_tie"),
    path("requests/<int:pk>/conclude/", views.request_conclude, name="request_conclude"),
    path("requests/<int:pk>/move/<str:name>/", views.request_move, name="request_move"),
    path("requests/<int:pk>/ask/", views.note_ask, name="note_ask"),
    path("notes/<int:pk>/", views.note_write, name="note_write"),
]
