"""A small year in which every paper of the house can be printed, with names that are hard to set."""

import datetime
from dataclasses import dataclass

from programs.actions import honours
from programs.actions.commission import sign_minutes
from programs.folder import checklist, packing
from programs.models import Activity, Award, Minutes, Order, Pair, Programme, Statement, SupplementaryAgreement
from programs.papers import (
    agreement,
    application,
    duties_consent,
    folder,
    meeting_log,
    order_sheets,
    plan,
    register,
    supplement,
    yearbook,
)  # fmt: skip
from programs.papers import order as order_paper
from registry.engine import papers
from registry.models import Consent, Regulation, School
from registry.papers import consent_lists, consent_sheets
from tests import factories as make
from tests.programs.story import nominated, recommended, some_minutes

TODAY = make.TODAY
HARD = {"last_name": "Хертек", "first_name": "Сайын-Белек", "middle_name": "Кан-ооловна", "sex": "f"}
LONG = {"last_name": "Константинопольская-Верхнеозёрская", "first_name": "Екатерина-Виктория",
        "middle_name": "Владиславовна", "sex": "f"}  # fmt: skip
POST = "заместитель директора по воспитательной работе, учитель русского языка и литературы"


@dataclass
class Year:
    teachers: Programme
    pupils: Programme
    candidacy: object
    pair: Pair
    child_pair: Pair


def build() -> Year:
    """Two programmes of one school: orders, minutes, pairs, a supplementary agreement, statements, diplomas."""
    curator, _ = make.office()
    School.objects.update(founder="Администрация Верхнеозёрского муниципального района", phone="8 (39455) 2-17-40")
    teachers, pupils = make.a_programme(preset="teachers"), make.a_programme(preset="pupils")
    Activity.objects.filter(term="").update(term="сентябрь – октябрь", responsible=["curator", "class_teacher"])
    first = recommended(teachers, **HARD)
    recommended(teachers, post=POST, **LONG)
    make.an_order(teachers, "register")
    held, _ = some_minutes(teachers, candidates=2)
    sign_minutes(held, by=make.office()[1], on=TODAY)
    pair = make.a_pair(teachers, status="working")
    child_pair = make.a_pair(pupils, status="working")
    SupplementaryAgreement.objects.create(
        pair=pair, employee=pair.mentor, contract="№ 14 от 01.09.2020", content="Помощь молодому педагогу в работе с "
        "классом: посещение уроков, разбор, консультации не реже раза в неделю.", form="очно, в школе",
        payment="15 % должностного оклада ежемесячно", starts=datetime.date(2026, 10, 5),
        ends=datetime.date(2027, 5, 25), drafted_on=TODAY, prepared_by=curator.person,
        notice_by="employee", notice_on=TODAY, ends_early_on=TODAY + datetime.timedelta(days=5),
    )  # fmt: skip
    honours.issue_about_mentor(pair.mentor, "certificate", by=curator, on=TODAY, purpose="в аттестационную комиссию")
    honours.issue_about_mentor(pair.mentor, "confirmation", by=curator, on=TODAY)
    honours.write_characteristic(
        child_pair, child_pair.mentees[0], by=curator, on=TODAY, skills="Решает задачи в два действия. " * 6,
        qualities="Упорный, доброжелательный.", advice="Продолжать занятия.",
    )  # fmt: skip
    award(teachers, [first.person, pair.mentor], "diploma", "благодарность")
    child = child_pair.mentor
    make.guardian_of(child) if child.is_minor(TODAY) and not child.guardians(TODAY).exists() else None
    award(pupils, [child], "parents", "благодарственное письмо родителям") if child.is_minor(TODAY) else None
    outsider = make.a_mentor(make.person(**LONG), category="partner", workplace="АО «Верхнеозёрский завод»")
    award(teachers, [outsider.person], "enterprise", "благодарственное письмо")
    nominated(teachers, "application", **HARD)
    nominated(teachers, "collective", **LONG)
    return find()


def award(prog, people, layout, kind):
    words = {"reason": "за терпение и помощь молодым педагогам", "ground": "решение педагогического совета"}
    return honours.award(prog, people, by=make.office()[0], on=TODAY, layout=layout, kind=kind, **words)


def find() -> Year:
    """The same year, when it stands in the base already."""
    teachers, pupils = Programme.objects.get(audience="teachers"), Programme.objects.get(audience="pupils")
    return Year(
        teachers, pupils, teachers.candidacies.filter(way="application").last(), teachers.pairs.first(),
        pupils.pairs.first(),
    )  # fmt: skip


def forty(rows: list) -> list:
    """The rows of a list as often as it takes to fill three sheets."""
    return (list(rows) * 40)[:40]


def drawn(template, said) -> bytes:
    return papers.pdf(papers.html(template, said))


