"""Materials, events, helpers and the like of a pair: what they hold about its people."""

from django.db.models import Q

from programs.models import (
    AskedDocument,
    Contest,
    CouncilDecision,
    CouncilMeeting,
    CouncilPlanLine,
    Helper,
    HelperHours,
    Material,
    OpenEvent,
    Pair,
    Suggestion,
)
from registry.engine import papers
from registry.engine.errors import Gap
from registry.engine.inventory import Holding, gone, shown
from registry.holdings.people import BY_CONSENT
from registry.models import StoredFile
from registry.text import count


def _learns_in(person):
    return person.sides.filter(role="mentee").values("pair")


def materials(person, on):
    rows = Material.objects.filter(pair__in=person.sides.values("pair")).filter(Q(person=None) | Q(person=person))
    for row in rows.select_related("file"):
        yield from shown("Материал пары", f"{row.title}. {row.note}".strip(), row.added_on)


def erase_materials(person, *, by, on) -> int:
    """Files made for this very mentee go; those of a group stay for the others, without the name.

    A file that nobody has looked through for the name goes too: the erasure asks for that look before
    (`files_standing`), so that only one repeated after an old backup meets any.
    """
    own = Material.objects.filter(Q(person=person) | Q(pair__is_group=False, pair__in=_learns_in(person)))
    number = 0
    gone_too = own | Material.objects.filter(pk__in=Material.objects.may_name(person).values("pk"))
    for row in gone_too.select_related("file"):
        file = row.file
        row.delete()
        if file:
            papers.destroy(file)
        number += 1
    return number + clean(person, Material.objects.filter(pair__in=person.sides.values("pair")))


def files_standing(person, on):
    """Files of a group, or of a pair that the person led: a name inside a file only a reader finds."""
    rows = Material.objects.may_name(person)
    for pair in Pair.objects.filter(pk__in=rows.values("pair")).prefetch_related("sides__person"):
        number = rows.filter(pair=pair).count()
        yield Gap(
            f"Файлы остаются другим ({pair}), и в них может быть имя этого человека: "
            f"{count(number, 'файл', 'файла', 'файлов')}. Откройте: где он назван, удалите, остальные отметьте "
            "«никого не называет».",
            pair.get_absolute_url() + "#materials", "К файлам",
        )  # fmt: skip


def open_events(person, on):
    for row in OpenEvent.objects.filter(person=person):
        said = f". {row.conclusion}" if row.conclusion else ""
        yield from shown(row.get_kind_display().capitalize(), f"{row.theme}{said}", row.held_on)


def erase_open_events(person, *, by, on) -> int:
    """One's own go; in those of the same group the name becomes the code."""
    number = gone(OpenEvent.objects.filter(person=person))
    return number + clean(person, OpenEvent.objects.filter(pair__in=person.sides.values("pair")))


def helpers(person, on):
    for row in Helper.objects.filter(person=person).prefetch_related("hours"):
        said = {None: "ждёт ответа", True: "согласие", False: "отказ"}[row.answer]
        yield from shown("Помощь паре", f"{row.subject}: {said}", row.answered_on or row.asked_on)
        for one in row.hours.all():
            yield from shown("Часы помощи паре", f"{one.minutes} мин. {one.done}".strip(), one.held_on)


def erase_helpers(person, *, by, on) -> int:
    """The help of the person goes with its hours; that others helped his pair stays without his name."""
    number = gone(Helper.objects.filter(person=person))
    theirs = Helper.objects.filter(pair__in=person.sides.values("pair"))
    return number + clean(person, theirs, HelperHours.objects.filter(helper__in=theirs.values("pk")))


def asked(person, on):
    for row in AskedDocument.objects.filter(person=person):
        yield from shown("Запрошен документ", f"{row.title}. {row.note}".strip(), row.asked_on)


def erase_asked(person, *, by, on) -> int:
    """The requests with the files that were sent."""
    rows = AskedDocument.objects.filter(person=person).select_related("file")
    files = [row.file for row in rows if row.file]
    number = gone(rows)
    for file in files:
        papers.destroy(file)
    return number


