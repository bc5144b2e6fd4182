"""Statements and awards: a number from the journal, the paper, the line in the register; all or nothing."""

import io

import pikepdf
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse

from programs.models import Award, Statement
from programs.numbering import next_number, next_numbers
from programs.papers import awards as award_paper
from programs.papers import statements as paper
from registry.actions.people import may
from registry.answers import readable
from registry.engine import jobs, journal, papers, press
from registry.engine.errors import Refused
from registry.models import Job, Person, School
from registry.text import count

LIMIT = 100  # sheets of one batch
AT_ONCE = 5  # sheets that the reader waits for; more are a long work
JOB = "programs.print_awards"


def _issue(kind, person, *, by, on, context, pair=None, purpose="", readers=()) -> Statement:
    """The school is locked: two papers at one moment never get one number."""
    School.objects.select_for_update().order_by("pk").first()
    number = next_number(Statement, on)
    said = context(number)
    sheet = papers.issue(
        kind=kind, template=paper.TEMPLATES[kind], context=said, title=said["title"], number=number, date=on,
        name=readable(f"{dict(Statement.KINDS)[kind].capitalize()} № {number}, {person.short_name}.pdf"),
        readers=readers or [person],
    )  # fmt: skip
    row = Statement.objects.create(
        kind=kind, person=person, pair=pair, purpose=purpose, number=number, date=on, calendar_year=on.year,
        prepared_by=by.person, paper=sheet,
    )  # fmt: skip
    journal.write(by, f"выдана: {row.get_kind_display()}", row, people=[person])
    return row


@transaction.atomic
def issue_about_mentor(person, kind, *, by, on, purpose="", since=None, until=None) -> Statement:
    """A certificate or a confirmation; refused where there is nothing to tell."""
    may(by, "programs.statement_issue", person)
    if since and until and until < since:
        raise Refused("Период кончается раньше, чем начинается. Поменяйте даты.", field="until")
    make = {"certificate": paper.certificate, "confirmation": paper.confirmation}[kind]
    if not make(person, on=on, number="", since=since, until=until)["rows"]:
        what = "за этот период " if since or until else "сейчас " if kind == "confirmation" else ""
        raise Refused(f"{person.short_name}: {what}нет пар, закреплённых приказом. Подтверждать пока нечего.")
    return _issue(
        kind, person, by=by, on=on, purpose=purpose,
        context=lambda number: make(person, on=on, number=number, purpose=purpose, since=since, until=until),
    )  # fmt: skip


@transaction.atomic
def write_characteristic(pair, person, *, by, on, purpose="", **words) -> Statement:
    """The mentor's (or curator's) word on a mentee of the pair; the mentor keeps a copy to read."""
    may(by, "programs.characteristic_write", pair)
    if person not in pair.mentees:
        raise Refused("Этого человека нет среди наставляемых этой пары.")
    if pair.status not in ("working", "suspended", "closing", "closed"):
        raise Refused("Пара ещё не начала работать: писать характеристику рано.")
    return _issue(
        "characteristic", person, by=by, on=on, pair=pair, purpose=purpose, readers=[by.person, person],
        context=lambda number: paper.characteristic(
            person, pair, on=on, number=number, author=by.person, purpose=purpose, **words
        ),
    )  # fmt: skip


def _addressee(layout, person, on) -> str:
    """Whom the sheet speaks to; refused where nobody is known."""
    if layout == "diploma":
        return person.full_name
    if layout == "parents":
        parents = list(person.guardians(on).order_by("pk"))
        if not parents:
            raise Refused(f"{person.short_name}: родители не указаны. Внесите их в карточку или уберите из списка.")
        return ", ".join(parent.full_name for parent in parents)
    card = getattr(person, "mentor", None)
    if card is None or not card.workplace:
        raise Refused(f"{person.short_name}: место работы не указано. Внесите его в карточку наставника.")
    return card.workplace


def award(programme, people, *, by, on, **words) -> list[Award]:
    """The sheets of a batch, each a paper under its own number and code; see `reserve` for the words."""
    return award_batch(programme, people, by=by, on=on, **words)[0]


@transaction.atomic
def award_batch(programme, people, *, by, on, **words) -> tuple[list[Award], Job | None]:
    """Numbers at once; a few sheets at once too, many by a long work that both cores share. (sheets, work or None)"""
    rows = reserve(programme, people, by=by, on=on, **words)
    ids, job = [row.pk for row in rows], None
    if len(rows) <= AT_ONCE:
        issue_sheets(rows)
    else:
        job = jobs.start(
            JOB, f"Печать: {count(len(rows), 'лист', 'листа', 'листов')}", by=by, awards=ids, batch=rows[0].batch
        )
    return list(Award.objects.filter(pk__in=ids).select_related("paper__file", "person").order_by("pk")), job


def _refuse_batch(people, on, *, date, order, ground):
    """What a batch must have before anything gets a number."""
    if date > on:
        raise Refused("Дата ещё не наступила. Поставьте сегодняшнюю или более раннюю.", field="date")
    if not people:
        raise Refused("Отметьте, кого поощряют.", field="people")
    if not order and not ground.strip():
        raise Refused(
            "Укажите основание: выберите приказ или напишите иное (решение педагогического совета).", field="ground"
        )
    if len(people) > LIMIT:
        raise Refused(f"За один раз печатается не больше {LIMIT} листов. Разделите список.", field="people")
    if order and (order.date is None or order.date > date):
        raise Refused("Поощрение не может быть раньше приказа, на котором основано.", field="date")


