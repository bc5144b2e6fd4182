"""Stages 1–4 of the demo year: preparation, the base of mentees, the base of mentors, selection."""

from programs.actions import (
    acquainting,
    assessing,
    intake,
    labour,
    notes,
    orders,
    outreach,
    programme,
    selection,
    training,
    way,
)
from programs.actions import commission as sittings
from programs.models import Activity, Candidacy
from programs.orders import kinds
from registry.actions import cards, consents
from registry.engine import consents as gate
from registry.engine import workflow
from registry.models import Mentor, ProgrammePreset, Topic
from registry.text import short_date

WISHES = [
    "Хочу подтянуть математику и перестать бояться контрольных.",
    "Недавно в школе, пока мало с кем знаком.",
    "Хочу сделать свой проект, но не знаю, с чего начать.",
    "Трудно выступать перед классом.",
    "Хочу понять, какую профессию выбрать.",
    "Нужна помощь с русским языком.",
]
TEACHER_WISHES = [
    "Первый год в школе: нужна помощь с планированием уроков.",
    "Хочу освоить современные приёмы урока и формы работы с родителями.",
    "Новое классное руководство: нужен совет опытного коллеги.",
]
INFORMED = [
    ("teachers", "педагогический совет", "протокол педсовета, есть лист присутствия"),
    ("parents", "родительские собрания", "протоколы собраний"),
    ("pupils", "классные часы", "отметки в журналах классных руководителей"),
]
TERMS = {
    "prepare": "сентябрь", "mentees": "сентябрь", "mentors": "сентябрь", "selection": "сентябрь – октябрь",
    "pairs": "октябрь", "work": "октябрь – май", "control": "февраль – март", "finish": "май",
    "information": "в течение года",
}  # fmt: skip
WHO = {
    "prepare": ["director", "curator"], "mentees": ["curator", "class_teacher"], "work": ["mentor", "curator"],
    "finish": ["director", "curator"],
}  # fmt: skip
ALLOWED = ["name", "post", "category", "education", "experience", "competences", "achievements", "interests", "motto"]


def make_programmes(school, regulation, plan):
    """Milestone «prepared»: every programme that the document yields, its first activities held."""
    made = []
    for preset in ProgrammePreset.objects.filter(regulation=regulation):
        made.append(programme.make_programme(preset, school.year, by=school.by, on=plan.day(1)))
        give_terms(school, made[-1], plan)
        tick(school, made[-1], "prepare", plan.day(3))
        inform(school, made[-1], plan)
    return made


def inform(school, prog, plan):
    """Teachers, parents and pupils are told; a poster hangs in the hall."""
    for number, (audience, how, proof) in enumerate(INFORMED, start=2):
        outreach.record_informing(
            prog, audience, by=school.by, on=plan.day(number), held_on=plan.day(number), responsible=school.curator,
            how=how, proof=proof,
        )  # fmt: skip
    call = "teacher" if prog.audience == "teachers" else "pupil"
    place = "учительская" if call == "teacher" else "вестибюль первого этажа"
    outreach.make_poster(prog, call, place, by=school.by, on=plan.day(2))
    for group in school.year.classes.all()[:2] if call == "pupil" else ():
        children = outreach.pupils_of(group, plan.day(4))
        if children:
            outreach.mark_notices(prog, children, by=school.by, on=plan.day(4), sent_on=plan.day(4), way="paper")


def give_terms(school, prog, plan):
    """When each line is due and who answers for it: the documents leave it to the school."""
    for line in Activity.objects.filter(stage__programme=prog).select_related("stage"):
        programme.schedule_activity(
            line, by=school.by, term=line.term or TERMS[line.stage.key], due=None,
            responsible=line.responsible or WHO.get(line.stage.key, ["curator"]),
        )  # fmt: skip


def tick(school, prog, stage, on):
    """What only people can know: the meetings and trainings of a stage were held."""
    for line in Activity.objects.filter(stage__programme=prog, stage__key=stage, fact=""):
        programme.tick_activity(line, by=school.by, on=on, done_on=on, note="проведено, есть лист присутствия")


def sign(school, person, kinds_, *, on, scope="", allowed=()):
    """Ask for consents and receive them from everybody who must sign at this age."""
    consents.ask_consents(person, kinds_, by=school.by, on=on, scope=scope)
    for row in person.consents.missing().filter(kind__in=kinds_):
        for signer, _ in gate.signers(person, on):
            row = consents.receive_consent(
                row, signer, by=school.by, on=on, signed_on=on, original_place="папка «Согласия», кабинет 12",
                allowed_fields=allowed if row.kind == "publication" else (),
            )  # fmt: skip


