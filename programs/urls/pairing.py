"""Addresses: meetings before a pair, preferences, the choosing of pairs."""

from django.urls import path

from programs.views import pairing, pairing_more, preferences, wishes

urlpatterns = [
    path("pairing/", pairing.pairing, name="pairing"),
    path("pairing/row/<int:pk>/", pairing.pairing_row, name="pairing_row"),
    path("pairing/rule/", pairing.pairing_rule, name="pairing_rule"),
    path("pairing/turn/", pairing.pairing_turn, name="pairing_turn"),
    path("pairing/send/", pairing.pairing_send, name="pairing_send"),
    path("pairing/own/", pairing_more.pairing_own, name="pairing_own"),
    path("pairing/terms/", pairing_more.pairing_terms, name="pairing_terms"),
    path("pairing/groups/", pairing_more.pairing_groups, name="pairing_groups"),
    path("pairing/slips/", pairing_more.pairing_slips, name="pairing_slips"),
    path("pairing/told/", pairing_more.pairing_notices, name="pairing_notices"),
    path("pairing/handouts/<int:pk>/", pairing_more.handouts_ready, name="handouts_ready"),
    path("pairing/handouts/<int:pk>/pdf/", pairing_more.handouts_file, name="handouts_file"),
    path("group-meetings/", preferences.group_meeting_list, name="group_meeting_list"),
    path("group-meetings/new/", preferences.group_meeting_new, name="group_meeting_new"),
    path("group-meetings/<int:pk>/", preferences.group_meeting_detail, name="group_meeting_detail"),
    path("group-meetings/<int:pk>/sheets/", preferences.preference_sheets, name="preference_sheets"),
    path("preferences/<int:pk>/", preferences.preference_edit, name="preference_edit"),
    path("preferences/<int:pk>/link/", preferences.preference_link, name="preference_link"),
    path("wishes/", wishes.my_wishes, name="my_wishes"),
    path("wishes/<int:pk>/", wishes.wishes_edit, name="wishes_edit"),
]
