"""The portfolio that a mentor or the curator makes in the cabinet; what the public sees of it, the consents decide."""

import secrets

from django.db import models
from django.urls import reverse

from registry.models import Person, StoredFile


def random_name() -> str:
    """A name nobody can guess: stands in the public address of a photograph or a document."""
    return secrets.token_hex(12)


class Portfolio(models.Model):
    """What a mentor adds to the card; for the curator, who has no card, the whole of it (ОЧ-П 2.13, 7.4)."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="portfolio", verbose_name="чьё")
    slug = models.SlugField(max_length=24, unique=True, default=random_name, editable=False)
    education = models.CharField("образование", max_length=300, blank=True)
    experience_years = models.PositiveSmallIntegerField("стаж, лет", null=True, blank=True)
    achievements = models.TextField("достижения", max_length=2000, blank=True)
    publications = models.TextField("публикации, семинары, открытые уроки", max_length=2000, blank=True)
    interests = models.TextField("интересы", max_length=1000, blank=True)
    motto = models.CharField("кредо", max_length=200, blank=True)
    photo = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="portfolio_photos",
        verbose_name="фотография",
    )  # fmt: skip
    photo_name = models.CharField(max_length=24, default=random_name, editable=False)
    photo_checked_on = models.DateField("фотографию проверил куратор", null=True, blank=True)
    published_on = models.DateField("страница куратора опубликована", null=True, blank=True)
    seen_contests = models.ManyToManyField(
        "programs.Contest", blank=True, related_name="seen_in", verbose_name="конкурсы, которые проверил куратор"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "портфолио"
        verbose_name_plural = "портфолио"
        ordering = ["person__name_key", "pk"]

    def __str__(self):
        return f"Портфолио: {self.person.short_name}"

    def get_absolute_url(self):
        return reverse("programs:portfolio")


class PortfolioDocument(models.Model):
    """A diploma, a certificate of honour, a paper that the mentor chose to show."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField("название", max_length=150)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="portfolio_documents")
    name = models.CharField(max_length=24, default=random_name, editable=False)
    added_on = models.DateField("добавлен")
    checked_on = models.DateField("проверил куратор", null=True, blank=True)

    class Meta:
        verbose_name = "документ портфолио"
        verbose_name_plural = "документы портфолио"
        ordering = ["pk"]

    def __str__(self):
        return self.title
