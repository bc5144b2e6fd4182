"""What the page of the choosing shows: lines with reasons, those left over, and one opened row."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef

from programs import matching
from programs import pairing as source
from programs.actions.pairs import MENTOR_SIDES
from programs.choosing import helped
from programs.models import Pair, Programme, Request, Ruling, Side
from registry.text import count, name_key, short_date

SHOWN = 6
"""Other mentors in an opened row; the rest are told by number."""


@dataclass(frozen=True)
class Choice:
    """A programme and one of its forms, as the address names them: «2026-pupils.pupil_pupil»."""

    programme: Programme
    form: object
    waiting: int

    @property
    def key(self) -> str:
        return f"{self.programme.code}.{self.form.code}"

    @property
    def label(self) -> str:
        waits = f"ждут {self.waiting}" if self.waiting else "никто не ждёт"
        return f"{self.programme.title}: {self.form.title} ({waits})"


def choices() -> list[Choice]:
    """Every form of this year's programmes with the number of mentees who wait in it, those who wait most first."""
    programmes = list(Programme.objects.current().select_related("regulation", "year").prefetch_related("forms"))
    taken = Side.objects.filter(
        person=OuterRef("person"), role="mentee", is_open=True, pair__programme=OuterRef("programme"),
        pair__in=Pair.objects.running().values("pk"),
    )  # fmt: skip
    rows = Request.objects.filter(
        ~Exists(taken), ~helped(), programme__in=programmes, role="mentee", status="admitted",
        person__mentee__isnull=False, person__erased_at__isnull=True,
    ).order_by().values_list("programme", "form", "person__mentee__kind").annotate(number=Count("pk"))  # fmt: skip
    counts = list(rows)
    found = []
    for programme in programmes:
        for form in programme.forms.all():
            kind = "pupil" if form.mentee_side == "student" else form.mentee_side
            number = sum(n for pk, one, of, n in counts if pk == programme.pk and of == kind and one in (None, form.pk))
            if form.mentor_side in MENTOR_SIDES:
                found.append(Choice(programme, form, number))
    return sorted(found, key=lambda one: -one.waiting)


@dataclass
class Line:
    """One proposed pair."""

    key: int
    mentor_key: int
    mentee: source.Human
    mentor: source.Human
    mentor_name: str
    fit: int
    parts: tuple
    load: str
    is_pinned: bool = False
    is_group: bool = False
    ticked: bool = True
    mentee_is: str = ""
    mentor_is: str = ""

    @property
    def value(self) -> str:
        return f"{self.mentor_key}:{self.key}"

    @property
    def is_mutual(self) -> bool:
        return any(part.criterion == "mutual" for part in self.parts)

    @property
    def is_unwilling(self) -> bool:
        return any(part.criterion == "unwilling" for part in self.parts)


@dataclass
class LeftLine:
    """A mentee without a pair, and what would have to change."""

    key: int
    mentee: source.Human
    sentences: tuple[str, ...]
    mentee_is: str = ""


@dataclass
class Page:
    """A solved setting: lines by the mentee's name."""

    setting: source.Setting
    solution: matching.Solution
    lines: list[Line]
    left: list[LeftLine]
    comparison: matching.Comparison | None = None
    notes: list[str] = field(default_factory=list)


def load_words(setting, proposed: Counter, key: int) -> str:
    """«занято 2 из 2»: running, and proposed here."""
    table = setting.problem.table
    mentor = table.mentors[table.column[key]]
    return f"занято {mentor.running + proposed[key]} из {mentor.limit}"


def solved(setting: source.Setting, *, with_reasons: bool = True) -> Page:
    """The optimum in lines; reasons only where somebody will read them."""
    problem = setting.problem
    solution = setting.solve()
    said = matching.report(problem, solution) if with_reasons else None
    proposed = Counter(pair.mentor for pair in solution.pairs)
    loads = {key: load_words(setting, proposed, key) for key in proposed}
    lines = [
        Line(
            pair.mentee, pair.mentor, setting.mentees[pair.mentee], setting.mentor(pair.mentor),
            problem.table.mentors[problem.table.column[pair.mentor]].name, pair.fit,
            said.pairs[pair.mentee].parts if said else (), loads[pair.mentor], pair.is_pinned,
            pair.mentor in setting.groups,
        )
        for pair in solution.pairs
    ]  # fmt: skip
    left = [LeftLine(one.mentee, setting.mentees[one.mentee], one.sentences) for one in (said.left if said else ())]
    lines.sort(key=lambda line: name_key(line.mentee.name))
    left.sort(key=lambda line: name_key(line.mentee.name))
    page = Page(setting, solution, lines, left)
    own = own_pairs(setting)
    if own:
        page.comparison = matching.compare(problem, solution, own)
    page.notes = list(warnings(setting, solution))
    return page


def own_pairs(setting) -> list[tuple[int, int]]:
    """The curator's own variant, as far as its people still take part."""
    table = setting.problem.table
    rows = [row for row in setting.rulings if row.kind == "own" and row.form_id == setting.form.pk]
    pairs = [source.key_of(row, setting.groups) for row in rows]
    return [(mentor, mentee) for mentor, mentee in pairs if mentor in table.column and mentee in table.row]


