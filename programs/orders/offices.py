"""Orders on people's duties: who acts as curator, who is released for an event."""

import datetime

from django.db.models import Q
from django.urls import reverse

from programs.models import Assignment
from programs.orders.base import Kind
from programs.papers import common
from registry.actions import people
from registry.engine.errors import Gap
from registry.models import Appointment, Employment
from registry.text import short_date

INSTRUMENTAL = {
    "curator": "куратором наставничества", "deputy_curator": "заместителем куратора наставничества",
    "secretary": "секретарём, ответственным за документы наставничества",
    "council_chair": "руководителем методического объединения (совета) наставников",
    "council_member": "членом методического объединения (совета) наставников",
}  # fmt: skip
GENITIVE = {
    "curator": "куратора наставничества", "deputy_curator": "заместителя куратора наставничества",
    "secretary": "секретаря, ответственного за документы наставничества",
    "council_chair": "состава методического объединения (совета) наставников",
    "council_member": "состава методического объединения (совета) наставников",
}  # fmt: skip
DEPUTY = "заместитель директора"


def who(person, on, case: str) -> str:
    """«Иванову Марию Петровну, заместителя директора по воспитательной работе»"""
    post = common.post_in(person, on, case)
    return f"{person.in_case(case)}, {post}," if post else person.in_case(case)


def is_deputy(person, on) -> bool:
    return person.post(on).lower().replace("зам.", "заместитель").startswith(DEPUTY)


def deputy_warnings(programme, role: str, person, on) -> list[str]:
    """The school may wish to have curators out of the deputies only (АБР-П 3.4); it warns, the director decides."""
    rule = programme.rule("curator.from_deputies")
    if role != "curator" or not rule.value or is_deputy(person, on):
        return []
    post = person.post(on) or "должность не указана"
    return [f"{person.short_name} ({post}) — не заместитель директора, а куратора назначают из них {rule.why}."]


class AssignmentKind(Kind):
    """The dated fact comes from the order; the former one's ends on the eve (ОЧ-П 1.2; АБР-П 3.3)."""

    told_on_paper = True

    first = ("Сначала скажите, кого назначить и с какого дня.", "assignment_new", "Назвать куратора")

    def gather(self, programme, on):
        rows = programme.assignments.filter(order_lines__isnull=True, appointment=None)
        return list(rows.select_related("person", "replaces__person"))

    def let_go(self, thing):
        thing.delete()

    def line_gaps(self, thing, order, on):
        name, page = thing.person.short_name, thing.person.get_absolute_url()
        past = order.source == "paper"
        day = thing.starts if past else on
        if not Employment.objects.active(day).filter(person=thing.person).exists():
            when = "" if day == on else f"{short_date(day)} "
            yield Gap(f"{name} {when}не работает в школе: назначить можно только работника.", page, "К карточке")
        elif thing.person.is_minor(day):
            yield Gap(f"{name}: куратором и секретарём может быть только взрослый.", page, "К карточке")
        if self._is_appointed(thing, past, on):
            yield Gap(f"{name} уже {thing.get_role_display()}: второй раз назначать не нужно.", page, "К карточке")
        if thing.replaces and thing.replaces.starts >= thing.starts:
            former, since = thing.replaces.person.short_name, short_date(thing.replaces.starts)
            mend = "Проверьте первый день." if past else (
                "Исправьте день в проекте: уберите строку и назовите снова."
            )  # fmt: skip
            yield Gap(f"{former} назначен(а) с {since}: новое назначение должно начаться позже. {mend}")

    def _is_appointed(self, thing, past, on) -> bool:
        """Already in this role; for a past order, already by another order: a term without one gets its ground."""
        if past:
            held = acting(thing)
            return held is not None and Assignment.objects.filter(appointment=held).exists()
        running = Appointment.objects.active(max(on, thing.starts)).filter(role=thing.role, person=thing.person)
        return running.exclude(pk=thing.replaces_id).exists()

    def signatories(self, order):
        """Nobody is made curator without being asked (ОЧ-П 2.13: лист согласования)."""
        people_ = [line.assignment.person for line in order.lines.all()]
        return [one for one in people_ if one.pk != order.prepared_by_id]

    def named(self, order):
        found = []
        for line in order.lines.all():
            found.append(line.assignment.person)
            if line.assignment.replaces:
                found.append(line.assignment.replaces.person)
        return list(dict.fromkeys(found))

    def warnings(self, order, on):
        found = []
        for line in order.lines.all():
            found += deputy_warnings(order.programme, line.assignment.role, line.assignment.person, on)
        return found

    def words(self, programme, things, on):
        return {"role_genitive": GENITIVE[things[0].role] if things else ""}

    def line_words(self, thing, place, on):
        former = thing.replaces.person if thing.replaces and thing.replaces.person_id != thing.person_id else None
        eve = thing.starts - datetime.timedelta(days=1)
        return {
            "who_accusative": who(thing.person, on, "accusative"), "role": INSTRUMENTAL[thing.role],
            "since": short_date(thing.starts), "eve": short_date(eve),
            "former_accusative": former.in_case("accusative") if former else "",
            "former_role": GENITIVE[thing.role],
        }  # fmt: skip

    def must_say(self, thing, on):
        return thing.person.in_case("accusative")

    def brings(self, thing):
        until = ""
        if thing.replaces and thing.replaces.person_id != thing.person_id:
            until = f"; {thing.replaces.person.short_name} — последний день накануне"
        return f"{thing.get_role_display()} с {short_date(thing.starts)}{until}"

    def apply(self, line, *, by, on):
        """From the later of the two days: an order does not work backwards."""
        row = line.assignment
        starts = max(row.starts, on)
        if row.replaces and row.replaces.covers(starts):
            people.end_appointment(row.replaces, by=by, ends=starts - datetime.timedelta(days=1))
        ground = f"приказ {line.order.name}".replace("\u00a0", " ")
        held = acting(row) if line.order.source == "paper" else None
        if held:
            row.appointment = people.ground_appointment(held, by=by, starts=starts, ground=ground)
        else:
            row.appointment = people.appoint(row.person, row.role, by=by, on=starts, ground=ground)
        row.save()