class Intake:
    """Fills the two bases and the register of one programme."""

    def __init__(self, school, prog, plan, topics_offset=0):
        self.school, self.prog, self.plan = school, prog, plan
        self.topics = list(Topic.objects.order_by("pk"))
        self.pedagogy = [topic for topic in self.topics if topic.area == "педагогика"] or self.topics
        self.pupil_topics = [topic for topic in self.topics if topic not in self.pedagogy]

    def topics_for(self, number, is_teacher):
        pool = self.pedagogy if is_teacher else self.pupil_topics
        return [pool[number % len(pool)], pool[(number + 3) % len(pool)]]

    def form_for(self, is_teacher):
        """The form that would help: a teacher learns from a teacher, a pupil from a pupil."""
        forms, side = list(self.prog.forms.all()), "teacher" if is_teacher else "pupil"
        return next((form for form in forms if form.mentor_side == side), forms[0] if forms else None)

    def admit_mentees(self, people):
        """Milestone «mentees»: request, a third party's word, conclusion, consents, the base."""
        for number, person in enumerate(people):
            self._admit(person, number)

    def _admit(self, person, number):
        school, plan = self.school, self.plan
        is_teacher = person.school_class(plan.day(5)) is None
        words = TEACHER_WISHES[number % 3] if is_teacher else WISHES[number % 6]
        request = intake.add_request(
            self.prog, person, "mentee", by=school.by, on=plan.day(5 + number % 6), words=words,
            topics=self.topics_for(number, is_teacher), source="paper" if number % 4 == 0 else "cabinet",
        )  # fmt: skip
        if not is_teacher and number < 31:
            note = notes.ask_note(request, school.psychologist, "psychologist", by=school.by, on=plan.day(11))
            note_by = school.psychologist.user
            notes.write_note(
                note, "Спокойный, старательный; лучше раскрывается один на один.", by=note_by, on=plan.day(13)
            )
        holder = school.psychologist if number % 3 == 0 else school.curator
        way.hold_talk(
            request, by=school.by, on=plan.day(14), held_on=plan.day(14), holder=holder,
            result="Хочет участвовать, потребность назвал сам, к встречам готов.",
        )  # fmt: skip
        request = intake.conclude(
            request, by=school.by, on=plan.day(15), topics=self.topics_for(number, is_teacher),
            analysis="Беседа проведена: потребность подтверждена, наставник поможет.", form=self.form_for(is_teacher),
        )  # fmt: skip
        sign(school, person, ["processing", "participation"], on=plan.day(18), scope=self.prog.code)
        category = ("young_specialist", "willing_teacher", "new_teacher")[number % 3] if is_teacher else ""
        intake.admit(request, by=school.by, on=plan.day(20), category=category)

    def enter_mentors(self, people_by_category):
        """Milestone «mentors»: cards with competences, consents, papers of those from outside."""
        self.mentors = []
        for category, people in people_by_category.items():
            for number, person in enumerate(people):
                self.mentors.append(self._enter(person, category, number))
        return self.mentors

    def _enter(self, person, category, number) -> Mentor:
        school, plan, is_teacher = self.school, self.plan, category in ("teacher", "staff")
        mentor = Mentor.objects.filter(person=person).first()
        if mentor is None:
            mentor = cards.add_mentor(
                person, by=school.by, on=plan.day(21), category=category,
                competences=self.topics_for(number, is_teacher),
                workplace="ООО «Ромашкинский сад»" if category == "partner" else "",
                education="" if category == "pupil" else "высшее",
                experience_years=None if category == "pupil" else 6 + number,
                hours_a_week=2 - number % 2, wished_age_from=None if is_teacher else 10,
                wished_age_to=None if is_teacher else 15,
                achievements="Призёр олимпиады района" if category == "pupil" else "Автор открытых уроков и проектов",
                interests=("шахматы и походы", "музыка", "робототехника", "волонтёрство")[number % 4],
                motto=("Вместе получится.", "Спрашивать не стыдно.", "Маленький шаг — тоже шаг.")[number % 3],
            )  # fmt: skip
        kinds_ = ["processing"] + (["participation"] if person.is_minor(plan.day(21)) else [])
        sign(school, person, kinds_, on=plan.day(22), scope=self.prog.code)
        if number % 4 != 3:
            sign(school, person, ["publication"], on=plan.day(22), allowed=ALLOWED[: 9 - number % 3])
        if mentor.is_outsider and not mentor.certificates.valid(plan.day(24)).exists():
            self._certificates(mentor, number)
        return mentor

    def _certificates(self, mentor, number):
        plan = self.plan
        summer = plan.start.replace(year=plan.start.year + 1, month=8, day=31)
        for kind, issuer in (("criminal_record", "орган внутренних дел"), ("medical", "поликлиника")):
            cards.add_certificate(
                mentor, by=self.school.by, on=plan.day(23), kind=kind, number=f"{100 + number}/{plan.start.year}",
                issued_on=plan.day(20), issuer=issuer, valid_until=summer,
            )  # fmt: skip

    def select_mentors(self, forms):
        """Milestone «selected»: three ways, commission by order, sheets, minutes, order, register."""
        plan, school = self.plan, self.school
        ways = self.prog.rule("selection.ways").value
        candidacies = [self._nominate(mentor, ways, forms) for mentor in self.mentors]
        self._train()
        if any(row.way == "application" for row in candidacies):
            self._commission(candidacies)
        for row in candidacies:
            row.refresh_from_db()
            if row.status == Candidacy.Status.NOMINATED:
                workflow.move(row, "recommend", by=school.by, on=plan.day(29))
        tick(school, self.prog, "selection", plan.day(29))
        approve(school, self.prog, "register", prepared=plan.day(30), approved=plan.day(31))

    def _train(self):
        """One session for all: who came is marked the same day."""
        plan, by = self.plan, self.school.by
        row = training.hold_training(
            self.prog, by=by, on=plan.day(27), held_on=plan.day(27),
            theme="Первая встреча: как договориться о правилах", hours=2,
            expert="педагог-психолог школы", materials="Памятка наставника, карточки для беседы.",
        )  # fmt: skip
        training.mark_attendance(row, self.mentors, by=by, on=plan.day(28))

    def _nominate(self, mentor, ways, forms) -> Candidacy:
        plan = self.plan
        way = {"pupil": "application", "teacher": "administration"}.get(mentor.category, "collective")
        way = way if way in ways else ways[0]
        ground = {
            "application": f"заявление от {short_date(plan.day(22))}",
            "collective": f"представление педагогического совета, протокол от {short_date(plan.day(22))} № 2",
        }.get(way, "")
        row = selection.nominate(
            self.prog, mentor, way, by=self.school.by, on=plan.day(23), form=forms.get(mentor.category), ground=ground
        )
        assessing.write_interview(
            row, by=self.school.by, on=plan.day(26), held_on=plan.day(25),
            participants=[self.school.curator, self.school.psychologist],
            conclusion="Мотивация понятна, к работе готов, договорились о времени встреч.",
        )  # fmt: skip
        self._sheet(row, self.school.by, mentor.pk)
        if row.wants_duties_consent:
            labour.receive_duties_consent(row, by=self.school.by, on=plan.day(26), signed_on=plan.day(25))
        return row

    def _sheet(self, row, by, shift):
        """One member's own sheet, a little different from the others'."""
        marks = {one: 1 if (place + shift) % 5 == 0 else 2 for place, one in enumerate(selection.criteria_for(row))}
        assessing.mark_criteria(row, marks, by=by, on=self.plan.day(26))

    def _commission(self, candidacies):
        school, plan = self.school, self.plan
        members = [school.director, school.curator, school.commission_member, school.psychologist]
        commission = sittings.form_commission(
            self.prog, members, by=school.by, on=plan.day(21), chair=school.director, secretary=school.psychologist
        )
        approve(school, self.prog, "commission", prepared=plan.day(22), approved=plan.day(23))
        commission.refresh_from_db()
        self._judge(commission, candidacies)
        minutes = sittings.draft_minutes(commission, by=school.by, on=plan.day(28), number="1", held_on=plan.day(27))
        sittings.sign_minutes(minutes, by=school.chief, on=plan.day(28))

    def _judge(self, commission, candidacies):
        """The psychologist hands in sheets too; one member knows a candidate too well; the rest vote."""
        school, plan = self.school, self.plan
        applied = [row for row in candidacies if row.way == "application"]
        if applied:
            assessing.mark_conflict(
                applied[0], school.commission_member, "own_pupil", by=school.by, on=plan.day(26)
            )  # fmt: skip
        members = [member.person for member in commission.members.all()]
        for number, row in enumerate(applied):
            self._sheet(row, school.psychologist.user, number)
            kept = assessing.barred(row, plan.day(27))
            for person in members:
                if person.pk not in kept:
                    choice = "abstained" if number == 1 and person == school.psychologist else "for"
                    assessing.cast_vote(row, person, choice, by=school.by, on=plan.day(27))


def approve(school, prog, kind, *, prepared, approved, leave_waiting=False):
    """Draft, agree, submit and approve an order, and let everybody named read it."""
    order = orders.draft_order(prog, kind, by=school.by, on=prepared)
    if kinds.of(order).signatories(order):
        order = orders.send_for_agreement(order, by=school.by, on=prepared)
        for row in order.approvals.all():
            orders.answer_on_paper(row, by=school.by, on=approved, agrees=True)
    order = workflow.move(order, "submit", by=school.by, on=approved)
    if leave_waiting:
        return order
    order = orders.approve_order(order, by=school.chief, on=approved)
    unread = 3 if school.year.is_active else 0
    for row in order.acquaintances.all()[unread:]:
        acquainting.acquaint(row, by=school.by, on=approved, on_paper=True)
    return order
