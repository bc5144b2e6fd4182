"""Addresses: pairs, their plans and meetings."""

from django.urls import path

from programs.views import changes, endings, meetings, pairs, plans

urlpatterns = [
    path("pairs/", pairs.pair_list, name="pair_list"),
    path("pairs/new/", pairs.pair_new, name="pair_new"),
    path("pairs/<int:pk>/", pairs.pair_detail, name="pair_detail"),
    path("pairs/<int:pk>/answer/<int:mark>/", pairs.pair_answer, name="pair_answer"),
    path("pairs/<int:pk>/answer/<int:mark>/link/", pairs.pair_link, name="pair_link"),
    path("pairs/<int:pk>/move/<str:name>/", pairs.pair_move, name="pair_move"),
    path("pairs/<int:pk>/result/", pairs.pair_result, name="pair_result"),
    path("pairs/<int:pk>/end-early/", endings.pair_end_early, name="pair_end_early"),
    path("pairs/<int:pk>/replace/", changes.change_new, {"kind": "replacement"}, name="pair_replace"),
    path("pairs/<int:pk>/extend/", changes.change_new, {"kind": "extension"}, name="pair_extend"),
    path("changes/<int:pk>/drop/", changes.change_drop, name="change_drop"),
    path("pairs/<int:pk>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/link/", meetings.meeting_link, name="meeting_link"),
    path("meetings/<int:pk>/confirm/", meetings.meeting_confirm, name="meeting_confirm"),
    path("meetings/<int:pk>/annul/", meetings.meeting_annul, name="meeting_annul"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/pdf/", plans.plan_pdf, name="plan_pdf"),
    path("plans/<int:pk>/analysis/", plans.plan_analysis, name="plan_analysis"),
    path("plans/<int:pk>/move/<str:name>/", plans.plan_move, name="plan_move"),
]
