"""Addresses: what an order must be told, and what became of one."""

from django.urls import path

from programs.views import order_subjects as views

urlpatterns = [
    path("orders/new/appointment/", views.assignment_new, name="assignment_new"),
    path("orders/new/release/", views.release_new, name="release_new"),
    path("orders/new/awards/", views.proposal_new, name="proposal_new"),
    path("orders/<int:pk>/cancel/", views.order_cancel, name="order_cancel"),
    path("orders/<int:pk>/amend/", views.order_amend, name="order_amend"),
    path("orders/<int:pk>/council/", views.order_council, name="order_council"),
    path("orders/<int:pk>/certificates/", views.awards_print, name="awards_print"),
    path("editions/", views.edition_list, name="edition_list"),
    path("editions/<slug:code>/<slug:kind>/new/", views.edition_new, name="edition_new"),
]
