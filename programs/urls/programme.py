"""Addresses: programmes of the years, their rules and roadmaps. The last line catches every word: keep it last."""

from django.urls import path

from programs.views import programme as views

urlpatterns = [
    path("", views.programme_list, name="programme_list"),
    path("new/", views.programme_new, name="programme_new"),
    path("activities/<int:pk>/tick/", views.activity_tick, name="activity_tick"),
    path("activities/<int:pk>/untick/", views.activity_untick, name="activity_untick"),
    path("activities/<int:pk>/edit/", views.activity_edit, name="activity_edit"),
    path("<slug:code>/edit/", views.programme_edit, name="programme_edit"),
    path("<slug:code>/rules/", views.programme_rules, name="programme_rules"),
    path("<slug:code>/rules/reset/", views.rule_reset, name="rule_reset"),
    path("<slug:code>/", views.programme_detail, name="programme_detail"),
]
