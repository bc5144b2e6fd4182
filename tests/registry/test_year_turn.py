"""The September wizard: proposed, corrected, foreseen in figures, done on a date, undone."""

import datetime

import pytest
from django.urls import reverse

from registry.actions import year_turn as actions
from registry.engine import access
from registry.engine.errors import Refused
from registry.models import Appointment, Enrolment, JournalLine, Person, SchoolClass, Year, YearTurn
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
AUGUST = datetime.date(2027, 8, 25)
SEPTEMBER = datetime.date(2027, 9, 1)


@pytest.fixture
def curator(client, db):
    user, _ = make.office()
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def classes(curator):
    """7 «А» with three pupils and a class teacher, 11 with one."""
    seventh, last = make.school_class(7, "А"), make.school_class(11, "")
    pupils = [make.pupil(13, seventh) for _ in range(3)]
    leaver = make.pupil(17, last)
    teacher = make.acting("class_teacher", school_class=seventh)
    return {"7": seventh, "11": last, "pupils": pupils, "leaver": leaver, "teacher": teacher}


def go(curator, on=AUGUST):
    return actions.carry_out(actions.the_turn(), by=curator, on=on)


def class_of(person, on=SEPTEMBER):
    return Person.objects.get(pk=person.pk).school_class(on)


def test_what_is_proposed(classes):
    plan = actions.foresee(actions.the_turn())
    assert plan.number("promoted") == 3 and plan.number("graduated") == 1
    assert plan.classes == [(8, "А")]
    assert [target for _, target in plan.teachers] == [(8, "А")]


def test_classes_go_on_the_last_grade_leaves_and_facts_are_dated(curator, classes):
    turn = go(curator)
    child = classes["pupils"][0]
    assert class_of(child).grade == 8 and class_of(child).year.name == "2027/2028"
    assert class_of(child, AUGUST).grade == 7
    former = Enrolment.objects.get(person=child, school_class=classes["7"])
    assert (former.ends, former.end_reason) == (datetime.date(2027, 8, 31), "promoted")
    assert class_of(classes["leaver"]) is None
    assert Enrolment.objects.get(person=classes["leaver"]).end_reason == "graduated"
    new = Appointment.objects.get(person=classes["teacher"], starts=SEPTEMBER)
    assert new.school_class.grade == 8 and new.role == "class_teacher"
    assert Year.objects.get(is_active=True).name == "2027/2028" and turn.done_on == AUGUST
    line = JournalLine.objects.get(verb="ученики переведены на новый учебный год")
    assert len(line.people) == 4 and line.detail["promoted"] == 3


def test_the_class_teacher_sees_the_class_after_the_turn(curator, classes):
    user = make.user_for(classes["teacher"])
    go(curator)
    seen = set(Person.objects.visible_to(user, SEPTEMBER).values_list("pk", flat=True))
    assert {one.pk for one in classes["pupils"]} <= seen
    assert access.has_role(user, "class_teacher", on=SEPTEMBER)


def test_pupil_by_pupil(client, curator, classes):
    one, two, three = classes["pupils"]
    client.post(reverse("registry:year_turn_class", args=[classes["7"].pk]), {
        f"pupil-{one.pk}": "stay", f"pupil-{two.pk}": "left", f"pupil-{three.pk}": "",
    })  # fmt: skip
    turn = YearTurn.objects.get()
    assert turn.pupils == {str(one.pk): "stay", str(two.pk): "left"} and turn.done_on is None
    page = client.get(reverse("registry:year_turn")).content.decode()
    assert "1\u00a0ученик: остаются на второй год" in page and "выбывают" in page
    go(curator)
    assert (class_of(one).grade, class_of(two), class_of(three).grade) == (7, None, 8)
    reasons = dict(Enrolment.objects.filter(school_class=classes["7"]).values_list("person", "end_reason"))
    assert reasons == {one.pk: "repeated", two.pk: "left", three.pk: "promoted"}


def form_of(classes, **more):
    fields = {"starts": "2027-09-01", "ends": "2028-08-31", "first_classes": "1А, 5Б"}
    for key, deed, to in (("7", "up", "8А"), ("11", "out", "")):
        fields |= {f"deed-{classes[key].pk}": deed, f"to-{classes[key].pk}": to, f"teacher-{classes[key].pk}": "on"}
    return fields | more


