"""The things that the lines of the policy name, taken from the demo school."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from programs.models import (
    Acquaintance,
    Activity,
    Approval,
    Candidacy,
    Commission,
    Informing,
    Minutes,
    Order,
    Pair,
    PairChange,
    ParentNotice,
    Portfolio,
    Poster,
    Programme,
    Request,
    SupplementaryAgreement,
    Support,
    ThirdPartyNote,
    Training,
    TypicalPlan,
)
from registry.actions import imports, subject
from registry.actions.duties import open_duty
from registry.engine import papers
from registry.models import (
    Appointment,
    Consent,
    ConsentText,
    DayOff,
    Duty,
    DutyKind,
    Erasure,
    Guardianship,
    Job,
    LegalAct,
    Person,
    Retention,
    SubjectRequest,
    Topic,
    User,
)
from tests.house import beside_world, care_world, pairing_world, paper_world, way_world

MOVES = {
    "registry:consent_move": "withdraw", "registry:erasure_move": "send_back", "programs:request_move": "withdraw",
    "programs:candidacy_move": "reject", "programs:publication_move": "publish", "programs:portfolio_own": "withdraw",
    "programs:order_move": "take_back", "programs:pair_move": "suspend", "programs:plan_move": "reopen",
}  # fmt: skip


def person(username) -> Person:
    return User.objects.get(username=username).person


class World:
    """Looks things up once; `arguments(route, thing)` are the keyword arguments of the address."""

    def __init__(self):
        mentor, mentee, other = person("mentor"), person("mentee"), person("mentor2")
        self.child = mentee
        self.pair = Pair.objects.get(sides__person=mentor, status="working", pk__in=mentee.sides.values("pair"))
        self.other_pair = Pair.objects.filter(sides__person=other, sides__role="mentor", status="working").first()
        self.programme = Programme.objects.get(audience="pupils")
        self.mentor_card = mentor.mentor
        self.order = Order.objects.get(kind="pairs", programme=self.programme, status="registered")
        self.waiting = Order.objects.get(kind="pairs", programme=self.programme, status="submitted")
        self.commission = Commission.objects.get()
        self.other_child = self._stranger(mentee)
        self.note = self._note()

    def _stranger(self, mentee) -> Person:
        """A pupil in the base, of another class, in no pair with our mentors."""
        ours = mentee.enrolments.get(ends__isnull=True).school_class
        paired = Person.objects.filter(
            mentee__isnull=False, enrolments__ends__isnull=True, sides__pair__status="working"
        )
        others = paired.exclude(enrolments__school_class=ours)
        return others.exclude(sides__pair__sides__person=self.mentor_card.person).first()

    def _note(self) -> ThirdPartyNote:
        return ThirdPartyNote.objects.exclude(request__person=self.child).order_by("pk").first()

    def approval(self) -> Approval:
        """A line of a draft's sheet that waits for `mentor2`, made for the test."""
        candidacy = Candidacy.objects.filter(mentor__person=person("mentor2")).first()
        order = Order.objects.create(
            programme=candidacy.programme, kind="register", title="Проба", drafted_on=self.order.date,
            prepared_by=person("curator"), status="agreeing",
        )  # fmt: skip
        order.lines.create(position=1, candidacy=candidacy)
        return Approval.objects.create(order=order, person=person("mentor2"), asked_on=self.order.date)

    def waiting_note(self) -> ThirdPartyNote:
        """A question to the psychologist on the other child, still unanswered, made for the test."""
        row = Request.objects.get(person=self.other_child)
        author = person("psychologist")
        row.notes.filter(author=author).delete()
        return row.notes.create(author=author, role="psychologist", asked_on=self.order.date)

    def support(self) -> Support:
        """A step that the psychologist takes, made for the test."""
        row = Request.objects.get(person=self.other_child)
        return row.supports.create(
            step="Беседа", due=self.order.date, who=person("psychologist"), set_on=self.order.date
        )

    def duty(self) -> Duty:
        """A legal term that runs for the child."""
        return open_duty(self.child, "answer", by=None, on=self.order.date, ground="обращение")

    def demand(self) -> SubjectRequest:
        """What the parent asked about the child."""
        parent = User.objects.get(username="parent")
        return subject.ask(self.child, "stored", by=parent, on=self.order.date)

    def erasure(self) -> Erasure:
        """A draft of an erasure that waits for the director."""
        row = Erasure.objects.create(
            person=self.other_child, reason="demand", system="Реестр", prepared_by=person("curator"),
            prepared_on=self.order.date,
        )  # fmt: skip
        row.members.set([person("curator"), person("director")])
        return row

    def conflict(self):
        """A conflict of interest about the candidate, made for the test."""
        return Candidacy.objects.get(mentor=self.mentor_card).conflicts.create(
            person=person("commission"), kind="other", declared_on=self.order.date, marked_by=person("curator")
        )

    def my_document(self):
        """A document of the mentor's own portfolio, made for the test."""
        made = Portfolio.objects.get_or_create(person=person("mentor"))[0]
        file = papers.store(b"%PDF-1.7 my diploma", "Грамота.pdf", readers=[person("mentor")])
        return made.documents.create(title="Грамота", file=file, added_on=self.order.date)

    def plan_note(self):
        """A question of the mentee about the plan, still unanswered, made for the test."""
        return self.pair.plan.notes.create(
            person=self.child, author=self.child, kind="question", text="Можно начать раньше?",
            written_on=self.order.date,
        )  # fmt: skip

    def draft_line(self):
        order = Order.objects.create(
            programme=self.programme, kind="pairs", title="Проба", drafted_on=self.order.date,
            prepared_by=person("curator"),
        )  # fmt: skip
        return order.lines.create(position=1, pair=self.pair)

    def list(self):
        """A list of one pupil that waits for the final button."""
        upload = SimpleUploadedFile("список.csv", "ФИО;Класс\nОзерцова Вера Львовна;7А".encode())
        return imports.bring(upload, "pupils", by=User.objects.get(username="curator"), on=self.order.date)

    def job(self) -> Job:
        return Job.objects.create(kind="none", title="Проба", started_by=User.objects.get(username="curator"))

    def decision(self) -> Job:
        """Orders that were approved together."""
        return Job.objects.create(
            kind="programs.approve_orders", title="Утверждение", started_by=User.objects.get(username="director"),
            payload={"orders": [self.waiting.pk], "first": {}, "date": self.order.date.isoformat()},
        )  # fmt: skip

    def arguments(self, route, thing) -> dict:
        extra = {"name": MOVES[route]} if route in MOVES else {}
        return {**self._arguments(thing), **extra}

    def _arguments(self, thing) -> dict:
        pk = {
            "child": lambda: self.child, "other_child": lambda: self.other_child, "pair": lambda: self.pair,
            "other_pair": lambda: self.other_pair, "mentor_card": lambda: self.mentor_card,
            "mentee_card": lambda: self.child.mentee, "plan": lambda: self.pair.plan, "order": lambda: self.order,
            "plan_note": self.plan_note, "plan_line": lambda: self.pair.plan.lines.filter(mark="").first(),
            "version": lambda: self.pair.plan.versions.first(), "typical": TypicalPlan.objects.first,
            "introduction": lambda: Order.objects.get(kind="introduction", programme=self.programme),
            "waiting": lambda: self.waiting, "commission": lambda: self.commission, "line": self.draft_line,
            "demand": self.demand, "erasure": self.erasure, "keeping": lambda: Retention.objects.get(key="journal"),
            "minutes": Minutes.objects.get, "approval": self.approval,
            "topic": Topic.objects.first,
            "class": lambda: self.child.enrolments.get(ends__isnull=True).school_class,
            "meeting": lambda: self.pair.meetings.unconfirmed().last(), **care_world.things(self),
            "consent": lambda: Consent.objects.get(person=self.child, kind="processing"),
            "waiting_note": self.waiting_note, "support": self.support, "poster": Poster.objects.first,
            "informing": Informing.objects.first, "notice": ParentNotice.objects.first,
            "request": lambda: Request.objects.get(person=self.child), "note": lambda: self.note,
            "asked": lambda: self.note.request, "conflict": self.conflict, "my_document": self.my_document,
            "training": lambda: Training.objects.filter(attendances__mentor=self.mentor_card).first(),
            "candidacy": lambda: Candidacy.objects.get(mentor=self.mentor_card),
            "acquaintance": lambda: Acquaintance.objects.get(order=self.order, person=self.child),
            "job": self.job, "decision": self.decision, "list": self.list, **paper_world.things(self),
            **pairing_world.things(self), **way_world.things(self), **beside_world.things(self),
            "appointment": lambda: Appointment.objects.get(role="secretary"),
            "text": ConsentText.objects.first, "term": DutyKind.objects.first, "day_off": DayOff.objects.first,
            "tie": lambda: Guardianship.objects.get(child=self.child), "duty": self.duty,
            "change": lambda: PairChange.objects.create(
                pair=self.pair, kind="extension", ground="болезнь", new_ends=self.pair.ends + datetime.timedelta(30),
                asked_on=self.order.date, asked_by=person("curator"),
            ),
            "supplement": lambda: SupplementaryAgreement.objects.create(
                pair=self.other_pair, employee=person("mentor2"), drafted_on=self.order.date,
                prepared_by=person("curator"),
            ),
            "act": lambda: LegalAct.objects.get(code="273-fz"),
            "activity": lambda: Activity.objects.filter(stage__programme=self.programme, fact="").first(),
        }  # fmt: skip
        if thing in pk:
            return {"pk": pk[thing]().pk}
        return {
            "-": dict,
            "slug": lambda: {"slug": "0000000000"},
            "slug_name": lambda: {"slug": "0000000000", "name": "0000"},
            "token": lambda: {"token": "no-such-token"},
            "text_kind": lambda: {"kind": "processing"},
            "paper": lambda: {"uuid": self.order.paper.file_id},
            "consent_scan": lambda: {"uuid": paper_world.consent_scan(self).pk},
            "code": lambda: {"code": self.order.paper.code},
            "people_kind": lambda: {"kind": "pupils"},
            "regulation": lambda: {"code": self.programme.regulation.code},
            "programme": lambda: {"code": self.programme.code},
            "paper_kind": lambda: {"code": self.programme.code, "kind": "pairs"},
            "base": lambda: {"key": "mentors"},
            "two_people": lambda: {"pk": self.child.pk, "other": self.other_child.pk},
            "pair_mentee": lambda: {"pk": self.pair.pk, "person": self.child.pk},
            "waiting_child": lambda: {"pk": pairing_world.waiting_child(self)},
            "form_code": lambda: {"code": "pupil_pupil"},
            "edition": lambda: {"code": self.programme.code, "kind": "roadmap"},
            "memo": lambda: {"code": self.programme.code, "kind": "mentor"},
            "award_batch": lambda: {"batch": paper_world.award_batch(self)},
            "pair_entry": lambda: {"pk": self.pair.pk, "moment": "entry"},
            "helper_line": lambda: beside_world.helper_line(self),
            "mark": lambda: {"pk": self.pair.pk, "mark": self.pair.agreements.first().pk},
        }[thing]()
