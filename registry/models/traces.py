"""What the house remembers: journal, issued papers and files, personal links, forms already accepted."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from registry.engine import access
from registry.models.people import Person


class JournalLine(models.Model):
    """Who did what to what, about whom, when and by which right. Ids are text: lines outlive what they name."""

    at = models.DateTimeField("когда", default=timezone.now, db_index=True)
    actor_id = models.CharField(max_length=20, blank=True, db_index=True)
    actor_name = models.CharField("кто", max_length=250)
    right = models.CharField("по какому праву", max_length=80, blank=True)
    verb = models.CharField("что сделано", max_length=120)
    target = models.CharField("с чем", max_length=60, blank=True, db_index=True)
    target_name = models.CharField("с чем (словами)", max_length=300, blank=True)
    people = models.JSONField("о ком", default=list)
    detail = models.JSONField("подробности", default=dict)

    class Meta:
        verbose_name = "строка журнала"
        verbose_name_plural = "журнал действий"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%d.%m.%Y %H:%M} {self.actor_name}: {self.verb}"


class FileQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The office: all; everybody: what was given to them to read; an adult who signed a consent: its scan.

        A scan shows what the signer wrote with the pen: documents and address. The pupil who signed beside the
        parent, the other parent and the class teacher know from the page that the paper is here, and do not open it.
        """
        from registry.models.consents import Consent

        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        me, on = access.person_of(user), on or access.today()
        scans = Consent.objects.none().values("scan")
        if me is not None and not me.is_minor(on):
            own = access.related(user, "self", "my_child", on=on)
            signed = Consent.objects.filter(person__in=own, signatures__signer=me, scan__isnull=False)
            scans = signed.values("scan")
        given = self.filter(readers__in=access.related(user, "self", on=on)).values("pk")
        return self.filter(models.Q(pk__in=given) | models.Q(pk__in=scans), closed_on__isnull=True)


class StoredFile(models.Model):
    """A private file named by its SHA-256, opened only through /files/<uuid>/."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("имя файла", max_length=200)
    media_type = models.CharField(max_length=60, default="application/pdf")
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    readers = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="кто ещё может открыть")
    closed_on = models.DateField("с какого дня открыт только куратору и директору", null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "файл"
        verbose_name_plural = "файлы"
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("files:open", args=[self.uuid])

    @property
    def path(self):
        return settings.MEDIA_ROOT / "files" / self.sha256[:2] / self.sha256

    def whose(self):
        """People whom the file is about: its readers, and those whose papers it shows."""
        return Person.objects.filter(
            models.Q(pk__in=self.readers.values("pk"))
            | models.Q(consents__scan=self)
            | models.Q(consents__scan_pages__file=self)
            | models.Q(mentor__certificates__scan=self)
        ).distinct()


class Paper(models.Model):
    """An issued paper. Immutable: what it said stands in `said`, the very file in `file`."""

    kind = models.CharField("вид", max_length=40)
    title = models.CharField("название", max_length=300)
    number = models.CharField("номер", max_length=40, blank=True)
    date = models.DateField("дата")
    code = models.CharField("код проверки", max_length=12, unique=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="paper")
    said = models.JSONField("что в нём сказано", default=dict)
    issued_at = models.DateTimeField("выпущен", default=timezone.now)

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.title


class PersonalLink(models.Model):
    """A key to one deed for one person. Only its hash is kept; opening shows, a POST does."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField("для чего", max_length=30)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="links", verbose_name="для кого"
    )
    target = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField("действует до")
    used_at = models.DateTimeField("использована", null=True, blank=True)
    replaced_at = models.DateTimeField("заменена", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "личная ссылка"
        verbose_name_plural = "личные ссылки"
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return f"{self.purpose} до {self.until:%d.%m.%Y}"


class SubmittedForm(models.Model):
    """A form that was accepted once: its second copy is led to the first one's answer."""

    key = models.UUIDField(primary_key=True)
    user = models.CharField(max_length=20, blank=True)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "принятая форма"
        verbose_name_plural = "принятые формы"

    def __str__(self):
        return self.url
