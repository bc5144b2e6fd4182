"""The card of a person, and the dated facts that tie him to the school and to his family."""

from django.db.models import Max, Q

from registry.engine.errors import Gap
from registry.engine.inventory import Holding, gone, shown
from registry.text import short_date

BY_CONSENT = "согласие на обработку персональных данных (ст. 9 152-ФЗ)"
BY_LAW = "запрос самого человека или его представителя (п. 5 ч. 1 ст. 6 152-ФЗ)"


def identity(person, on):
    yield from shown("Фамилия, имя, отчество", person.full_name)
    yield from shown("Пол", person.get_sex_display() if person.sex else "")
    yield from shown("Дата рождения", person.birth_date)
    for case, title in (("genitive", "родительном"), ("dative", "дательном"), ("accusative", "винительном")):
        yield from shown(f"Имя в {title} падеже (для бумаг)", getattr(person, f"name_{case}"))


def contacts(person, on):
    yield from shown("Телефон", person.phone)
    yield from shown("Электронная почта", person.email)
    yield from shown("Адрес", person.address)


def documents(person, on):
    yield from shown("Документ, удостоверяющий личность", person.identity_document)


TOLD = {
    "id", "mark", "code", "name_key", "erased_at", "revision", "last_name", "first_name", "middle_name", "sex",
    "birth_date", "phone", "email", "address", "identity_document", "name_genitive", "name_dative", "name_accusative",
}  # fmt: skip


def more(person, on):
    """Columns of the card that were added later tell themselves by their own names."""
    for one in person._meta.concrete_fields:
        if one.name not in TOLD and one.editable and not one.is_relation:
            value = getattr(person, one.name)
            value = ("да" if value else "") if isinstance(value, bool) else value
            yield from shown(str(one.verbose_name).capitalize(), value)


def places(person, on):
    for row in person.enrolments.select_related("school_class__year"):
        yield from shown("Класс", f"{row.school_class} ({row.school_class.year})", row.starts)
    for row in person.employments.all():
        yield from shown("Должность", row.post, row.starts)


def erase_places(person, *, by, on) -> int:
    return gone(person.enrolments.all()) + gone(person.employments.all())


def appointments(person, on):
    for row in person.appointments.select_related("school_class"):
        until = f", по {short_date(row.ends)}" if row.ends else ""
        yield from shown("Роль в школе", f"{row}{until}{f', {row.ground}' if row.ground else ''}", row.starts)


def end_appointments(person, *, by, on) -> int:
    """Roles that ended stay as dates without a name: orders of that time stand on them."""
    return person.appointments.update(ground="")


def family(person, on):
    for row in person.guardianships.select_related("guardian"):
        yield from shown("Законный представитель", f"{row.get_kind_display()}: {row.guardian.full_name}", row.starts)
    for row in person.wards.select_related("child"):
        paper = f"; {row.document}" if row.document else ""
        yield from shown("Представляет ребёнка", f"{row.child.full_name} ({row.get_kind_display()}{paper})", row.starts)


def erase_family(person, *, by, on) -> int:
    return gone(person.guardianships.all()) + gone(person.wards.all())


# What stands in the way, and when the purpose is reached


def roles_standing(person, on):
    """A role in the school is ended first: its orders and approvals stand on it."""
    for row in person.appointments.active(on):
        yield Gap(
            f"Сейчас у человека есть роль: {row}. Сначала завершите её последним днём.",
            person.get_absolute_url(),
            "Открыть карточку",
        )


def wards_standing(person, on):
    """A representative of a child who stays is needed for the child's consents (ч. 6 ст. 9 152-ФЗ)."""
    from registry.models import Guardianship

    rows = Guardianship.objects.active(on).filter(guardian=person, child__erased_at__isnull=True, is_restricted=False)
    for row in rows.select_related("child"):
        if row.child.is_minor(on):
            yield Gap(
                f"Представляет ребёнка ({row.child.short_name}), чьи данные ещё нужны: без представителя не получить "
                "согласий (ч. 6 ст. 9 152-ФЗ). Сначала уничтожьте данные ребёнка или укажите другого представителя.",
                row.child.get_absolute_url(),
                "Открыть карточку ребёнка",
            )


def with_roles(on) -> set[int]:
    """People who act for the school on the day."""
    from registry.models import Appointment

    return set(Appointment.objects.active(on).values_list("person", flat=True))


def guardians_of_those_who_stay(on) -> set[int]:
    """Representatives of children who study here."""
    from registry.models import Enrolment, Guardianship

    pupils = Enrolment.objects.active(on).values("person")
    return set(Guardianship.objects.active(on).filter(child__in=pupils).values_list("guardian", flat=True))


def left_school(on) -> dict:
    """Pupils and workers whose last class or post has ended, and guardians of such pupils alone."""
    from registry.models import Guardianship, Person

    here = Q(enrolments__ends__isnull=True, enrolments__isnull=False) | Q(enrolments__ends__gte=on)
    works = Q(employments__ends__isnull=True, employments__isnull=False) | Q(employments__ends__gte=on)
    present = Person.objects.filter(here | works).values("pk")
    rows = (
        Person.objects.filter(erased_at__isnull=True).exclude(pk__in=present)
        .annotate(studied=Max("enrolments__ends"), worked=Max("employments__ends"))
        .filter(Q(studied__isnull=False) | Q(worked__isnull=False))
    )  # fmt: skip
    found = {row.pk: (max(filter(None, (row.studied, row.worked))), "выбыл из школы") for row in rows}
    for row in Guardianship.objects.filter(child__in=found).values("guardian", "child"):
        found.setdefault(row["guardian"], (found[row["child"]][0], "ребёнок выбыл из школы"))
    return found


HOLDINGS = {
    "identity": Holding(
        "Имя и дата рождения", "identity", f"{BY_LAW}; затем {BY_CONSENT}", "participation",
        {"registry.Person": ("last_name", "first_name", "middle_name", "name_key", "name_genitive", "name_dative",
                             "name_accusative", "phone", "email", "address", "identity_document"),
         "registry.HistoricalPerson": ("history_user",)},
        identity,
    ),
    "contacts": Holding("Контакты", "contacts", BY_LAW, "participation", {}, contacts),
    "documents": Holding("Документы", "documents", "стоит в письменном согласии (ч. 4 ст. 9 152-ФЗ)", "participation",
                         {}, documents),
    "more": Holding("Другие сведения карточки", "work", BY_CONSENT, "participation", {}, more),
    "places": Holding(
        "Учёба и работа", "study", BY_LAW, "participation",
        {"registry.Enrolment": ("person",), "registry.Employment": ("person", "post")}, places, erase=erase_places,
    ),
    "appointments": Holding(
        "Роли в школе", "work", "приказ школы (ст. 15, 351.8 ТК РФ)", "participation",
        {"registry.Appointment": ("person", "ground")}, appointments, erase=end_appointments,
    ),
    "family": Holding(
        "Семья", "contacts", "ч. 6 ст. 9 152-ФЗ: за ребёнка решает представитель", "participation",
        {"registry.Guardianship": ("guardian", "child", "document", "restriction_ground")}, family, erase=erase_family,
    ),
}  # fmt: skip
