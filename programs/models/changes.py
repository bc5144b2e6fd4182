"""What changes in a running pair before its end; an order brings it about."""

from django.db import models
from django.db.models import Q

from programs.models.pairs import Pair
from registry.models import Mentor, Person


class PairChange(models.Model):
    """A wish with its ground, written by the curator; it changes nothing until an order names it."""

    KINDS = [("replacement", "замена наставника"), ("extension", "продление срока")]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="changes", verbose_name="пара")
    kind = models.CharField("что меняется", max_length=12, choices=KINDS)
    ground = models.CharField("основание", max_length=200)
    paper = models.CharField(
        "документ", max_length=200, blank=True, help_text="Например: заявление наставника от 12.01.2027, вх. № 8."
    )
    new_mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="новый наставник"
    )
    new_ends = models.DateField("продлить до", null=True, blank=True)
    former = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="прежний наставник"
    )
    former_ends = models.DateField("прежнее окончание", null=True, blank=True)
    note = models.TextField("примечание куратора", blank=True, max_length=1000)
    petition = models.ForeignKey(
        "programs.Petition", on_delete=models.PROTECT, null=True, blank=True, related_name="changes",
        verbose_name="обращение",
    )  # fmt: skip
    asked_on = models.DateField("записано")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто записал")
    done_on = models.DateField("исполнено", null=True, blank=True)
    dropped_on = models.DateField("снято", null=True, blank=True)

    class Meta:
        verbose_name = "изменение в паре"
        verbose_name_plural = "изменения в парах"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="replacement", new_mentor__isnull=False, new_ends__isnull=True)
                | Q(kind="extension", new_mentor__isnull=True, new_ends__isnull=False),
                name="change_says_what_changes",
            ),
            models.UniqueConstraint(
                fields=["pair", "kind"], condition=Q(done_on__isnull=True, dropped_on__isnull=True),
                name="one_waiting_change_of_a_kind",
                violation_error_message="Такое изменение этой пары уже записано и ждёт приказа.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}: {self.pair}"

    def get_absolute_url(self):
        return self.pair.get_absolute_url()
