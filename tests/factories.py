"""Stories in one line: people with their facts, cards, consents, and things of a programme in a wanted state.

Everything is made by the real actions where they exist; names are invented.
"""

import datetime
import itertools

from programs.actions import assessing, intake, labour, orders, pairs, programme, selection, training
from programs.models import Order, Pair
from registry.actions import cards, consents
from registry.models import (
    Appointment,
    Employment,
    Enrolment,
    Guardianship,
    Person,
    ProgrammePreset,
    School,
    SchoolClass,
    Topic,
    User,
    Year,
)
from registry.text import add_months

TODAY = datetime.date(2026, 11, 21)
START = datetime.date(2026, 9, 1)
_numbers = itertools.count(1)


def restart():
    """Names and logins of a test depend on nothing but the test itself."""
    global _numbers
    _numbers = itertools.count(1)


LAST = ["Туманова", "Звонкая", "Мостовая", "Садовая", "Речная", "Тишкова", "Хертек", "Светлова"]
FIRST = ["Анна", "Мария", "Софья", "Дарья", "Алина", "Вера", "Сайын-Белек", "Ольга"]
MIDDLE = ["Петровна", "Ивановна", "Олеговна", "Андреевна", "Сергеевна", "Львовна", "Кан-ооловна", "Юрьевна"]


def school(**fields):
    return School.objects.first() or School.objects.create(
        **{
            "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Ромашкинская школа»",
            "short_name": "МБОУ «Ромашкинская школа»", "place": "с. Ромашкино",
            "address": "Ромашкинский район, с. Ромашкино, ул. Школьная, д. 1", "phone": "8 (000) 000-00-01",
            "whom_to_ask": "куратор наставничества, кабинет 12", **fields,
        }
    )  # fmt: skip


def year():
    return Year.objects.filter(is_active=True).first() or Year.objects.create(
        name="2026/2027", starts=START, ends=datetime.date(2027, 8, 31), is_active=True
    )


def school_class(grade=7, letter="А"):
    return SchoolClass.objects.get_or_create(year=year(), grade=grade, letter=letter)[0]


