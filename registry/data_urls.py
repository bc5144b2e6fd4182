"""Addresses of «Мои данные», demands, erasure, retention and the journal: /registry/…"""

from django.urls import path

from registry.views import erasure, journal, subject

urlpatterns = [
    path("my-data/", subject.my_data, name="my_data"),
    path("my-data/<int:pk>/", subject.my_data, name="my_data_of"),
    path("my-data/<int:pk>/download/", subject.my_data_download, name="my_data_download"),
    path("my-data/<int:pk>/ask/", subject.subject_request_new, name="subject_request_new"),
    path("data-requests/", subject.subject_request_list, name="subject_request_list"),
    path("data-requests/<int:pk>/", subject.subject_request_detail, name="subject_request_detail"),
    path("data-requests/<int:pk>/answer/", subject.subject_request_answer, name="subject_request_answer"),
    path("data-requests/<int:pk>/read/", subject.subject_request_read, name="subject_request_read"),
    path("erasures/", erasure.erasure_list, name="erasure_list"),
    path("people/<int:pk>/erase/", erasure.erasure_new, name="erasure_new"),
    path("erasures/<int:pk>/", erasure.erasure_detail, name="erasure_detail"),
    path("erasures/<int:pk>/carry-out/", erasure.erasure_confirm, name="erasure_confirm"),
    path("erasures/<int:pk>/move/<str:name>/", erasure.erasure_move, name="erasure_move"),
    path("retention/", erasure.retention_list, name="retention_list"),
    path("retention/<int:pk>/", erasure.retention_edit, name="retention_edit"),
    path("journal/", journal.journal, name="journal"),
    path("journal/export/", journal.journal_export, name="journal_export"),
]
