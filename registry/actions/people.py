"""People, their dated facts, their accounts and the slips that open them."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from registry.engine import access, journal, links
from registry.engine.errors import Refused
from registry.models import Appointment, Employment, Enrolment, Guardianship, Person, User
from registry.text import short_date


def may(by, permission, obj=None):
    """Refuse with 403 unless the predicates say yes; `by=None` is the system itself."""
    if by is not None and not access.may(by, permission, obj):
        raise PermissionDenied(permission)


@transaction.atomic
def add_person(*, by, on, school_class=None, post="", is_teacher=True, hired_on=None, roles=(), **fields) -> Person:
    """A new human, with the facts known at once: a class for a pupil, a post for an employee."""
    may(by, "registry.person_add")
    person = Person.objects.create(**fields)
    if school_class:
        Enrolment.objects.create(person=person, school_class=school_class, starts=on)
    if post:
        Employment.objects.create(person=person, post=post, is_teacher=is_teacher, starts=hired_on or on)
    for role in roles:
        Appointment.objects.create(person=person, role=role, starts=on)
    journal.write(by, "внесён человек", person, people=[person])
    return person


def put_in_class(person, school_class, on):
    """From this day on in this class (or in none); the former enrolment ends on the day before."""
    current = person.enrolments.active(on).first()
    if (current.school_class if current else None) == school_class:
        return
    _end_before(current, on)
    if school_class:
        Enrolment.objects.create(person=person, school_class=school_class, starts=on)


def put_in_post(person, post, is_teacher, on):
    """From this day on in this post (or in none). A changed spelling is a new post: papers keep the former one."""
    current = person.employments.active(on).first()
    if (current and (current.post, current.is_teacher) == (post, is_teacher)) or (not current and not post):
        return
    _end_before(current, on)
    if post:
        Employment.objects.create(person=person, post=post, is_teacher=is_teacher, starts=on)


def correct_hire_date(person, hired_on, on):
    """The first day in the present post; the flag of a young specialist follows from it."""
    row = person.employments.active(on).first()
    if row is None or row.starts == hired_on:
        return
    if hired_on > on:
        raise Refused("День, с которого человек работает, ещё не наступил. Проверьте дату.", field="as_since")
    row.starts = hired_on
    row.save()


def _end_before(fact, on):
    """A fact that began today was a slip of the pen: it goes; an older one ends on the day before."""
    if fact is None:
        return
    if fact.starts >= on:
        fact.delete()
    else:
        fact.ends = on - datetime.timedelta(days=1)
        fact.save()


@transaction.atomic
def change_person(person, *, by, on, school_class=None, post="", is_teacher=True, hired_on=None, changed=()) -> Person:
    """What was corrected on the card; the journal names the fields, not their values."""
    from registry.actions.consents import retime

    may(by, "registry.person_edit", person)
    born = Person.objects.values_list("birth_date", flat=True).get(pk=person.pk)
    person.save()
    if born != person.birth_date:
        retime(person, born, by=by)
    put_in_class(person, school_class, on)
    put_in_post(person, post, is_teacher, on)
    if hired_on:
        correct_hire_date(person, hired_on, on)
    journal.write(by, "исправлена карточка", person, people=[person], fields=", ".join(changed))
    return person


@transaction.atomic
def add_guardian(child, guardian, *, by, on, kind, document="", is_restricted=False, restriction_ground=""):
    """Tie a representative to a child (ст. 9 ч. 6 152-ФЗ)."""
    may(by, "registry.person_edit", child)
    if guardian.is_minor(on):
        raise Refused("Представителем может быть только взрослый: проверьте дату рождения.", field="guardian")
    if Guardianship.objects.filter(child=child, guardian=guardian, ends__isnull=True).exists():
        raise Refused(f"{guardian.short_name} уже указан представителем этого ребёнка.", field="guardian")
    if is_restricted and not restriction_ground.strip():
        raise Refused("Укажите основание ограничения: решение суда или иной документ.", field="restriction_ground")
    row = Guardianship.objects.create(
        child=child, guardian=guardian, kind=kind, document=document, starts=on, is_restricted=is_restricted,
        restriction_ground=restriction_ground, restricted_on=on if is_restricted else None,
    )  # fmt: skip
    journal.write(by, "указан законный представитель", row, people=[child, guardian], kind=kind)
    return row


@transaction.atomic
def appoint(person, role, *, by, on, ground="", school_class=None, ends=None) -> Appointment:
    """Give a role from a day. A new director ends the former one's term on the day before."""
    may(by, "registry.appointment_edit")
    if role == "director":
        for former in Appointment.objects.filter(role="director", ends__isnull=True):
            former.ends = max(former.starts, on - datetime.timedelta(days=1))
            former.save()
    row = Appointment.objects.create(
        person=person, role=role, starts=on, ends=ends, ground=ground, school_class=school_class
    )
    journal.write(by, f"назначен: {row}", row, people=[person], ground=ground)
    return row


@transaction.atomic
def ground_appointment(row, *, by, starts, ground) -> Appointment:
    """The paper behind a term that runs already has come; the term begins with it, if that is earlier."""
    may(by, "registry.appointment_edit")
    row.starts, row.ground = min(row.starts, starts), ground
    row.save()
    journal.write(by, f"указано основание: {row}", row, people=[row.person], ground=ground)
    return row


@transaction.atomic
def end_appointment(row, *, by, ends) -> Appointment:
    """The last day in a role; from the next day on its doors are closed."""
    may(by, "registry.appointment_edit")
    if ends < row.starts:
        raise Refused(f"Роль началась {short_date(row.starts)}: последний день не может быть раньше.", field="ends")
    row.ends = ends
    row.save()
    journal.write(by, f"завершено: {row}", row, people=[row.person], ends=ends)
    return row


def invite(person, *, by):
    """A one-time slip that ties an account to the person; returns its token. The former slip dies."""
    may(by, "registry.person_invite", person)
    if User.objects.filter(person=person).exists():
        raise Refused(
            f"У человека уже есть вход: логин «{person.user.username}». "
            "Если забыт пароль, выдайте листок для нового пароля."
        )
    return links.create("invite", person=person, by=by)[1]


def reset_password(person, *, by):
    """A one-time slip for a new password, given on paper; a class teacher may give it to a pupil of the class."""
    may(by, "registry.person_reset", person)
    if not User.objects.filter(person=person).exists():
        raise Refused("У этого человека ещё нет входа: выдайте приглашение.")
    return links.create("password", person=person, by=by, days=3)[1]


def check_password(password, user):
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise Refused(*fault.messages, field="password1") from fault


@transaction.atomic
def accept_invitation(link, *, username, password) -> User:
    """The person chooses a login and a password; the link dies."""
    if User.objects.filter(username=username.strip().lower()).exists():
        raise Refused("Такой логин уже занят. Добавьте к нему цифру или выберите другой.", field="username")
    user = User(username=username, person=link.person)
    check_password(password, user)
    if not links.use(link):
        raise Refused(links.why_closed(link) or "Ссылка больше не действует. Попросите куратора выдать новую.")
    user.set_password(password)
    user.save()
    journal.write(user, "создан вход", link.person, people=[link.person])
    return user


@transaction.atomic
def set_new_password(link, *, password) -> User:
    """A forgotten password is replaced; all other sessions end."""
    user = link.person.user
    check_password(password, user)
    if not links.use(link):
        raise Refused(links.why_closed(link) or "Ссылка больше не действует. Попросите выдать новую.")
    user.set_password(password)
    user.save()
    journal.write(user, "задан новый пароль", link.person, people=[link.person])
    return user
