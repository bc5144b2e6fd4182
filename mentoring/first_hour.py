"""The first hour of an empty installation: its first director, and the way from the school to the first order."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from programs.models import Commission, Order, Programme
from registry.actions.people import check_password
from registry.engine import access, journal, links
from registry.engine.errors import Refused
from registry.engine.tasks import Task, lines
from registry.models import Appointment, Employment, Person, PersonalLink, School, SchoolClass, User

CURATORS = ["curator", "deputy_curator"]


@transaction.atomic
def first_director(link, *, on, school, last_name, first_name, middle_name, username, password) -> User:
    """School, director and account in one deed; refused once somebody acts as the director."""
    if Appointment.objects.active(on).filter(role="director", person__user__isnull=False).exists():
        raise Refused("Директор уже есть и может войти. Эта ссылка больше не нужна.")
    if User.objects.filter(username=username.strip().lower()).exists():
        raise Refused("Такой логин уже занят. Добавьте к нему цифру или выберите другой.", field="username")
    person = Person(last_name=last_name, first_name=first_name, middle_name=middle_name)
    user = User(username=username)
    check_password(password, user)
    if not links.use(link):
        raise Refused(links.why_closed(link) or "Ссылка больше не действует. Создайте новую.")
    if not School.objects.exists():
        School.objects.create(short_name=school, full_name="", place="", address="")
    person.save()
    Employment.objects.create(person=person, post="директор", is_teacher=False, starts=on)
    Appointment.objects.create(person=person, role="director", starts=on, ground="первый вход в программу")
    user.person = person
    user.set_password(password)
    user.save()
    journal.write(user, "создан вход первого директора", person, people=[person])
    return user


@dataclass(frozen=True)
class Step:
    """`permission` says who does it; `url` is the page that does it."""

    title: str
    text: str
    url: str
    button: str
    permission: str
    done: bool = False

    def is_for(self, user) -> bool:
        return access.may(user, self.permission)


def facts(on) -> dict:
    """Everything that the steps ask, in one query; `curator` is the id of a curator who has no way in yet."""
    acting = Appointment.objects.active(on)
    invited = Exists(PersonalLink.objects.filter(purpose="invite", person=OuterRef("person")))
    curators = acting.filter(role__in=CURATORS)
    questions = {
        "school": Exists(School.objects.exclude(Q(full_name="") | Q(place="") | Q(address=""))),
        "year": Exists(SchoolClass.objects.filter(year__is_active=True)),
        "curator": Exists(curators.filter(Q(person__user__isnull=False) | invited)),
        "people": Exists(Person.objects.exclude(pk__in=acting.values("person"))),
        "programme": Exists(Programme.objects.filter(year__is_active=True)),
        "commission": Exists(Commission.objects.all()),
        "order": Exists(Order.objects.filter(status=Order.Status.REGISTERED)),
        "waits": Subquery(curators.filter(person__user__isnull=True).exclude(invited).values("person")[:1]),
    }
    # A person is only the row to hang the questions on: where nobody is, nothing is done.
    found = Person.objects.annotate(**{f"known_{key}": question for key, question in questions.items()})
    row = found.values(*(f"known_{key}" for key in questions)).first() or {}
    return {key: row.get(f"known_{key}") for key in questions}


def steps(on) -> list[Step]:
    """The way in its order; a step is done when the facts say so, whoever did it and wherever.

    Whoever has a registered order has chosen a way into the register, with a commission or without.
    """
    known = facts(on)
    known["commission"] = known["commission"] or known["order"]
    return [Step(*row, done=bool(known[key])) for key, *row in _table(known["waits"])]


def _table(waits):
    start = reverse("start")

    def page(name, *args):
        return f"{reverse(name, args=args)}?next={start}"

    return [
        (
            "school", "Школа", "Полное наименование, адрес и место издания приказов: они встанут на каждый документ.",
            page("registry:school_edit"), "Заполнить", "registry.school_edit",
        ),
        (
            "year", "Учебный год и классы", "Когда начинается год и какие в школе классы. Это делается раз в год.",
            page("registry:year_edit"), "Указать год и классы", "registry.year_edit",
        ),
        _curator_step(waits, page),
        (
            "people", "Ещё люди", "Хотя бы несколько педагогов и учеников: из них составляются комиссия и пары. "
            "Готовые списки куратор загружает из Excel на странице «Люди».",
            page("registry:person_new"), "Внести человека", "registry.person_add",
        ),
        (
            "programme", "Программа года", "Выберите положение школы: из него получится программа с правилами "
            "и дорожной картой.",
            page("programs:programme_new"), "Выбрать положение", "programs.programme_edit",
        ),
        (
            "commission", "Комиссия", "Те, кто рассматривает заявления будущих наставников.",
            page("programs:commission_new"), "Составить комиссию", "programs.commission_edit",
        ),
        (
            "order", "Первый приказ", "Куратор готовит его, директор утверждает одной кнопкой: "
            "у приказа появятся номер и дата.",
            reverse("programs:order_new"), "Подготовить приказ", "programs.order_prepare",
        ),
    ]  # fmt: skip


def _curator_step(waits, page):
    """Two halves: the person with the role, then the slip with the invitation."""
    if waits:
        return (
            "curator", "Куратор", "Роль назначена. Выдайте листок с приглашением: по нему куратор придумает себе "
            "логин и пароль.",
            reverse("registry:person_invite", args=[waits]), "Выдать приглашение", "registry.appointment_edit",
        )  # fmt: skip
    return (
        "curator", "Куратор", "Внесите куратора и выберите ему роль «куратор», затем выдайте листок с приглашением. "
        "Дальше программу ведёт он, а директор утверждает приказы.",
        page("registry:person_new"), "Внести куратора", "registry.appointment_edit",
    )  # fmt: skip


def is_over(found: list[Step]) -> bool:
    """The first order ends the first hour for ever: a new school year does not begin it again."""
    return found[-1].done


def next_step(user, today):
    """«Сегодня»: the next step that is this user's, until the way is gone through."""
    if not access.has_role(user, "director", "curator", on=today):
        return
    found = steps(today)
    step = next((one for one in found if not one.done), None)
    if step and not is_over(found) and step.is_for(user):
        yield Task(text=f"Первые шаги: {step.title.lower()}", url=reverse("start"), button="Продолжить", due=today)


SITUATIONS = {"mentoring.first_step": lines(next_step)}
