"""Addresses of what stands beside the work of a pair: materials, events, helpers, documents asked for."""

from django.urls import path

from programs.views import asked, contests, helpers, materials, open_events, suggestions

urlpatterns = [
    path("library/", materials.library, name="library"),
    path("library/new/", materials.library_new, name="library_new"),
    path("pairs/<int:pk>/materials/new/", materials.material_new, name="material_new"),
    path("materials/<int:pk>/", materials.material_open, name="material_open"),
    path("materials/<int:pk>/names-nobody/", materials.material_clear, name="material_clear"),
    path("materials/<int:pk>/drop/", materials.material_drop, name="material_drop"),
    path("pairs/<int:pk>/helpers/new/", helpers.helper_ask, name="helper_ask"),
    path("helpers/<int:pk>/", helpers.helper_detail, name="helper_detail"),
    path("helpers/<int:pk>/answer/", helpers.helper_answer, name="helper_answer"),
    path("helpers/<int:pk>/paper/", helpers.helper_paper, name="helper_paper"),
    path("helpers/<int:pk>/end/", helpers.helper_end, name="helper_end"),
    path("helpers/<int:pk>/hours/<int:line>/drop/", helpers.helper_hours_drop, name="helper_hours_drop"),
    path("documents/asked/", asked.asked_list, name="asked_list"),
    path("documents/asked/new/", asked.asked_new, name="asked_new"),
    path("documents/asked/<int:pk>/", asked.asked_detail, name="asked_detail"),
    path("documents/asked/<int:pk>/file/", asked.asked_file, name="asked_file"),
    path("documents/asked/<int:pk>/link/", asked.asked_link, name="asked_link"),
    path("documents/asked/<int:pk>/paper/", asked.asked_paper, name="asked_paper"),
    path("documents/asked/<int:pk>/accept/", asked.asked_accept, name="asked_accept"),
    path("documents/asked/<int:pk>/return/", asked.asked_return, name="asked_return"),
    path("documents/asked/<int:pk>/withdraw/", asked.asked_withdraw, name="asked_withdraw"),
    path("pairs/<int:pk>/suggestions/new/", suggestions.suggestion_new, name="suggestion_new"),
    path("suggestions/", suggestions.suggestion_list, name="suggestion_list"),
    path("suggestions/<int:pk>/", suggestions.suggestion_detail, name="suggestion_detail"),
    path("contests/", contests.contest_list, name="contest_list"),
    path("pairs/<int:pk>/contests/new/", contests.contest_new, name="contest_new"),
    path("contests/<int:pk>/", contests.contest_edit, name="contest_edit"),
    path("contests/<int:pk>/annul/", contests.contest_annul, name="contest_annul"),
    path("pairs/<int:pk>/open/new/", open_events.open_event_new, name="open_event_new"),
    path("open/<int:pk>/", open_events.open_event_edit, name="open_event_edit"),
    path("open/<int:pk>/annul/", open_events.open_event_annul, name="open_event_annul"),
]
