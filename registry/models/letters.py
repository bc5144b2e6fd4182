"""Letters that went out or wait to go, and what the house remembers about itself."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.models.people import Person


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, stopped_at__isnull=True)


class Letter(models.Model):
    """A letter of the outbox: also the proof of who was notified, and when. Its text is kept for a month only."""

    key = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters", verbose_name="кому")
    about = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="о ком"
    )
    purpose = models.CharField("для чего", max_length=30)
    address = models.EmailField("адрес", blank=True)
    subject = models.CharField("тема", max_length=200, blank=True)
    text = models.TextField("текст", blank=True)
    created_at = models.DateTimeField("составлено", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    tried_at = models.DateTimeField("последняя попытка", null=True, blank=True)
    fault = models.CharField("почему не ушло", max_length=300, blank=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)
    stopped_at = models.DateTimeField("больше не отправляется", null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "письмо"
        verbose_name_plural = "письма"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_letter_of_a_key"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(stopped_at__isnull=True), name="letter_is_sent_or_stopped"
            ),
        ]

    def __str__(self):
        return f"Письмо от {self.created_at:%d.%m.%Y}"


class InstallationFact(models.Model):
    """What nobody's button does: that this is a demo, and when the night's work and the backup were last done."""

    key = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField("когда", default=timezone.now)
    said = models.CharField("что", max_length=300, blank=True)

    class Meta:
        verbose_name = "состояние установки"
        verbose_name_plural = "состояние установки"
        ordering = ["key"]

    def __str__(self):
        return f"{self.key}: {self.at:%d.%m.%Y %H:%M}"