def suggestions(person, on):
    """The same sentence for every mentee, whether or not anything was written: the words are the head's alone."""
    if hasattr(person, "mentee"):
        yield from shown(
            "Предложения руководителю",
            "если наставник предлагал поощрение или меру воздействия, сказанное знают он и директор",
        )


def erase_suggestions(person, *, by, on) -> int:
    """Those about the person go; those the person wrote about others stay without his name in their words."""
    number = gone(Suggestion.objects.filter(person=person))
    return number + clean(person, Suggestion.objects.filter(pair__in=person.sides.values("pair")))


def contests(person, on):
    for row in Contest.objects.filter(person=person):
        said = f"{row.title}: {row.get_outcome_display()}. {row.result}".strip()
        yield from shown(row.get_kind_display().capitalize(), said, row.held_on)
        yield from shown("Подготовка", row.preparation, row.held_on)


def erase_contests(person, *, by, on) -> int:
    """One's own go; in those of the same pair the name becomes the code."""
    number = gone(Contest.objects.filter(person=person))
    return number + clean(person, Contest.objects.filter(pair__in=person.sides.values("pair")))


def council(person, on):
    for row in CouncilMeeting.objects.filter(present=person):
        yield from shown("Заседание совета наставников", str(row), row.held_on)
    for row in CouncilDecision.objects.filter(who=person).select_related("meeting"):
        yield from shown("Поручение совета наставников", row.text, row.meeting.held_on)
    for row in CouncilPlanLine.objects.filter(who=person):
        yield from shown("Дело по плану совета наставников", row.what, row.due)


def close_council(person, *, by, on) -> int:
    """Signed minutes stay till their term, and from now on only the director and the curator open them."""
    rows = CouncilMeeting.objects.filter(Q(present=person) | Q(decisions__who=person))
    files = StoredFile.objects.filter(Q(pk__in=rows.values("paper__file")) | Q(pk__in=rows.values("scan")))
    return files.filter(closed_on__isnull=True).update(closed_on=on)


def clean(person, *querysets) -> int:
    """In texts of one's pairs the first name alone, too, becomes the code."""
    from registry.erasure import label_of, sweep
    from registry.erasure.names import marks_of

    marks = marks_of(person, label_of(person.code))
    return sum(sweep.clean(rows, marks, linked=True) for rows in querysets)


HOLDINGS = {
    "materials": Holding(
        "Материалы", "results", BY_CONSENT, "participation",
        {"programs.Material": ("added_by", "person", "title", "note", "link", "file")},
        materials, erase=erase_materials,
    ),
    "open_events": Holding(
        "Открытые уроки и мероприятия", "results", BY_CONSENT, "participation",
        {"programs.OpenEvent": ("person", "theme", "visitors", "conclusion", "entered_by", "annulled_note")},
        open_events, erase=erase_open_events,
    ),
    "helpers": Holding(
        "Помощь парам", "work", BY_CONSENT, "participation",
        {"programs.Helper": ("person", "subject", "asked_by", "place"),
         "programs.HelperHours": ("done", "entered_by")},
        helpers, erase=erase_helpers,
    ),
    "council": Holding(
        "Совет наставников", "work", "протоколы школы; исполнение обязанностей по закону", "minutes",
        {"programs.CouncilMeeting": ("agenda", "present", "guests", "original_place"),
         "programs.CouncilDecision": ("text", "who"),
         "programs.CouncilPlanLine": ("what", "who")},
        council, erase=close_council,
    ),
    "contests": Holding(
        "Конкурсы и конференции", "results", BY_CONSENT, "participation",
        {"programs.Contest": ("person", "title", "preparation", "result", "entered_by", "annulled_note")},
        contests, erase=erase_contests,
    ),
    "suggestions": Holding(
        "Предложения руководителю", "results", BY_CONSENT, "participation",
        {"programs.Suggestion": ("person", "author", "words", "decision", "decided_by")},
        suggestions, erase=erase_suggestions,
    ),
    "asked_documents": Holding(
        "Запрошенные документы", "documents", BY_CONSENT, "participation",
        {"programs.AskedDocument": ("person", "title", "words", "asked_by", "answered_by", "file", "note", "remark")},
        asked, erase=erase_asked,
    ),
}  # fmt: skip
