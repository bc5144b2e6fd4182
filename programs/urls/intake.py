"""Addresses: requests, what third parties say, the talk, help without a pair, telling the school, the summary."""

from django.urls import path

from programs.views import intake as views
from programs.views import needs, notes, outreach, way

urlpatterns = [
    path("requests/", views.request_list, name="request_list"),
    path("requests/new/", views.request_new, name="request_new"),
    path("requests/summary/", needs.needs_summary, name="needs_summary"),
    path("requests/<int:pk>/", views.request_detail, name="request_detail"),
    path("requests/<int:pk>/tie/", views.request_tie, name="request_tie"),
    path("requests/<int:pk>/conclude/", views.request_conclude, name="request_conclude"),
    path("requests/<int:pk>/mend/", way.conclusion_mend, name="conclusion_mend"),
    path("requests/<int:pk>/move/<str:name>/", views.request_move, name="request_move"),
    path("requests/<int:pk>/ask/", notes.note_ask, name="note_ask"),
    path("requests/<int:pk>/talk/", way.talk_hold, name="talk_hold"),
    path("requests/<int:pk>/talk/entrust/", way.talk_entrust, name="talk_entrust"),
    path("requests/<int:pk>/support/", way.support_new, name="support_new"),
    path("supports/<int:pk>/done/", way.support_done, name="support_done"),
    path("notes/<int:pk>/", notes.note_write, name="note_write"),
    path("notes/<int:pk>/remind/", notes.note_remind, name="note_remind"),
    path("notes/<int:pk>/withdraw/", notes.note_withdraw, name="note_withdraw"),
    path("notes/<int:pk>/link/", notes.note_link, name="note_link"),
    path("posters/", outreach.poster_list, name="poster_list"),
    path("posters/<int:pk>/", outreach.poster_detail, name="poster_detail"),
    path("posters/<int:pk>/pdf/", outreach.poster_pdf, name="poster_pdf"),
    path("posters/<int:pk>/close/", outreach.poster_close, name="poster_close"),
    path("informings/<int:pk>/annul/", outreach.informing_annul, name="informing_annul"),
    path("notices/<int:pk>/drop/", outreach.notice_drop, name="notice_drop"),
    path("<slug:code>/informing/", outreach.informing_list, name="informing_list"),
    path("<slug:code>/notices/", outreach.notice_list, name="notice_list"),
    path("<slug:code>/notices/pdf/", outreach.notice_pdf, name="notice_pdf"),
]
