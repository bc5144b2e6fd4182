"""The way of an order's draft: every decision with its remark, for the approval sheet and for whoever asks later."""

from django.db import models

from programs.models.orders import Order
from registry.models import Person


class OrderStep(models.Model):
    """One decision on a draft. Answers of an earlier round stay here when the sheet is given out anew (ОЧ-П 2.13)."""

    class What(models.TextChoices):
        SENT = "sent", "отправлен на согласование"
        AGREED = "agreed", "согласен"
        REFUSED = "refused", "не согласен"
        SUBMITTED = "submitted", "передан директору"
        RETURNED = "returned", "возвращён с замечанием"
        TAKEN_BACK = "taken_back", "взят на доработку"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField("решение", max_length=10, choices=What)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="order_steps", verbose_name="кто"
    )
    on = models.DateField("когда")
    remark = models.TextField("замечание", max_length=1000, blank=True)
    on_paper = models.BooleanField("на бумаге", default=False)

    class Meta:
        verbose_name = "шаг согласования"
        verbose_name_plural = "ход согласования"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_what_display()}, {self.on:%d.%m.%Y}"
