"""Situations of the ground floor for «Сегодня»: each is one query, and is gone once it is solved."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Consent, Guardianship, Signature
from registry.text import add_months, initials

DAYS_TO_SIGN = datetime.timedelta(days=14)
"""After so long a paper stands first; nothing else happens."""


def paper_to_sign(user, today):
    """A consent that waits for my signature: my own, or my child's."""
    me = access.person_of(user)
    signed = Signature.objects.filter(consent=OuterRef("pk"))
    waits = Q(person__in=access.related(user, "my_child", on=today)) & ~Exists(signed.filter(as_guardian=True))
    age = me.age(today)
    if age is None or age >= 14:
        waits |= Q(person=me) & ~Exists(signed.filter(signer=me))
    papers = Consent.objects.missing().exclude(not_before__gt=today)
    for consent in papers.filter(waits).select_related("person"):
        own = consent.person_id == me.pk
        yield Task(
            text=f"Подпишите согласие {consent.get_kind_display()} и отдайте куратору",
            who="" if own else consent.person.short_name,
            url=reverse("registry:consent_detail", args=[consent.pk]),
            button="Открыть согласие",
            due=consent.expected_on + DAYS_TO_SIGN,
        )


def nobody_to_sign(user, today):
    """A child's consent is asked for, and no representative is known (ч. 6 ст. 9 152-ФЗ)."""
    if not access.has_role(user, "curator", on=today):
        return
    known = Guardianship.objects.active(today).filter(child=OuterRef("person"), is_restricted=False)
    children = Consent.objects.missing().filter(
        ~Exists(known), person__birth_date__gt=add_months(today, -18 * 12), not_before__isnull=True
    )
    rows = children.order_by("person__name_key").values_list(
        "person", "person__last_name", "person__first_name", "person__middle_name"
    )
    for person, *names in rows.distinct():
        yield Task(
            text="Укажите законного представителя: согласие за ребёнка подписать некому",
            who=initials(*names),
            url=reverse("registry:guardian_new", args=[person]),
            button="Указать представителя",
        )


ALL = {
    "registry.paper_to_sign": lines(paper_to_sign),
    "registry.nobody_to_sign": lines(nobody_to_sign),
}