def warnings(setting, solution):
    """What the curator should know before sending: pins that bind nobody, small groups, profiles that say nothing."""
    names = {row.mentee_id: row.mentee.person.short_name for row in setting.rulings}
    for pin in solution.refused_pins:
        who = names.get(pin.pair[1], "")
        lead = f"Закрепление не действует{f' ({who})' if who else ''}"
        yield f"{lead}: {pin.text}. Снимите его внизу страницы, в списке закреплений, или исправьте причину."
    for group in solution.small_groups:
        yield f"{group.text}. Группу меньше предела предложить нельзя."
    table = setting.problem.table
    if table.mentees and not table.mentors:
        yield (
            f"Наставников для формы «{setting.form}» ещё нет. Сначала выдвиньте кандидатов в «Отборе» и внесите их "
            "в реестр приказом, тогда подбор предложит пары."
        )
    silent = sum(not one.needs for one in table.mentees)
    if silent:
        yield f"Не указано, что нужно: {count(silent, 'наставляемый', 'наставляемых', 'наставляемых')}."
    if setting.problem.availability_required:
        silent = sum(not one.slots for one in [*table.mentees, *table.mentors])
        if silent:
            number = count(silent, "человек", "человека", "человек")
            yield f"Не указано удобное время: {number}; без него пары не будет."


def tell_places(lines, on) -> None:
    """Class or post beside the names, for the lines that are shown."""
    people = [line.mentee.person for line in lines]
    people += [line.mentor.person for line in lines if hasattr(line, "mentor")]
    known = source.where(people, on)
    for line in lines:
        line.mentee_is = known.get(line.mentee.person, "")
        if hasattr(line, "mentor"):
            line.mentor_is = known.get(line.mentor.person, "")


@dataclass
class Option:
    """Another mentor for the mentee of an opened row."""

    key: int
    name: str
    words: str
    fit: int
    parts: tuple
    load: str
    mentee: int

    @property
    def value(self) -> str:
        return f"{self.key}:{self.mentee}"


def opened(setting, solution, mentee: int) -> dict:
    """The next best for one mentee, what each would cost, and who may not and why."""
    problem = setting.problem
    others = matching.alternatives(problem, solution, mentee)
    table, proposed = problem.table, Counter(pair.mentor for pair in solution.pairs)
    options = [
        Option(
            one.mentor, table.mentors[table.column[one.mentor]].name, one.words, one.fit_of_pair,
            matching.why(problem, one.mentor, mentee).parts, load_words(setting, proposed, one.mentor), mentee,
        )
        for one in others[:SHOWN]
    ]  # fmt: skip
    now = solution.mentor_of.get(mentee)
    possible = {one.mentor for one in others} | {now}
    columns = table.blocked[table.row[mentee]].nonzero()[0].tolist()
    barred = [table.mentors[column] for column in columns if table.mentors[column].key not in possible]
    return {
        "key": mentee, "mentee": setting.mentees[mentee], "options": options, "more": len(others) - len(options),
        "barred": [
            (mentor.name, [item.text for item in matching.obstacles(problem, mentor.key, mentee)])
            for mentor in barred[:SHOWN]
        ],
        "barred_more": max(0, len(barred) - SHOWN),
        "now": f"{now}:{mentee}" if now is not None else "",
    }  # fmt: skip


def rulings_of(setting) -> list[Ruling]:
    """Pins of this form and bans of the programme, to be read and lifted."""
    return [
        row for row in setting.rulings if row.kind == "ban" or (row.kind == "pin" and row.form_id == setting.form.pk)
    ]


def term_words(programme, on) -> str:
    rule = programme.rule("pair.max_months")
    return f"не больше {count(rule.value, 'месяца', 'месяцев', 'месяцев')} {rule.why}; сегодня {short_date(on)}"


@dataclass(frozen=True)
class Fitting:
    """A mentor whom the rules allow for a mentee, for the page of a pair by hand."""

    key: int
    name: str
    fit: int
    parts: tuple
    load: str
    form: object


def fitting(programme, mentee: int, on, form=None) -> tuple[list[Fitting], list[str]]:
    """Mentors who may take this mentee, the best first, or (where there is none) what stands in the way (row 69)."""
    words: list[str] = []
    for one in [form] if form else programme.forms.all():
        setting = source.load(programme, one, on, any_form=True)
        table = setting.problem.table
        if mentee not in table.row:
            continue
        row, solution = table.row[mentee], setting.solve()
        found = [
            Fitting(
                mentor.key, mentor.name, int(table.fit[row, column]),
                matching.why(setting.problem, mentor.key, mentee).parts,
                f"занято {mentor.running} из {mentor.limit}", one,
            )
            for column, mentor in enumerate(table.mentors)
            if table.allowed[row, column] and mentor.key not in setting.groups
        ]  # fmt: skip
        if found:
            return sorted(found, key=lambda one: (-one.fit, name_key(one.name)))[:SHOWN], []
        if mentee in solution.left:
            words = words or list(matching.explain_left(setting.problem, solution, mentee).sentences)
    return [], words