def acting(row) -> Appointment | None:
    """The term of this person in this role that a past order grounds: it runs on its first day or began later."""
    terms = Appointment.objects.filter(role=row.role, person=row.person).exclude(pk=row.replaces_id)
    return terms.filter(Q(ends=None) | Q(ends__gte=row.starts)).order_by("starts", "pk").first()


def former_curator(person, starts) -> Appointment | None:
    """Another one who acted on the first day that a past order tells."""
    terms = Appointment.objects.active(starts).filter(role="curator").exclude(person=person)
    return terms.order_by("-starts", "-pk").first()


def last_day(row) -> datetime.date | None:
    """The eve of the next curator's first day, if a past order named the one before."""
    later = Appointment.objects.filter(role="curator", starts__gt=row.appointment.starts).exclude(person=row.person)
    following = later.order_by("starts", "pk").first() if row.role == "curator" else None
    return following.starts - datetime.timedelta(days=1) if following else None


class ReleaseKind(Kind):
    """Released for an event, with the lessons taken by a colleague (АБР-П 1.4)."""

    told_on_paper = True

    first = (
        "Сначала впишите, кого и на какое мероприятие освободить и кто заменит.", "release_new", "Вписать освобождение",
    )  # fmt: skip

    def gather(self, programme, on):
        return list(programme.releases.filter(order_lines__isnull=True).select_related("person", "substitute"))

    def people(self, thing):
        return [thing.person, thing.substitute]

    def let_go(self, thing):
        thing.delete()

    def row(self, thing, on):
        duties = f", {thing.substitution}" if thing.substitution else ""
        return {
            "name": ", ".join(filter(None, [thing.person.full_name, thing.person.what_is(on)])),
            "event": thing.event, "when": f"{short_date(thing.day)}, {thing.hours}",
            "substitute": f"{thing.substitute.full_name}{duties}",
        }  # fmt: skip

    def line_gaps(self, thing, order, on):
        rule_text = "(замена обязательна: учебный процесс не прерывают)"
        if thing.day < on and order.source != "paper":
            yield Gap(
                f"{thing.event}: мероприятие {short_date(thing.day)} уже прошло, освобождать поздно. Если приказ был "
                "подписан на бумаге, внесите его с бумаги.",
                reverse("programs:release_enter", args=[order.programme.code]), "Внести с бумаги",
            )  # fmt: skip
        for person in (thing.person, thing.substitute):
            if not Employment.objects.active(thing.day).filter(person=person).exists():
                yield Gap(
                    f"{person.short_name} в этот день не работает в школе {rule_text}.",
                    person.get_absolute_url(), "К карточке",
                )  # fmt: skip
        yield from self._absent_substitute(thing)

    def _absent_substitute(self, thing):
        """Who is away at those hours takes nobody's lessons."""
        same = thing.substitute.releases.filter(day=thing.day, order_lines__order__status__in=[
            "draft", "agreeing", "submitted", "registered"])  # fmt: skip
        busy = same.filter(from_time__lt=thing.until_time, until_time__gt=thing.from_time).first()
        if busy:
            yield Gap(
                f"{thing.substitute.short_name} в эти часы сам(а) освобождён(а) ({busy.event}): назовите другого.",
                busy.get_absolute_url(), "К карточке",
            )  # fmt: skip

    def signatories(self, order):
        """Those who take the lessons agree beforehand (ст. 60.2 ТК РФ: с письменного согласия)."""
        people_ = dict.fromkeys(line.release.substitute for line in order.lines.all())
        return [one for one in people_ if one.pk != order.prepared_by_id]

    def asks_by(self, programme):
        return "(ст. 60.2 ТК РФ: замещают с письменного согласия)"

    def named(self, order):
        return list(dict.fromkeys(one for line in order.lines.all() for one in self.people(line.release)))

    def brings(self, thing):
        return f"освобождён(а) {short_date(thing.day)} {thing.hours}; заменит {thing.substitute.short_name}"

    def apply(self, line, *, by, on):
        """The order itself is the deed: nothing else changes."""
