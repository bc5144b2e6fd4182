"""Addresses: candidates, the commission and its minutes, the register, publication."""

from django.urls import path

from programs.views import candidacy, commission, portfolio, register, training
from programs.views import selection as views

urlpatterns = [
    path("candidates/", views.candidacy_list, name="candidacy_list"),
    path("candidates/sheet/", views.start_list, name="start_list"),
    path("candidates/new/", views.candidacy_new, name="candidacy_new"),
    path("candidates/<int:pk>/", candidacy.candidacy_detail, name="candidacy_detail"),
    path("candidates/<int:pk>/marks/", candidacy.candidacy_marks, name="candidacy_marks"),
    path("candidates/<int:pk>/interview/", candidacy.candidacy_interview, name="candidacy_interview"),
    path("candidates/<int:pk>/move/<str:name>/", candidacy.candidacy_move, name="candidacy_move"),
    path("candidates/<int:pk>/vote/", candidacy.candidacy_vote, name="candidacy_vote"),
    path("candidates/<int:pk>/conflict/", candidacy.candidacy_conflict, name="candidacy_conflict"),
    path("conflicts/<int:pk>/lift/", candidacy.conflict_lift, name="conflict_lift"),
    path("trainings/", training.training_list, name="training_list"),
    path("trainings/new/", training.training_new, name="training_new"),
    path("trainings/<int:pk>/", training.training_detail, name="training_detail"),
    path("commissions/new/", commission.commission_new, name="commission_new"),
    path("commissions/<int:pk>/", commission.commission_detail, name="commission_detail"),
    path("commissions/<int:pk>/edit/", commission.commission_edit, name="commission_edit"),
    path("commissions/<int:pk>/minutes/new/", commission.minutes_new, name="minutes_new"),
    path("minutes/<int:pk>/", commission.minutes_detail, name="minutes_detail"),
    path("minutes/<int:pk>/edit/", commission.minutes_edit, name="minutes_edit"),
    path("minutes/<int:pk>/sign/", commission.minutes_sign, name="minutes_sign"),
    path("register/", register.register_list, name="register_list"),
    path("publications/<int:pk>/", register.publication_detail, name="publication_detail"),
    path("publications/<int:pk>/seen/", register.publication_seen, name="publication_seen"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/photo/", portfolio.portfolio_photo, name="portfolio_photo"),
    path("portfolio/photo/drop/", portfolio.portfolio_photo_drop, name="portfolio_photo_drop"),
    path("portfolio/documents/", portfolio.portfolio_document, name="portfolio_document"),
    path("portfolio/documents/<int:pk>/drop/", portfolio.portfolio_document_drop, name="portfolio_document_drop"),
    path("portfolio/page/<str:name>/", portfolio.portfolio_own, name="portfolio_own"),
    path("publications/<int:pk>/move/<str:name>/", register.publication_move, name="publication_move"),
]
