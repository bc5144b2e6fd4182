"""Addresses: what changes in a pair on the way, the end by agreement, the handover."""

from django.urls import path

from programs.views import changes, early_ends, endings, handovers, paper_pairs, petitions, unpaired

urlpatterns = [
    path("pairs/<int:pk>/end-early/", endings.pair_end_early, name="pair_end_early"),
    path("pairs/<int:pk>/replace/", changes.change_new, {"kind": "replacement"}, name="pair_replace"),
    path("pairs/<int:pk>/extend/", changes.change_new, {"kind": "extension"}, name="pair_extend"),
    path("changes/<int:pk>/drop/", changes.change_drop, name="change_drop"),
    path("pairs/<int:pk>/another-mentor/", petitions.petition_ask, name="petition_ask"),
    path("pairs/<int:pk>/resign/", petitions.petition_resign, name="petition_resign"),
    path("pairs/<int:pk>/petition/", petitions.petition_enter, name="petition_enter"),
    path("petitions/", petitions.petition_list, name="petition_list"),
    path("petitions/<int:pk>/", petitions.petition_detail, name="petition_detail"),
    path("petitions/<int:pk>/decide/", petitions.petition_decide, name="petition_decide"),
    path("petitions/<int:pk>/withdraw/", petitions.petition_withdraw, name="petition_withdraw"),
    path("petitions/<int:pk>/pdf/", petitions.petition_pdf, name="petition_pdf"),
    path("pairs/<int:pk>/early-end/", early_ends.early_end_new, name="early_end_new"),
    path("early-ends/<int:pk>/order/", early_ends.early_end_order, name="early_end_order"),
    path("early-ends/<int:pk>/drop/", early_ends.early_end_drop, name="early_end_drop"),
    path("early-ends/marks/<int:pk>/", early_ends.early_end_answer, name="early_end_answer"),
    path("early-ends/marks/<int:pk>/link/", early_ends.early_end_link, name="early_end_link"),
    path("handovers/<int:pk>/", handovers.handover_detail, name="handover_detail"),
    path("handovers/<int:pk>/pdf/", handovers.handover_pdf, name="handover_pdf"),
    path("pairs/from-paper/", paper_pairs.pair_from_paper, name="pair_from_paper"),
    path("pairs/unpaired/", unpaired.unpaired_list, name="unpaired_list"),
    path("pairs/unpaired/sheet/", unpaired.unpaired_print, name="unpaired_print"),
    path("pairs/<int:pk>/my-log/", handovers.former_log, name="former_log"),
]
