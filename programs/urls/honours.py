"""Addresses: statements, characteristics, awards, and papers of the programme's year."""

from django.urls import path

from programs.views import honours as views
from programs.views import yearbook

urlpatterns = [
    path("statements/", views.statement_list, name="statement_list"),
    path("mentors/<int:pk>/statement/", views.statement_new, name="statement_new"),
    path("pairs/<int:pk>/characteristic/<int:person>/", views.characteristic_new, name="characteristic_new"),
    path("awards/", views.award_list, name="award_list"),
    path("awards/<slug:batch>/sheets/", views.award_sheets, name="award_sheets"),
    path("<slug:code>/awards/new/", views.award_new, name="award_new"),
    path("<slug:code>/book/", yearbook.book_pdf, name="book_pdf"),
    path("<slug:code>/roadmap/", yearbook.roadmap_pdf, name="roadmap_pdf"),
    path("<slug:code>/memos/<slug:kind>/", yearbook.memo_pdf, name="memo_pdf"),
    path("<slug:code>/regulation/", yearbook.regulation_pdf, name="regulation_pdf"),
]
