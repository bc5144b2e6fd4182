"""The final button: accepted rows become people, facts and ties, in one transaction and one line of the journal."""

from django.db import transaction
from django.utils import timezone

from registry import finding
from registry.actions.consents import retime
from registry.actions.people import may, put_in_class, put_in_post
from registry.actions.school import year_to_edit
from registry.engine import jobs, journal
from registry.engine.errors import Refused
from registry.engine.papers import destroy
from registry.engine.workflow import lock
from registry.imports import plan, snapshot
from registry.models import (
    Employment,
    Enrolment,
    Guardianship,
    ImportBatch,
    ImportedRow,
    Mentee,
    Mentor,
    Person,
    SchoolClass,
    Topic,
)
from registry.text import count, name_key

STALE = (
    "Пока страница была открыта, в базе что-то изменилось, и список теперь читается иначе. Ничего не загружено: "
    "посмотрите на строки ещё раз и нажмите кнопку снова."
)


class _Stale(Exception):
    pass


def write(batch, *, by, on, report=jobs.unheard) -> ImportBatch:
    """Write every accepted row; all or nothing. Refused when something is left to settle or the base has changed."""
    may(by, "registry.import_run")
    try:
        with transaction.atomic():
            return _write(lock(ImportBatch, batch.pk), by, on, report)
    except _Stale:
        plan.again(batch, on=on)
        raise Refused(STALE) from None


def _write(batch, by, on, report):
    if not batch.is_open:
        raise Refused("Этот список уже загружен: второй раз он не загружается.")
    rows = list(batch.rows.order_by("place"))
    before = {row.place: plan.state_of(row) for row in rows}
    batch.counts = {**batch.counts, **plan.evaluate(batch, rows, on=on, report=report)}
    if any(plan.state_of(row) != before[row.place] for row in rows):
        raise _Stale
    gaps = plan.gaps(batch)
    if gaps:
        raise Refused(*gaps)
    accepted = [row for row in rows if row.state in ("new", "changed") and not row.left_out]
    if not accepted:
        raise Refused("В списке нет ничего нового: загружать нечего.")
    was = snapshot.take([row.person_id for row in accepted if row.person_id], batch.kind)
    writer = Writer(batch, by, on)
    for place, row in enumerate(accepted, start=1):
        writer.write(row, batch.understood[row.place])
        if place % 50 == 0:
            report(place, len(accepted), "Вносим людей")
    _remember(batch, accepted, was, writer)
    _clean(batch, rows)
    batch.written_at = timezone.now()
    batch.save()
    people = Person.objects.filter(pk__in=writer.touched())
    journal.write(
        by, "загружен список", batch, people=people, kind=batch.get_kind_display(),
        new=sum(row.state == "new" for row in accepted), changed=sum(row.state == "changed" for row in accepted),
        left_out=sum(row.left_out for row in rows), classes=len(batch.made_classes),
    )  # fmt: skip
    return batch


def _remember(batch, accepted, was, writer) -> None:
    """What undoing needs: whom each row made, and what stood there before and after."""
    now = snapshot.take([row.person_id for row in accepted], batch.kind)
    links = []
    for row in accepted:
        row.undo = {
            "made": writer.made[row.place], "was": was.get(row.person_id), "now": now[row.person_id],
            "phones": writer.phones.get(row.place, {}),
        }  # fmt: skip
        links += [ImportedRow.people.through(importedrow_id=row.pk, person_id=pk) for pk in writer.people[row.place]]
    ImportedRow.people.through.objects.bulk_create(links, batch_size=500)


def _clean(batch, rows) -> None:
    """The cells of what was written and of what was known are destroyed with the file; those left out stay for their
    table of reasons until retention.py takes them."""
    for row in rows:
        if not row.left_out:
            row.raw, row.fixes, row.problems, row.changes, row.candidates = {}, {}, [], [], []
    names = ["raw", "fixes", "problems", "changes", "candidates", "undo", "person"]
    ImportedRow.objects.bulk_update(rows, names, batch_size=100)
    if batch.file:
        destroy(batch.file)
        batch.file = None


