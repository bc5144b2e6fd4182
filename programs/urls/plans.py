"""Addresses: plans, their versions and what is said of them; typical plans."""

from django.urls import path

from programs.views import plan_bank, plan_words, plans, typical

urlpatterns = [
    path("plans/", plan_bank.plan_list, name="plan_list"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/save/", plans.plan_save, name="plan_save"),
    path("plans/<int:pk>/say/", plan_words.note_new, name="plan_say"),
    path("plans/notes/<int:pk>/answer/", plan_words.note_answer, name="plan_answer"),
    path("plans/lines/<int:pk>/done/", plan_words.line_done, name="plan_line_done"),
    path("plans/versions/<int:pk>/", plan_bank.version_detail, name="plan_version"),
    path("plans/versions/<int:pk>/pdf/", plan_bank.version_pdf, name="plan_version_pdf"),
    path("typical/", typical.typical_list, name="plan_typical_list"),
    path("typical/<int:pk>/", typical.typical_detail, name="plan_typical"),
    path("typical/<slug:code>/edit/", typical.typical_edit, name="plan_typical_edit"),
    path("plan-kinds/<slug:code>/edit/", typical.kind_edit, name="plan_kind_edit"),
    path("plans/<int:pk>/pdf/", plans.plan_pdf, name="plan_pdf"),
    path("plans/<int:pk>/move/<str:name>/", plans.plan_move, name="plan_move"),
]