def test_the_draft_is_left_and_resumed(client, curator, classes):
    address = reverse("registry:year_turn")
    client.post(address, form_of(classes, **{f"to-{classes['7'].pk}": "8В"}))
    assert not Year.objects.filter(name="2027/2028").exists()
    page = client.get(address).content.decode()
    assert 'value="8В"' in page and "1А, 5Б" in page
    go(curator)
    assert {str(row) for row in SchoolClass.objects.filter(year__name="2027/2028")} == {
        "1\u00a0«А»", "5\u00a0«Б»", "8\u00a0«В»",
    }  # fmt: skip


def test_a_class_that_cannot_be_read_is_told_and_kept_in_the_form(client, curator, classes):
    page = client.post(reverse("registry:year_turn"), form_of(classes, **{f"to-{classes['7'].pk}": "восьмой"}))
    assert "Не похоже на класс" in page.content.decode() and "восьмой" in page.content.decode()


def test_two_classes_join_into_one(curator, classes):
    other = make.school_class(7, "Б")
    newcomer = make.pupil(13, other)
    turn = actions.the_turn()
    turn.classes = {str(other.pk): {"deed": "up", "to": "8А", "teacher": False}}
    actions.save_draft(turn, by=curator)
    go(curator)
    assert class_of(newcomer) == class_of(classes["pupils"][0])


def test_too_early_is_said_with_the_day(client, curator, classes):
    with pytest.raises(Refused, match=r"18\.07\.2027"):
        go(curator, on=make.TODAY)
    assert not Year.objects.filter(name="2027/2028").exists()
    page = client.get(reverse("registry:year_turn")).content.decode()
    assert "Последняя кнопка появится" in page and "year/next/do" not in page


def test_undone_as_one_deed(curator, classes):
    before = list(Enrolment.objects.order_by("pk").values())
    acting = list(Appointment.objects.order_by("pk").values())
    actions.undo(go(curator), by=curator)
    assert list(Enrolment.objects.order_by("pk").values()) == before
    assert list(Appointment.objects.order_by("pk").values()) == acting
    assert Year.objects.get().is_active and YearTurn.objects.get().done_on is None


def test_not_undone_once_a_pupil_came_to_the_new_class(curator, classes):
    turn = go(curator)
    newcomer = make.person()
    Enrolment.objects.create(person=newcomer, school_class=class_of(classes["pupils"][0]), starts=SEPTEMBER)
    with pytest.raises(Refused, match="в новых классах уже появились"):
        actions.undo(turn, by=curator)
    assert class_of(classes["pupils"][0]).grade == 8


def test_a_year_that_was_begun_by_hand_is_used(curator, classes):
    Year.objects.update(is_active=False)
    begun = Year.objects.create(name="2027/2028", starts=SEPTEMBER, ends=datetime.date(2028, 8, 31), is_active=True)
    SchoolClass.objects.create(year=begun, grade=8, letter="А")
    go(curator, on=datetime.date(2027, 9, 10))
    assert class_of(classes["pupils"][0]).year == begun and begun.classes.count() == 1


def test_a_pupil_who_came_after_the_first_of_september_is_moved_too(curator, classes):
    late = make.person()
    Enrolment.objects.create(person=late, school_class=classes["7"], starts=datetime.date(2027, 9, 5))
    go(curator, on=datetime.date(2027, 9, 10))
    assert class_of(late, datetime.date(2027, 9, 6)).grade == 8


def test_the_running_pairs_of_those_who_leave_are_listed(client, reference):
    pair = make.a_pair(prog=make.a_programme(), status="working")
    child = pair.mentees[0]
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    turn = actions.the_turn()
    turn.pupils = {str(child.pk): "left"}
    actions.save_draft(turn, by=curator)
    page = client.get(reverse("registry:year_turn")).content.decode()
    assert pair.get_absolute_url() in page and f"уходит {child.short_name}" in page


def test_an_empty_school_is_told_what_to_do_first(client, curator):
    Year.objects.all().delete()
    page = client.get(reverse("registry:year_turn")).content.decode()
    assert "Сначала настройте его" in page
    make.year()
    assert "Перечислите их" in client.get(reverse("registry:year_turn")).content.decode()


def test_twice_is_refused(curator, classes):
    turn = go(curator)
    with pytest.raises(Refused, match="уже сделан"):
        actions.carry_out(turn, by=curator, on=AUGUST)