def every_paper(year):
    """(name, bytes) of every paper of the year; lists are forty rows long."""
    yield from issued(year)
    yield from orders(year)
    yield from of_people(year)
    yield from of_the_year(year)
    yield from of_consents(year)


def issued(year):
    """What is frozen in the base, byte by byte."""
    for order in Order.objects.exclude(paper=None).select_related("paper__file"):
        yield f"order-{order.kind}-{order.pk}", order.paper.file.path.read_bytes()
    for row in Minutes.objects.exclude(paper=None):
        yield f"minutes-{row.pk}", row.paper.file.path.read_bytes()
    for row in Statement.objects.all():
        yield f"statement-{row.kind}", row.paper.file.path.read_bytes()
    for row in Award.objects.all():
        yield f"award-{row.layout}-{row.pk}", row.paper.file.path.read_bytes()


def orders(year):
    """A draft, an order of forty rows with two annexes, its sheets by themselves, a stack for the pen."""
    order = Order.objects.filter(kind="register").first()
    said = order_paper.context(order)
    long = {**said, "code": "23456789AB", "rows": forty(said["rows"]), "approvals": forty(said["approvals"]),
            "named": forty(said["named"])}  # fmt: skip
    yield "order-of-forty", drawn(order_paper.TEMPLATE, long)
    yield "order-draft", drawn(order_paper.TEMPLATE, {**said, "number": "", "date": ""})
    first = Order.objects.filter(kind="introduction").first()
    if first:
        yield "order-first", drawn(order_paper.TEMPLATE, {**order_paper.context(first), "code": "23456789AB"})
    yield "order-sheets", drawn(order_sheets.TEMPLATE, order_sheets.context(order))


def of_people(year):
    """What people sign: applications, agreements, plans, logs."""
    row, prog = year.candidacy, year.teachers
    yield "application", drawn(application.TEMPLATE, application.context(prog, row, TODAY))
    yield "application-blank", drawn(application.TEMPLATE, application.context(prog, None, TODAY))
    collective = prog.candidacies.filter(way="collective").last()
    yield "nomination", drawn(application.NOMINATION, application.nomination(prog, collective, TODAY))
    yield "duties", drawn(duties_consent.TEMPLATE, duties_consent.context(row, TODAY))
    yield "agreement", drawn(agreement.TEMPLATE, agreement.context(year.child_pair, TODAY))
    said = plan.context(year.pair.plan, TODAY)
    yield "plan", drawn(plan.TEMPLATE, {**said, "rows": forty(said["rows"]) if said["rows"] else []})
    log = meeting_log.context(year.pair, TODAY)
    line = {
        "date": "05.10.2026", "minutes": "45 мин", "kind": "регулярная", "place": "очно, кабинет 12",
        "done": "Разобрали урок, наметили следующий.", "next": "Подготовить конспект.",
        "confirmed": "Речной П. И., 06.10.2026",
    }  # fmt: skip
    yield "meeting-log", drawn(meeting_log.TEMPLATE, {**log, "rows": forty([line])})
    row = SupplementaryAgreement.objects.first()
    yield "supplement", drawn(supplement.TEMPLATE, supplement.context(row))
    row.number, row.date = "1", TODAY
    yield "supplement-notice", drawn(supplement.NOTICE, supplement.notice(row))


def of_the_year(year):
    """The programme, the roadmap, the regulation, memos, lists, the folder's own papers."""
    prog, curator = year.teachers, make.office()[0]
    yield "book", drawn(yearbook.BOOK, yearbook.book(prog, TODAY, with_pairs=True))
    yield "roadmap", drawn(yearbook.ROADMAP, yearbook.roadmap(prog))
    for document in Regulation.objects.all():
        yield f"regulation-{document.code}", drawn(yearbook.REGULATION, yearbook.regulation(document))
    for kind in yearbook.memo_kinds():
        yield f"memo-{kind}", drawn(yearbook.MEMO, yearbook.memo(prog, kind, TODAY))
    said = register.context(prog, TODAY)
    yield "register", drawn(register.TEMPLATE, {**said, "rows": forty(said["rows"])})
    told = packing.said(packing.plan([prog], curator, TODAY), packing.title_of([prog]), TODAY)
    yield "folder-contents", drawn(packing.TEMPLATE, told)
    points = folder.context(prog, checklist(prog, curator, TODAY), TODAY)
    yield "folder-checklist", drawn(folder.TEMPLATE, points)


def of_consents(year):
    """The register of consents, and all papers of one child as they go to the parents."""
    rows = Consent.objects.select_related("person", "text").prefetch_related("signatures__signer")
    yield "consent-register", drawn(consent_lists.REGISTER, consent_lists.register(rows, TODAY))
    papers_of_child = rows.filter(person=year.child_pair.mentees[0])
    yield "consents", consent_sheets.sheets(papers_of_child, TODAY, reader=make.office()[0])
