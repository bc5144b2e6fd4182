"""Addresses: pairs, their plans and meetings."""

from django.urls import path

from programs.views import pair_answers, pairs

urlpatterns = [
    path("pairs/", pairs.pair_list, name="pair_list"),
    path("pairs/new/", pairs.pair_new, name="pair_new"),
    path("pairs/answers/", pair_answers.pair_answers, name="pair_answers"),
    path("pairs/<int:pk>/", pairs.pair_detail, name="pair_detail"),
    path("pairs/<int:pk>/answer/<int:mark>/", pairs.pair_answer, name="pair_answer"),
    path("pairs/<int:pk>/answer/<int:mark>/link/", pairs.pair_link, name="pair_link"),
    path("pairs/<int:pk>/move/<str:name>/", pairs.pair_move, name="pair_move"),
    path("pairs/<int:pk>/result/", pairs.pair_result, name="pair_result"),
]
