"""How a post is declined, where the machine's guess was corrected by a person."""

from django.db import models


class PostCase(models.Model):
    """One post as it stands in the cards, with its corrected cases; an empty case is computed."""

    title = models.CharField("должность", max_length=150, unique=True)
    genitive = models.CharField("родительный падеж (кого?)", max_length=200, blank=True)
    dative = models.CharField("дательный падеж (кому?)", max_length=200, blank=True)
    accusative = models.CharField("винительный падеж (кого назначить?)", max_length=200, blank=True)

    class Meta:
        verbose_name = "склонение должности"
        verbose_name_plural = "склонение должностей"
        ordering = ["title"]

    def __str__(self):
        return self.title