class Writer:
    """Makes and changes people; representatives of brothers and sisters are one person."""

    def __init__(self, batch, by, on):
        self.batch, self.by, self.on, self.kind = batch, by, on, batch.kind
        self.humans, self.made, self.people, self.phones = batch.humans, {}, {}, {}
        self.parents = {}
        with_phone = Person.objects.filter(erased_at__isnull=True).exclude(phone_key="")
        for pk, key, phone in with_phone.order_by("-pk").values_list("pk", "name_key", "phone_key"):
            self.parents[key, phone] = pk
        self.classes = self._classes()
        self.topics = {topic.title: topic for topic in Topic.objects.all()} if self.kind == "mentors" else {}

    def _classes(self) -> dict:
        year = year_to_edit(self.on)
        if year.pk is None and self.batch.classes:
            raise Refused("Сначала укажите учебный год: к нему относятся классы.")
        for grade, letter in self.batch.classes:
            made, is_new = SchoolClass.objects.get_or_create(year=year, grade=grade, letter=letter)
            if is_new:
                self.batch.made_classes.append(made.pk)
        rows = SchoolClass.objects.filter(year=year) if year.pk else ()
        return {(row.grade, row.letter): row for row in rows}

    def touched(self) -> set[int]:
        return {pk for ids in self.people.values() for pk in ids}

    def write(self, row, found) -> None:
        self.made[row.place] = []
        person = Person.objects.get(pk=row.person_id) if row.person_id else Person()
        self._person(person, row, found)
        row.person = person
        self.people[row.place] = {person.pk}
        if self.kind == "pupils":
            put_in_class(person, self.classes[found.values["school_class"]], self.on)
            for number in (1, 2):
                self._parent(row, person, found.parent(number), f"p{number}_kind" in found.values)
        elif self.kind == "staff":
            self._post(person, row, found)
        elif self.kind == "mentors":
            self._mentor(person, row, found)
        else:
            self._mentee(person, row, found)

    def _person(self, person, row, found) -> None:
        born, is_new = person.birth_date, person.pk is None
        for name, value in zip(("last_name", "first_name", "middle_name"), found.name, strict=True):
            if value and name_key(value) != name_key(getattr(person, name)):
                setattr(person, name, value)
        for name in ("birth_date", "sex", "phone", "email", "address"):
            if name in found.values:
                setattr(person, name, self._kept(person, name, found.values[name]))
        phone, mail = found.values.get("contact") or ("", "")
        person.phone, person.email = self._kept(person, "phone", phone) or person.phone, mail or person.email
        person._history_user = self.by
        person.save()
        if is_new:
            self.made[row.place].append(person.pk)
        elif born != person.birth_date:
            retime(person, born, by=self.by)

    @staticmethod
    def _kept(person, name, value):
        """A phone that is only written otherwise stays as it is written."""
        same = name == "phone" and finding.phone_key(person.phone) == finding.phone_key(value or "")
        return person.phone if same and person.phone else value

    def _parent(self, row, child, parent, says_kind) -> None:
        if parent is None:
            return
        name, phone, kind = parent
        human = self.humans.get(child.pk)
        known = plan.parent_of(human, name) if human else None
        if known:
            guardian = Person.objects.get(pk=known.pk)
            if says_kind and known.kind != kind:
                Guardianship.objects.filter(pk=known.tie).update(kind=kind)
        else:
            guardian = self._guardian(row, name, phone, kind)
            ties = Guardianship.objects.filter(guardian=guardian, child=child, ends__isnull=True)
            if guardian.pk != child.pk and not ties.exists():
                Guardianship.objects.create(guardian=guardian, child=child, kind=kind, starts=self.on)
        if phone and finding.phone_key(guardian.phone) != finding.phone_key(phone):
            if guardian.pk not in self.made[row.place]:
                self.phones.setdefault(row.place, {})[guardian.pk] = guardian.phone
            guardian.phone, guardian._history_user = phone, self.by
            guardian.save()
        self.people[row.place].add(guardian.pk)

    def _guardian(self, row, name, phone, kind) -> Person:
        """Somebody of this name and phone, or a new person."""
        mark = (name_key(" ".join(filter(None, name))), finding.phone_key(phone))
        if phone and mark in self.parents:
            return Person.objects.get(pk=self.parents[mark])
        person = Person(
            last_name=name[0], first_name=name[1], middle_name=name[2], phone=phone,
            sex={"mother": "f", "father": "m"}.get(kind, ""),
        )  # fmt: skip
        person._history_user = self.by
        person.save()
        self.made[row.place].append(person.pk)
        if phone:
            self.parents[mark] = person.pk
        return person

    def _post(self, person, row, found) -> None:
        human = self.humans.get(person.pk)
        is_teacher = found.values.get("is_teacher", human.is_teacher if human and human.post else None)
        if is_teacher is None:
            is_teacher = teaches(found.values["post"])
        hired = found.values.get("hired_on")
        if human and human.post and name_key(human.post) == name_key(found.values["post"]):
            current = Employment.objects.active(self.on).filter(person=person).order_by("-starts", "pk").first()
            current.is_teacher, current.starts = is_teacher, hired or current.starts
            current.save()
        elif hired and not (human and human.post):
            Employment.objects.create(person=person, post=found.values["post"], is_teacher=is_teacher, starts=hired)
        else:
            put_in_post(person, found.values["post"], is_teacher, self.on)

    def _mentor(self, person, row, found) -> None:
        data, human = found.values, self.humans.get(person.pk)
        card = human.card if human and human.card else Mentor(person=person, entered_on=self.on)
        is_new = card.pk is None
        card.category = data.get("category") or card.category or category(person, self.on)
        for name in ("workplace", "achievements", "interests", "entered_on", "case_url"):
            if name in data and not (
                name == "workplace" and human and name_key(human.workplace) == name_key(data[name])
            ):
                setattr(card, name, data[name])
        if "wished_age" in data:
            card.wished_age_from, card.wished_age_to = data["wished_age"]
        card.hours_a_week = data.get("hours", card.hours_a_week)
        card._history_user = self.by
        card.save()
        if "competences" in data or is_new:
            card.competences.set(self.topics[title] for title in data.get("competences", ()))

    def _mentee(self, person, row, found) -> None:
        data, human = found.values, self.humans.get(person.pk)
        card = human.card if human and human.card else None
        if card is None:
            kind = "teacher" if human and human.post else "pupil"
            card = Mentee(person=person, kind=kind, entered_on=self.on)
        for name in ("main_request", "entered_on", "case_url"):
            if name in data:
                setattr(card, name, data[name])
        card._history_user = self.by
        card.save()


TEACHING = (
    "учител",
    "педагог",
    "преподават",
    "воспитател",
    "тьютор",
    "логопед",
    "дефектолог",
    "вожат",
    "методист",
    "психолог",
)


def teaches(post: str) -> bool:
    """Whether a post is a teacher's, where the list does not say it."""
    return any(root in name_key(post) for root in TEACHING)


def category(person, on) -> str:
    """What a mentor of the old base is, from what the school knows of the person; else somebody's employee."""
    if Enrolment.objects.active(on).filter(person=person).exists():
        return "pupil"
    work = Employment.objects.active(on).filter(person=person).first()
    if work:
        return "teacher" if work.is_teacher else "staff"
    is_parent = Guardianship.objects.active(on).filter(guardian=person).exists()
    return "parent" if is_parent else "partner"


def said(batch) -> str:
    """«Загружено: 300 человек.»"""
    counts = batch.counts
    words = f"Список загружен: {count(counts['writing'], 'строка', 'строки', 'строк')}"
    parts = []
    if counts.get("new"):
        parts.append(f"новых людей — {counts['new']}")
    if counts.get("changed"):
        parts.append(f"изменённых — {counts['changed']}")
    return f"{words} ({', '.join(parts)})."
