"""Addresses: orders."""

from django.urls import path

from programs.views import orders as views

urlpatterns = [
    path("orders/", views.order_list, name="order_list"),
    path("orders/new/", views.order_new, name="order_new"),
    path("orders/<int:pk>/", views.order_detail, name="order_detail"),
    path("orders/<int:pk>/edit/", views.order_edit, name="order_edit"),
    path("orders/<int:pk>/refill/", views.order_refill, name="order_refill"),
    path("orders/<int:pk>/discard/", views.order_discard, name="order_discard"),
    path("orders/<int:pk>/approve/", views.order_approve, name="order_approve"),
    path("orders/<int:pk>/pdf/", views.order_pdf, name="order_pdf"),
    path("orders/<int:pk>/answers/", views.answers_on_paper, name="answers_on_paper"),
    path("orders/<int:pk>/acquainted/", views.acquainted_on_paper, name="acquainted_on_paper"),
    path("orders/<int:pk>/move/<str:name>/", views.order_move, name="order_move"),
    path("orders/lines/<int:pk>/drop/", views.line_drop, name="line_drop"),
    path("orders/approvals/<int:pk>/", views.approval_answer, name="approval_answer"),
    path("orders/acquaintances/<int:pk>/", views.acquaint, name="acquaint"),
]
