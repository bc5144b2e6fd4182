"""The way of a draft is written down decision by decision, so that the approval sheet can show it (ОЧ-П 2.13)."""

from programs.models import OrderStep
from registry.engine import workflow

TRANSITIONS = {
    "send_for_agreement": OrderStep.What.SENT,
    "submit": OrderStep.What.SUBMITTED,
    "send_back": OrderStep.What.RETURNED,
    "take_back": OrderStep.What.TAKEN_BACK,
}


def after(name: str):
    """The consequence of a transition of an order: its step."""

    def write(order, *, by, on):
        remark = order.remark if name == "send_back" else ""
        OrderStep.objects.create(order=order, what=TRANSITIONS[name], person=by.person, on=on, remark=remark)

    return write


def contribute() -> None:
    """Every transition of the table leaves its step."""
    for name in TRANSITIONS:
        workflow.after(f"programs.Order.{name}", after(name))


def answered(approval) -> None:
    """A line of the sheet got its answer."""
    OrderStep.objects.create(
        order=approval.order, what=OrderStep.What.AGREED if approval.answer == "agree" else OrderStep.What.REFUSED,
        person=approval.person, on=approval.answered_on, remark=approval.remark, on_paper=approval.on_paper,
    )  # fmt: skip
