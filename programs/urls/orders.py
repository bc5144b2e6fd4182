"""Addresses: orders."""

from django.urls import path

from programs.views import order_decisions, order_papers, order_sheets, past_orders
from programs.views import orders as views

urlpatterns = [
    path("orders/", views.order_list, name="order_list"),
    path("orders/new/", views.order_new, name="order_new"),
    path("orders/waiting/", order_decisions.order_waiting, name="order_waiting"),
    path("orders/waiting/approve/", order_decisions.order_batch, name="order_batch"),
    path("orders/waiting/print/", order_decisions.order_stack, name="order_stack"),
    path("orders/decided/<int:pk>/", order_decisions.order_outcome, name="order_outcome"),
    path("orders/stacks/<int:pk>/", order_decisions.order_stack_ready, name="order_stack_ready"),
    path("orders/stacks/<int:pk>/pdf/", order_decisions.order_stack_file, name="order_stack_file"),
    path("orders/unread/", order_sheets.order_unread, name="order_unread"),
    path("orders/paper/<slug:code>/release/", past_orders.release_enter, name="release_enter"),
    path("orders/paper/<slug:code>/curator/", past_orders.assignment_enter, name="assignment_enter"),
    path("orders/paper/<slug:code>/awards/", past_orders.proposal_enter, name="proposal_enter"),
    path("orders/paper/<slug:code>/<slug:kind>/", order_papers.order_enter, name="order_enter"),
    path("orders/<int:pk>/", views.order_detail, name="order_detail"),
    path("orders/<int:pk>/edit/", views.order_edit, name="order_edit"),
    path("orders/<int:pk>/refill/", views.order_refill, name="order_refill"),
    path("orders/<int:pk>/discard/", views.order_discard, name="order_discard"),
    path("orders/<int:pk>/approve/", order_decisions.order_approve, name="order_approve"),
    path("orders/<int:pk>/signed/", order_papers.order_signed, name="order_signed"),
    path("orders/<int:pk>/original/", order_papers.order_original, name="order_original"),
    path("orders/<int:pk>/cancel/paper/", past_orders.order_cancel_enter, name="order_cancel_enter"),
    path("orders/<int:pk>/amend/paper/", past_orders.order_amend_enter, name="order_amend_enter"),
    path("orders/<int:pk>/renew/", order_papers.order_renew, name="order_renew"),
    path("orders/<int:pk>/pdf/", views.order_pdf, name="order_pdf"),
    path("orders/<int:pk>/sheets/", order_sheets.order_sheets_pdf, name="order_sheets"),
    path("orders/<int:pk>/answers/", order_sheets.answers_on_paper, name="answers_on_paper"),
    path("orders/<int:pk>/acquainted/", order_sheets.acquainted_on_paper, name="acquainted_on_paper"),
    path("orders/<int:pk>/move/<str:name>/", order_decisions.order_move, name="order_move"),
    path("orders/lines/<int:pk>/drop/", views.line_drop, name="line_drop"),
    path("orders/approvals/<int:pk>/", order_sheets.approval_answer, name="approval_answer"),
    path("orders/acquaintances/<int:pk>/", order_sheets.acquaint, name="acquaint"),
]
