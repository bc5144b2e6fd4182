"""Requests, what others said about them, talks, help without a pair, notices to parents."""

from django.db.models import Q

from programs.models import MendedConclusion, ParentNotice, Request, Support, Talk, ThirdPartyNote
from registry.engine import workflow
from registry.engine.inventory import Holding, blank, gone, shown
from registry.holdings.people import BY_CONSENT, BY_LAW
from registry.text import joined, short_date


def requests(person, on):
    for row in person.requests.select_related("form").prefetch_related("topics"):
        yield from shown("Запрос", f"{row.get_role_display()}: {row.get_status_display()}", row.received_on)
        yield from shown("Своими словами", row.words, row.received_on)
        yield from shown("Контакт из заявки", row.contact, row.received_on)
        yield from shown("Кто представляет ребёнка", row.contact_person, row.received_on)
        yield from shown("В чём нужна помощь", joined(row.topics.all()), row.received_on)
        yield from shown("Вывод по запросу", row.analysis, row.analysed_on)
        yield from shown("Почему закрыт", row.end_note, row.ended_on)


def erase_requests(person, *, by, on) -> int:
    """A running request ends; the row stays for the counts of the year, every word in it goes."""
    for row in person.requests.filter(status__in=["received", "analysed", "admitted"]):
        workflow.move(row, "withdraw", by=by, on=on, follows=True, note="данные уничтожены")
    rows = Request.objects.filter(person=person)
    number = rows.count()
    blank(rows, "typed_birth_date", keep=("end_note",))
    rows.update(end_note="")
    Request.topics.through.objects.filter(request__in=rows).delete()
    return number


def notes(person, on):
    """Only kind, role and date: what others said is not told to those of whom it is said (ОЧ-П 3.2)."""
    for row in ThirdPartyNote.objects.filter(request__person=person, withdrawn_on__isnull=True):
        state = "получены" if row.answered_on else "запрошены"
        yield from shown(
            "Сведения от другого человека", f"{row.get_role_display()}, {state}", row.answered_on or row.asked_on
        )
    for row in Talk.objects.filter(request__person=person):
        state = f"проведена {short_date(row.held_on)}" if row.held_on else "назначена"
        yield from shown("Беседа со специалистом", state, row.held_on or row.asked_on)


def written(person, on):
    """What the person wrote or was asked about others: role and date."""
    for row in ThirdPartyNote.objects.filter(author=person):
        yield from shown(
            "Даны сведения о другом человеке, в роли", row.get_role_display(), row.answered_on or row.asked_on
        )


def erase_notes(person, *, by, on) -> int:
    """What was said about the person, and what the person said about others."""
    about = Q(request__person=person)
    return (
        gone(ThirdPartyNote.objects.filter(about)) + gone(Talk.objects.filter(about))
        + gone(MendedConclusion.objects.filter(about))
    )  # fmt: skip


def support(person, on):
    for row in Support.objects.filter(request__person=person):
        yield from shown("Помощь без пары", row.step, row.set_on)
    for row in ParentNotice.objects.filter(child=person):
        yield from shown("Родителям рассказали о программе", row.get_way_display(), row.sent_on)


def erase_support(person, *, by, on) -> int:
    return gone(Support.objects.filter(request__person=person)) + gone(ParentNotice.objects.filter(child=person))


def old_site_requests(before) -> int:
    """Typed on the site, never tied to a person, closed long ago."""
    rows = Request.objects.filter(person__isnull=True, ended_on__lt=before, joined__isnull=True)
    return gone(rows)


HOLDINGS = {
    "requests": Holding(
        "Запросы", "results", BY_LAW, "participation",
        {"programs.Request": ("person", "typed_name", "typed_key", "typed_class", "contact", "contact_person", "words",
                              "analysis", "end_note", "no_talk")},
        requests, erase=erase_requests,
    ),
    "notes": Holding(
        "Сведения от других людей", "special", BY_CONSENT, "participation",
        {"programs.ThirdPartyNote": ("author", "text"), "programs.Talk": ("holder", "result", "special"),
         "programs.MendedConclusion": ("mended_by", "said", "needs", "reason")},
        notes, own=notes, erase=erase_notes,
    ),
    "written": Holding("Сведения о других людях", "answers", BY_CONSENT, "participation", {}, written),
    "support": Holding(
        "Сопровождение без пары", "results", BY_CONSENT, "participation",
        {"programs.Support": ("who", "step", "done_note"), "programs.ParentNotice": ("child", "marked_by"),
         "programs.Informing": ("responsible", "how", "proof")},
        support, erase=erase_support,
    ),
}  # fmt: skip