@transaction.atomic
def reserve(programme, people, *, by, on, layout, kind, reason, date=None, order=None, ground="") -> list[Award]:
    """Lines of the journal with numbers in a row; the sheets are laid out afterwards."""
    may(by, "programs.award_issue", programme)
    date, people = date or on, list(people)
    _refuse_batch(people, on, date=date, order=order, ground=ground)
    School.objects.select_for_update().order_by("pk").first()
    numbers, batch = next_numbers(Award, date, len(people)), papers.new_code()
    rows = Award.objects.bulk_create(
        Award(
            programme=programme, layout=layout, kind=kind, person=person, addressee=_addressee(layout, person, date),
            reason=reason, order=order, ground=ground, number=number, date=date, calendar_year=date.year,
            prepared_by=by.person, batch=batch,
        )
        for person, number in zip(people, numbers, strict=True)
    )  # fmt: skip
    span = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
    journal.write(by, "подготовлены поощрения", programme, people=people, kind=kind, numbers=span)
    return rows


def issue_sheets(rows, report=jobs.unheard) -> None:
    """Lay the sheets out, then keep all of them in one transaction; one that has its paper is left alone."""
    rows = [row for row in rows if not row.paper_id]
    prefetch_related_objects(rows, "person__employments", "person__enrolments__school_class")
    alike = award_paper.shared(rows[0].date) if rows else {}
    said = [award_paper.context(row, alike) for row in rows]
    codes, sheets = [papers.new_code() for _ in rows], []
    asked = ((award_paper.TEMPLATE, {**one, "code": code}) for one, code in zip(said, codes, strict=True))
    for data in press.print_all(asked):
        papers.keep_bytes(data)  # while the cores lay out the next ones
        sheets.append(papers.Sheet(codes[len(sheets)], data, said[len(sheets)]))
        report(len(sheets), len(rows), "Печатаем листы")
    with transaction.atomic():
        issued = papers.issue_many([
            papers.Issue(
                kind="award", title=one["title"], name=readable(f"{one['title']}.pdf"), number=row.number,
                date=row.date, readers=(row.person_id,), sheet=sheet,
            )
            for row, one, sheet in zip(rows, said, sheets, strict=True)
        ])  # fmt: skip
        for row, paper in zip(rows, issued, strict=True):
            row.paper = paper
        Award.objects.bulk_update(rows, ["paper"])


def _print_batch(job, report) -> dict:
    """The long work: once more after its process died it finishes what has no paper yet."""
    rows = Award.objects.filter(pk__in=job.payload["awards"]).select_related("programme__year", "person", "order")
    issue_sheets(list(rows.order_by("pk")), report)
    said = f"Готово: {count(len(rows), 'лист', 'листа', 'листов')} с номерами. Откройте пачку и печатайте."
    return {"url": f"{reverse('programs:award_list')}?batch={job.payload['batch']}", "said": said}


def one_file(rows) -> bytes:
    """The sheets of a batch one behind the other, to be sent to the printer once; each stays a paper by itself."""
    whole = pikepdf.new()
    for row in rows:
        with pikepdf.open(row.paper.file.path) as sheet:
            whole.pages.extend(sheet.pages)
    with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = f"Поощрения: {len(rows)} л."
    whole.Root.Lang = pikepdf.String("ru")
    stream = io.BytesIO()
    whole.save(stream, deterministic_id=True)
    return stream.getvalue()


JOBS = {JOB: _print_batch}


def unprinted(order) -> list:
    """Proposals of a registered order on awards whose sheets are not printed yet."""
    lines = order.lines.filter(proposal__isnull=False).select_related("proposal__person").order_by("position")
    printed = set(Award.objects.filter(order=order).values_list("person", "layout", "kind"))
    rows = [line.proposal for line in lines]
    return [row for row in rows if (row.person_id, row.layout, row.kind) not in printed]


@transaction.atomic
def print_by_order(order, *, by, on) -> tuple[list[Award], list[Job]]:
    """Sheets for everybody whom the order names and who has none yet: one batch for each kind and reason.

    The order comes first, the sheets cite its date and number (ТРИО-ДК 7; К71-ДК 8). Also the works that still
    print the larger batches.
    """
    may(by, "programs.award_issue", order.programme)
    if not order.is_in_force or order.kind != "awards":
        raise Refused("Листы печатают по утверждённому приказу о поощрении. Дождитесь решения директора.")
    rows = unprinted(order)
    if not rows:
        raise Refused("По этому приказу все листы уже напечатаны: они в журнале поощрений.")
    batches: dict = {}
    for row in rows:
        batches.setdefault((row.layout, row.kind, row.reason), []).append(row.person)
    made, works = [], []
    for (layout, kind, reason), people in batches.items():
        for start in range(0, len(people), LIMIT):
            sheets, job = award_batch(
                order.programme, people[start : start + LIMIT], by=by, on=on, layout=layout, kind=kind, reason=reason,
                order=order,
            )  # fmt: skip
            made += sheets
            works += [job] if job else []
    return made, works


def candidates(programme):
    """Everybody of the programme's pairs and register: whom one may thank."""
    return Person.objects.filter(
        erased_at=None, pk__in=programme.pairs.exclude(status__in=["proposed", "cancelled"]).values("sides__person")
    ).order_by("name_key", "pk")