def person(**fields):
    number = next(_numbers)
    defaults = {
        "last_name": LAST[number % 8], "first_name": FIRST[number // 8 % 8], "middle_name": MIDDLE[number // 64 % 8],
        "birth_date": datetime.date(1985, 3, 8), "sex": "f", "phone": f"8 900 000-{number:02d}-00",
    }  # fmt: skip
    return Person.objects.create(**{**defaults, **fields})


def pupil(age=12, group=None, **fields):
    """A pupil of this age on TODAY, in a class."""
    birth = add_months(TODAY, -12 * age) - datetime.timedelta(days=30)
    child = person(**{"birth_date": birth, **fields})
    Enrolment.objects.create(person=child, school_class=group or school_class(), starts=START)
    return child


def teacher(post="учитель математики", starts=datetime.date(2015, 9, 1), **fields):
    worker = person(**fields)
    Employment.objects.create(person=worker, post=post, starts=starts)
    return worker


def guardian_of(child, **fields):
    parent = person(**fields)
    Guardianship.objects.create(
        guardian=parent, child=child, kind="mother", starts=child.birth_date, document="свидетельство о рождении"
    )
    return parent


def acting(role, who=None, school_class=None, starts=START):
    """A person who acts in this role; returns the person."""
    who = who or teacher(
        post={"director": "директор", "psychologist": "педагог-психолог"}.get(role, "заместитель директора")
    )
    Appointment.objects.create(
        person=who, role=role, school_class=school_class, starts=starts, ground="приказ от 01.09.2026 № 1"
    )
    return who


def user_for(who, username=None):
    return User.objects.create_user(username or f"user{next(_numbers)}", "parol-dlya-testa", person=who)


def account(person):
    """The person's account, made when there is none."""
    return getattr(person, "user", None) or user_for(person)


def enter(client, user):
    """Signed in without a password; signing in has its own tests."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in(client, person):
    """The same for somebody who may have no account yet."""
    return enter(client, account(person))


def office():
    """(curator's user, director's user) of a school with a year; the reference data must be loaded."""
    school(), year()
    found = {row.role: row.person.user for row in Appointment.objects.filter(role__in=["curator", "director"])}
    if len(found) < 2:
        found = {role: user_for(acting(role)) for role in ("curator", "director")}
    return found["curator"], found["director"]


def a_programme(code="ozono_chepetskaya", preset="pupils", by=None):
    curator, _ = office()
    from programs.models import Programme

    made = Programme.objects.filter(regulation__code=code, code__endswith=preset).first()
    return made or programme.make_programme(
        ProgrammePreset.objects.get(regulation__code=code, code=preset), year(), by=by or curator, on=START
    )


def give_consents(who, kinds, scope="", on=START, allowed_fields=("name", "post", "category", "competences")):
    """Signed by the right people for the age and received by the curator."""
    curator, _ = office()
    made = []
    for row in consents.ask_consents(who, kinds, by=curator, on=on, scope=scope):
        from registry.engine import consents as gate

        for signer, _as_guardian in gate.signers(who, on):
            row = consents.receive_consent(
                row, signer, by=curator, on=on, signed_on=on, original_place="папка 1",
                allowed_fields=allowed_fields if row.kind == "publication" else (),
            )  # fmt: skip
        made.append(row)
    return made


def a_mentor(who=None, category="teacher", **fields):
    curator, _ = office()
    who = who or teacher()
    card = cards.add_mentor(who, by=curator, on=START, category=category, **fields)
    card.competences.add(Topic.objects.order_by("pk").first())
    return card


def a_candidacy(mentor=None, way="administration", prog=None, form=None):
    curator, _ = office()
    prog = prog or a_programme(preset="teachers")
    row = selection.nominate(
        prog, mentor or a_mentor(), way, by=curator, on=START, form=form, ground="заявление от 02.09.2026"
    )
    if row.wants_duties_consent:
        return labour.receive_duties_consent(row, by=curator, on=START, signed_on=START)
    return row


def fill_sheet(candidacy, by=None, mark=2):
    curator, _ = office()
    marks = dict.fromkeys(selection.criteria_for(candidacy), mark)
    assessing.mark_criteria(candidacy, marks, by=by or curator, on=TODAY)


def vote_all(candidacy, choice="for"):
    """Everybody who may votes alike; the curator notes it at the sitting."""
    curator, _ = office()
    kept = assessing.barred(candidacy, TODAY)
    for member in assessing.members_of(candidacy):
        if member.person_id not in kept:
            assessing.cast_vote(candidacy, member.person, choice, by=curator, on=TODAY)


def registered(mentor, prog, on=datetime.date(2026, 10, 1)):
    """The mentor is in the register of the programme, by a real order; returns the mentor."""
    from registry.engine import workflow

    curator, _ = office()
    who = mentor.person
    if who.is_minor(on) and not who.guardians(on).exists():
        guardian_of(who)
    kinds = ["processing"] + (["participation"] if who.is_minor(on) else [])
    give_consents(who, kinds, scope=prog.code)
    candidacy = a_candidacy(mentor, prog=prog)
    fill_sheet(candidacy)
    if prog.rule("training.required").value:
        row = training.hold_training(
            prog, by=curator, on=START, theme="Первая встреча", held_on=START, hours=2, expert="психолог"
        )
        training.mark_attendance(row, [mentor], by=curator, on=on)
    workflow.move(candidacy, "recommend", by=curator, on=on)
    an_order(prog, "register", on=on)
    return mentor


def an_order(prog, kind, on=TODAY, approve=True) -> Order:
    """Drafted, agreed by everybody named, submitted, and (unless told otherwise) approved."""
    from registry.engine import workflow

    curator, director = office()
    order = orders.draft_order(prog, kind, by=curator, on=on)
    from programs.orders import kinds

    if kinds.of(order).signatories(order):
        order = orders.send_for_agreement(order, by=curator, on=on)
        for row in order.approvals.all():
            orders.answer_on_paper(row, by=curator, on=on, agrees=True)
    order = workflow.move(order, "submit", by=curator, on=on)
    return orders.approve_order(order, by=director, on=on) if approve else order


def an_admitted(child=None, prog=None, on=datetime.date(2026, 9, 20)):
    """A pupil (with a guardian) or a teacher in the base of mentees of the programme; returns the card."""
    curator, _ = office()
    prog = prog or a_programme()
    if child is None:
        child = pupil() if prog.audience != "teachers" else teacher(starts=START)
    if child.is_minor(on) and not child.guardians(on).exists():
        guardian_of(child)
    request = intake.add_request(prog, child, "mentee", by=curator, on=on, words="Трудно с математикой")
    request = intake.conclude(
        request,
        by=curator,
        on=on,
        analysis="Нужна поддержка",
        topics=[Topic.objects.order_by("pk").first()],
        no_talk="потребность ясна из заявления",
    )
    for row in child.consents.missing():
        from registry.engine import consents as gate

        for signer, _as_guardian in gate.signers(child, on):
            row = consents.receive_consent(row, signer, by=curator, on=on, signed_on=on, original_place="папка 1")
    intake.admit(request, by=curator, on=on)
    return child.mentee


def agreed_by_all(pair, on=TODAY) -> Pair:
    """Everybody's yes came on paper, a guardian's for a child."""
    for mark in pair.agreements.all():
        who = mark.side.person.guardians(on).first() if mark.as_guardian else mark.side.person
        pair = pairs.answer_pair(mark, by=office()[0], on=on, agrees=True, person=who, how="paper")
    return pair


def a_group(number) -> tuple[Pair, list]:
    """A group of so many pupils of 15 with a pupil as its mentor, fixed by an order: (group, members)."""
    prog = a_programme()
    mentor = registered(a_mentor(pupil(age=16), category="pupil"), prog)
    members = [an_admitted(pupil(age=15), prog=prog) for _ in range(number)]
    group = pairs.propose_pair(
        prog, mentor, members, by=office()[0], on=TODAY, form=prog.forms.order_by("position").first(), note="Группа",
        is_group=True, starts=TODAY, ends=prog.ends,
    )  # fmt: skip
    agreed_by_all(group)
    an_order(prog, "pairs", on=TODAY)
    group.refresh_from_db()
    return group, [one.person for one in members]


def a_pair(prog=None, mentor=None, mentee=None, status="proposed", on=datetime.date(2026, 10, 5), **fields) -> Pair:
    """A pair in the wanted state: proposed, agreed, ordered, working or closing."""
    from monitoring.actions import waive
    from registry.engine import workflow

    curator, _ = office()
    prog = prog or a_programme(preset="teachers")
    form = fields.pop("form", None) or prog.forms.order_by("position").first()
    if mentor is None:
        mentor = registered(a_mentor(pupil(age=16) if form.mentor_side == "pupil" else None,
                                     category="pupil" if form.mentor_side == "pupil" else "teacher"), prog)  # fmt: skip
    mentee = mentee or an_admitted(prog=prog)
    pair = pairs.propose_pair(
        prog, mentor, [mentee], by=curator, on=on, form=form, note="Подходят друг другу",
        **{"starts": on, "ends": datetime.date(2027, 5, 25), **fields},
    )  # fmt: skip
    if status == "proposed":
        return pair
    pair = agreed_by_all(pair, on)
    if status == "agreed":
        return pair
    an_order(prog, "pairs", on=on)
    pair.refresh_from_db()
    if status == "ordered":
        return pair
    waive(pair, "entry", by=curator, on=on, reason="пара начала раньше")
    pair = workflow.move(pair, "start", by=curator, on=on)
    if status == "working":
        return pair
    waive(pair, "exit", by=curator, on=on, reason="замер не нужен")
    pair = pairs.write_result(
        pair, by=curator, on=on, result="done", result_text="Всё удалось", no_final_meeting="болезнь наставника"
    )
    return workflow.move(pair, "begin_closing", by=curator, on=on)
