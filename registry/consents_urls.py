"""Addresses of consents by the list, their texts, the legal terms, and guardianships."""

from django.urls import path

from registry.views import breaks, consent_lists, consent_texts, consents, duties, relations

urlpatterns = [
    path("consents/missing/", consent_lists.missing_print, name="consent_missing"),
    path("consents/register.xlsx", consent_lists.register_xlsx, name="consent_xlsx"),
    path("consents/register/", consent_lists.register_print, name="consent_print"),
    path("consents/ask/", consent_lists.ask_many, name="consent_ask_many"),
    path("consents/from-paper/", consent_lists.former, name="consent_former"),
    path("consents/texts/", consent_texts.text_list, name="text_list"),
    path("consents/texts/<int:pk>/", consent_texts.text_detail, name="text_detail"),
    path("consents/texts/<slug:kind>/new/", consent_texts.text_new, name="text_new"),
    path("consents/<int:pk>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path("duties/", duties.duty_list, name="duty_list"),
    path("duties/<int:pk>/", duties.duty_detail, name="duty_detail"),
    path("duties/terms/", duties.term_list, name="term_list"),
    path("duties/terms/<int:pk>/edit/", duties.term_edit, name="term_edit"),
    path("duties/calendar/", duties.calendar_edit, name="calendar"),
    path("duties/calendar/<int:pk>/forget/", duties.day_forget, name="day_forget"),
    path("duties/holidays/", breaks.break_list, name="break_list"),
    path("duties/holidays/<int:pk>/", breaks.break_edit, name="break_edit"),
    path("duties/holidays/<int:pk>/forget/", breaks.break_forget, name="break_forget"),
    path("guardianships/<int:pk>/", relations.guardian_edit, name="guardian_edit"),
    path("guardianships/<int:pk>/restrict/", relations.guardian_restrict, name="guardian_restrict"),
    path("guardianships/<int:pk>/end/", relations.guardian_end, name="guardian_end"),
]
