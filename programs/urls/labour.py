"""Addresses: papers of a candidate and of a pair, the labour regime, supplementary agreements."""

from django.urls import path

from programs.views import labour as views

urlpatterns = [
    path("candidates/<int:pk>/application/", views.application_pdf, name="application_pdf"),
    path("candidates/<int:pk>/nomination/", views.nomination_pdf, name="nomination_pdf"),
    path("candidates/<int:pk>/duties/", views.duties_pdf, name="duties_pdf"),
    path("candidates/<int:pk>/duties/received/", views.duties_received, name="duties_received"),
    path("pairs/<int:pk>/agreement/", views.agreement_pdf, name="agreement_pdf"),
    path("pairs/<int:pk>/labour/", views.regime_edit, name="regime_edit"),
    path("supplements/<int:pk>/", views.supplement_detail, name="supplement_detail"),
    path("supplements/<int:pk>/edit/", views.supplement_edit, name="supplement_edit"),
    path("supplements/<int:pk>/pdf/", views.supplement_pdf, name="supplement_pdf"),
    path("supplements/<int:pk>/finish/", views.supplement_finish, name="supplement_finish"),
    path("supplements/<int:pk>/sign/", views.supplement_sign, name="supplement_sign"),
    path("supplements/<int:pk>/end/", views.supplement_end, name="supplement_end"),
    path("supplements/<int:pk>/notice/", views.supplement_notice, name="supplement_notice"),
    path("<slug:code>/application/", views.application_blank, name="application_blank"),
    path("<slug:code>/nomination/", views.nomination_blank, name="nomination_blank"),
]
