"""Addresses of what stands beside the work of a pair: materials, events, helpers, documents asked for."""

from django.urls import path

from programs.views import materials, open_events

urlpatterns = [
    path("library/", materials.library, name="library"),
    path("library/new/", materials.library_new, name="library_new"),
    path("pairs/<int:pk>/materials/new/", materials.material_new, name="material_new"),
    path("materials/<int:pk>/", materials.material_open, name="material_open"),
    path("materials/<int:pk>/drop/", materials.material_drop, name="material_drop"),
    path("pairs/<int:pk>/open/new/", open_events.open_event_new, name="open_event_new"),
    path("open/<int:pk>/", open_events.open_event_edit, name="open_event_edit"),
    path("open/<int:pk>/annul/", open_events.open_event_annul, name="open_event_annul"),
]
