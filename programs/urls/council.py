"""Addresses: the mentors' council."""

from django.urls import path

from programs.views import council as views

urlpatterns = [
    path("council/", views.council, name="council"),
    path("council/plan/", views.council_plan_pdf, name="council_plan_pdf"),
    path("council/plan/<int:pk>/done/", views.council_plan_done, name="council_plan_done"),
    path("council/plan/<int:pk>/drop/", views.council_plan_drop, name="council_plan_drop"),
    path("council/meetings/new/", views.council_meeting_new, name="council_meeting_new"),
    path("council/meetings/<int:pk>/", views.council_meeting, name="council_meeting"),
    path("council/meetings/<int:pk>/edit/", views.council_meeting_edit, name="council_meeting_edit"),
    path("council/meetings/<int:pk>/sign/", views.council_sign, name="council_sign"),
    path("council/meetings/<int:pk>/original/", views.council_original, name="council_original"),
    path("council/meetings/<int:pk>/minutes/", views.council_minutes, name="council_minutes"),
    path("council/decisions/<int:pk>/done/", views.council_decision_done, name="council_decision_done"),
    path("council/decisions/<int:pk>/drop/", views.council_decision_drop, name="council_decision_drop"),
]
