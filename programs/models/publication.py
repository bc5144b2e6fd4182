"""The mentor's page on the school's site."""

from django.db import models
from django.urls import reverse
from django_fsm import FSMField, transition

from registry.engine import workflow
from registry.models import Mentor


class Publication(workflow.Stateful):
    """The mentor's page on the school's site; what it shows is cut to the consent at each request."""

    class Status(models.TextChoices):
        DRAFT = "draft", "не опубликована"
        PUBLISHED = "published", "опубликована"
        WITHDRAWN = "withdrawn", "снята"

    TRACK = [Status.DRAFT, Status.PUBLISHED]

    mentor = models.OneToOneField(
        Mentor, on_delete=models.PROTECT, related_name="publication", verbose_name="наставник"
    )
    published_on = models.DateField("опубликована", null=True, blank=True)
    withdrawn_on = models.DateField("снята", null=True, blank=True)
    status = FSMField("состояние", default=Status.DRAFT, choices=Status, protected=True)

    class Meta:
        verbose_name = "страница наставника"
        verbose_name_plural = "страницы наставников"
        ordering = ["mentor__person__name_key", "pk"]

    def __str__(self):
        return f"Страница наставника: {self.mentor.person.short_name}"

    def get_absolute_url(self):
        return reverse("programs:publication_detail", args=[self.mentor_id])

    @property
    def person(self):
        return self.mentor.person

    @transition(
        status,
        source=[Status.DRAFT, Status.WITHDRAWN],
        target=Status.PUBLISHED,
        permission=workflow.may("programs.publication_edit"),
        custom={"label": "Опубликовать"},
    )
    def publish(self, *, on):
        self.published_on, self.withdrawn_on = on, None

    @transition(
        status,
        source=Status.PUBLISHED,
        target=Status.WITHDRAWN,
        permission=workflow.may("programs.publication_edit"),
        custom={"label": "Снять с сайта", "style": "danger"},
    )
    def withdraw(self, *, on):
        self.withdrawn_on = on  # fmt: skip
