"""Addresses of the ground floor: the bases, the vocabulary, doubles, the September wizard."""

from django.urls import path

from registry.views import bases, doubles, mentees, topics, year_turn

urlpatterns = [
    path("mentors/", bases.base_list, {"key": "mentors"}, name="mentor_list"),
    path("mentees/", bases.base_list, {"key": "pupils"}, name="mentee_list"),
    path("mentees/teachers/", bases.base_list, {"key": "teachers"}, name="teacher_list"),
    path("mentees/<int:pk>/review/", mentees.mentee_review, name="mentee_review"),
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/new/", topics.topic_new, name="topic_new"),
    path("topics/<int:pk>/edit/", topics.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/retire/", topics.topic_retire, name="topic_retire"),
    path("topics/<int:pk>/merge/", topics.topic_merge, name="topic_merge"),
    path("doubles/", doubles.double_list, name="double_list"),
    path("people/<int:pk>/merge/", doubles.merge_pick, name="merge_pick"),
    path("people/<int:pk>/merge/<int:other>/", doubles.person_merge, name="person_merge"),
    path("people/<int:pk>/different/<int:other>/", doubles.say_different, name="say_different"),
    path("year/next/", year_turn.year_turn, name="year_turn"),
    path("year/next/classes/<int:pk>/", year_turn.year_turn_class, name="year_turn_class"),
    path("year/next/do/", year_turn.year_turn_do, name="year_turn_do"),
    path("year/next/undo/", year_turn.year_turn_undo, name="year_turn_undo"),
]
