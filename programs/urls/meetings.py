"""Addresses: the log of meetings, silence, the question on fit, calls for help."""

from django.urls import path

from programs.views import ahead, help, hours, meetings, pulse, silence

urlpatterns = [
    path("pairs/<int:pk>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("pairs/<int:pk>/meetings/plan/", ahead.meeting_plan, name="meeting_plan"),
    path("pairs/<int:pk>/meetings/missed/", ahead.meeting_missed, name="meeting_missed"),
    path("meetings/", hours.hours, name="meeting_hours"),
    path("meetings/<int:pk>/move/", ahead.meeting_move, name="meeting_move"),
    path("meetings/<int:pk>/hold/", ahead.meeting_hold, name="meeting_hold"),
    path("meetings/<int:pk>/off/", ahead.meeting_off, name="meeting_off"),
    path("meetings/<int:pk>/words/", meetings.meeting_words, name="meeting_words"),
    path("meetings/<int:pk>/link/", meetings.meeting_link, name="meeting_link"),
    path("meetings/<int:pk>/confirm/", meetings.meeting_confirm, name="meeting_confirm"),
    path("meetings/<int:pk>/deny/", meetings.meeting_deny, name="meeting_deny"),
    path("meetings/<int:pk>/settle/", meetings.meeting_settle, name="meeting_settle"),
    path("meetings/<int:pk>/attend/", meetings.meeting_attend, name="meeting_attend"),
    path("meetings/<int:pk>/annul/", meetings.meeting_annul, name="meeting_annul"),
    path("silence/", silence.silence_list, name="silence_list"),
    path("silence/letters/", silence.silence_letters, name="silence_letters"),
    path("silence/send/", silence.silence_send, name="silence_send"),
    path("silence/sent/", silence.silence_sent, name="silence_sent"),
    path("silence/slips/", silence.silence_slips, name="silence_slips"),
    path("fit/", pulse.pulse_list, name="pulse_list"),
    path("fit/<int:pk>/", pulse.pulse_answer, name="pulse_answer"),
    path("fit/<int:pk>/link/", pulse.pulse_link, name="pulse_link"),
    path("fit/<int:pk>/handle/", pulse.pulse_handle, name="pulse_handle"),
    path("help/", help.help_list, name="help_list"),
    path("help/new/", help.help_new, name="help_new"),
    path("help/<int:pk>/", help.help_detail, name="help_detail"),
    path("help/<int:pk>/answer/", help.help_answer, name="help_answer"),
    path("help/slip/<int:pk>/", help.help_slip, name="help_slip"),
]
