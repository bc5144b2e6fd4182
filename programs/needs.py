"""What is asked for: requests by need and form, by class or post, by category (ОЧ-П 2.10; АБР-П 2.2)."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from programs.models import Pair, Request, Side
from registry.models import Employment, Enrolment, Form, Mentee

NO_FORM = "none"
NOBODY, OUTSIDE = "Ещё не указано, чей запрос", "Не ученик и не работник школы"


@dataclass(frozen=True)
class Cell:
    """How many people, and the list of them."""

    number: int
    url: str = ""


@dataclass
class Row:
    label: str
    cells: list[Cell]
    total: Cell


@dataclass
class Table:
    """One sheet: what its lines are, its columns, its lines, and the foot, in which each request counts once."""

    key: str
    title: str
    line: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    foot: list[Cell] = field(default_factory=list)
    note: str = ""


def with_form(rows):
    """Requests with `shown_form`: the form named in the conclusion, else that of the person's last pair."""
    sides = Side.objects.filter(
        person=OuterRef("person"), role=OuterRef("role"), pair__programme=OuterRef("programme")
    ).exclude(pair__status=Pair.Status.CANCELLED)
    of_pair = Subquery(sides.order_by("-pair").values("pair__form")[:1], output_field=BigIntegerField())
    return rows.annotate(shown_form=Coalesce("form_id", of_pair, output_field=BigIntegerField()))


def narrow(rows, asked: dict, on):
    """The filters of the summary's numbers, as the list of requests understands them."""
    if asked.get("topic"):
        rows = rows.filter(topics=asked["topic"])
    if asked.get("form"):
        form = asked["form"]
        rows = with_form(rows)
        rows = rows.filter(shown_form__isnull=True) if form == NO_FORM else rows.filter(shown_form=form)
    if asked.get("group"):
        rows = rows.filter(person__in=Enrolment.objects.active(on).filter(school_class=asked["group"]).values("person"))
    if asked.get("post"):
        rows = rows.filter(person__in=Employment.objects.active(on).filter(post=asked["post"]).values("person"))
    if asked.get("category"):
        rows = rows.filter(person__mentee__category=asked["category"])
    return rows


def alive(rows):
    """Wishes that count: not declined, not taken back, not a repetition of another one."""
    gone = [Request.Status.DECLINED, Request.Status.WITHDRAWN, Request.Status.JOINED]
    return rows.exclude(status__in=gone)


class Summary:
    """The tables over the requests of one programme, or of a whole year, for mentees or for mentors."""

    def __init__(self, requests, programmes, on, *, programme=None, year=None, role="mentee"):
        self.on, self.programme, self.year, self.role = on, programme, year, role
        self.forms = list(Form.objects.filter(programme__in=programmes).distinct())
        rows = alive(with_form(requests.filter(role=role, programme__in=programmes)))
        self.requests = list(
            rows.select_related("person__mentee")
            .prefetch_related("topics", "person__enrolments__school_class", "person__employments")
            .order_by("pk")
        )
        used = {row.shown_form for row in self.requests if row.shown_form} - {form.pk for form in self.forms}
        self.forms += list(Form.objects.filter(pk__in=used))
        self.columns = [str(form.pk) for form in self.forms] + [NO_FORM]

    def url(self, **filters) -> str:
        base = {"role": self.role, "counted": "1"}
        base |= {"programme": self.programme.code} if self.programme else {"year": self.year.pk} if self.year else {}
        return reverse("programs:request_list") + "?" + urlencode(base | filters)

    def _column(self, request) -> str:
        return str(request.shown_form) if request.shown_form else NO_FORM

    def _table(self, key, title, line, keys_of, note="") -> Table:
        """`keys_of(request)` gives (sort, label, filters) of every line in which the request stands."""
        counts, labels = Counter(), {}
        for request in self.requests:
            for sort, label, filters in keys_of(request):
                labels[label] = (sort, filters)
                counts[label, self._column(request)] += 1
        table = Table(key, title, line, [*(form.title for form in self.forms), "не выбрана", "всего"], note=note)
        for label, (_, filters) in sorted(labels.items(), key=lambda item: (str(item[1][0]), item[0])):
            cells = [self._cell(counts[label, code], form=code, filters=filters) for code in self.columns]
            total = self._cell(sum(cell.number for cell in cells), filters=filters)
            table.rows.append(Row(label, cells, total))
        whole = Counter(self._column(request) for request in self.requests)
        table.foot = [self._cell(whole[code], form=code, filters={}) for code in self.columns]
        table.foot.append(self._cell(len(self.requests), filters={}))
        return table

    def _cell(self, number, *, filters, form="") -> Cell:
        if not number or filters is None:
            return Cell(number)
        return Cell(number, self.url(**filters, **({"form": form} if form else {})))

    def needs(self) -> Table:
        title = "Потребность × форма" if self.role == "mentee" else "Чем готовы помочь × форма"
        line = "Потребность" if self.role == "mentee" else "Тема"

        def lines(request):
            topics = request.topics.all()
            if not topics:
                return [("яя", "не названа", None)]
            return [(f"{topic.area} {topic.title}", topic.title, {"topic": topic.pk}) for topic in topics]

        return self._table(
            "needs", title, line, lines,
            "Один человек может назвать несколько потребностей, поэтому строки вместе больше итога.",
        )  # fmt: skip

    def places(self) -> Table:
        """By class, by post (ОЧ-П 2.10: «определение заинтересованных аудиторий»)."""

        def lines(request):
            person = request.person
            if person is None:
                return [("3", NOBODY, None)]
            group = person.school_class(self.on)
            if group:
                return [(f"1 {group.grade:02d}{group.letter}", f"{group} класс", {"group": group.pk})]
            post = person.post(self.on)
            return [(f"2 {post}", post, {"post": post})] if post else [("4", OUTSIDE, None)]

        return self._table("places", "Класс или должность × форма", "Класс или должность", lines)

    def categories(self) -> Table:
        """By category of the mentee (ОЧ-П 2.3)."""
        titles, order = dict(Mentee.CATEGORIES), [code for code, _ in Mentee.CATEGORIES]

        def lines(request):
            card = getattr(request.person, "mentee", None) if request.person else None
            if card is None or not card.category:
                return [("9", "категория не указана", None)]
            return [(order.index(card.category), titles[card.category], {"category": card.category})]

        return self._table("categories", "Категория × форма", "Категория", lines)

    def tables(self) -> list[Table]:
        if not self.requests:
            return []
        found = [self.needs(), self.places()]
        return [*found, self.categories()] if self.role == "mentee" else found


def counted(rows):
    """The list behind a number of the summary holds what the number counted."""
    return alive(rows).filter(Q(programme__isnull=False))
