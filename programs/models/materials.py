"""Materials for the mentee: the common library of a programme and the files of one pair (ОЧ-П 6.2; АБР-П 5.2)."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.intake import Request
from programs.models.pairs import Pair, Side
from programs.models.programme import Programme
from programs.models.selection import RegisterEntry
from registry.engine import access
from registry.models import Person, StoredFile


def programmes_of(user, on) -> Q:
    """A condition over Programme: those in which the reader or a child of the reader takes part."""
    mine = access.related(user, "self", "my_child", on=on)
    return (
        Q(pk__in=Side.objects.filter(person__in=mine).not_replaced(on).values("pair__programme"))
        | Q(
            pk__in=RegisterEntry.objects.active(on or access.today())
            .filter(mentor__person__in=mine)
            .values("programme")
        )
        | Q(pk__in=Request.objects.filter(person__in=mine, status="admitted").values("programme"))
    )


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The library: whoever takes part in the programme, and the office; a pair's: whoever sees the pair.

        What is meant for mentors alone is read by mentors and the office; what is meant for one member of a group, by
        him, those who act for him and the mentor.
        """
        pairs = Q(pair__in=Pair.objects.visible_to(user, on).values("pk"))
        if access.has_role(user, "curator", "director", "psychologist", on=on):
            return self.filter(Q(pair__isnull=True) | pairs)
        mine = Programme.objects.filter(programmes_of(user, on)).values("pk")
        led = Side.objects.filter(person=access.person_of(user), role="mentor").not_replaced(on).values("pair")
        for_me = (
            Q(person__isnull=True) | Q(person__in=access.related(user, "self", "my_child", on=on)) | Q(pair__in=led)
        )
        rows = self.filter(Q(pair__isnull=True, programme__in=mine) | pairs & for_me)
        return rows if hasattr(access.person_of(user), "mentor") else rows.exclude(reader=Material.MENTORS)

    def library(self):
        return self.filter(pair__isnull=True)

    def may_name(self, person):
        """Files that stay when the person's data go, and that nobody has looked through for the name yet.

        What lies beside a mentee's own pair, or was meant for one member of his group, is no such file.
        """
        learns = person.sides.filter(role="mentee").values("pair")
        own = Q(pair__in=learns) & (Q(pair__is_group=False) | Q(person__isnull=False))
        rows = self.filter(file__isnull=False, names_nobody_on__isnull=True, pair__in=person.sides.values("pair"))
        return rows.exclude(own)


class Material(models.Model):
    """A file or a link. Without a pair it lies in the library of its programme."""

    ALL, MENTORS = "all", "mentors"
    READERS = [(ALL, "всем участникам"), (MENTORS, "только наставникам")]
    KINDS = [
        ("act", "нормативный документ"),
        ("method", "методический материал"),
        ("task", "задание, упражнение"),
        ("other", "другое"),
    ]

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="materials", verbose_name="программа"
    )
    pair = models.ForeignKey(
        Pair, on_delete=models.CASCADE, null=True, blank=True, related_name="materials", verbose_name="пара"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="для кого в группе"
    )
    kind = models.CharField("вид", max_length=8, choices=KINDS, default="method")
    title = models.CharField("название", max_length=200)
    note = models.CharField("зачем это", max_length=500, blank=True)
    reader = models.CharField("кому", max_length=8, choices=READERS, default=ALL)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="materials", verbose_name="файл"
    )
    link = models.URLField("ссылка", max_length=500, blank=True)
    added_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто добавил"
    )
    added_on = models.DateField("добавлен")
    names_nobody_on = models.DateField("куратор проверил: никого не называет", null=True, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = "материал"
        verbose_name_plural = "материалы"
        ordering = ["-added_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
                name="material_is_a_file_or_a_link",
                violation_error_message="Приложите файл или укажите ссылку: что-нибудь одно.",
            ),
            models.CheckConstraint(
                condition=Q(pair__isnull=True) | Q(reader="all"), name="material_of_a_pair_is_for_both"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:material_open", args=[self.pk])
