"""The three bases: columns, filters, the flag of a young specialist, the yearly look; the vocabulary."""

import datetime

import pytest
from django.urls import reverse

from registry.actions import cards
from registry.engine import bases as outlooks
from registry.models import Employment, Form, JournalLine, Mentee, Mentor, Person, Topic
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def url(name, *args):
    return reverse(f"registry:{name}", args=args)


def found(client, name, **query):
    return {row.person_id for row in client.get(url(name), query).context["page_obj"]}


def a_mentee(curator, who=None, kind="teacher", **fields):
    who = who or (make.teacher() if kind == "teacher" else make.pupil())
    return cards.add_mentee(who, by=curator, on=make.TODAY, kind=kind, **fields)


def test_pupils_and_teachers_stand_in_lists_of_their_own(client, curator):
    pupil, teacher = a_mentee(curator, kind="pupil"), a_mentee(curator)
    assert found(client, "mentee_list") == {pupil.person_id}
    assert found(client, "teacher_list") == {teacher.person_id}
    heads = [client.get(url(name)).content.decode() for name in ("mentee_list", "teacher_list")]
    assert '<th scope="col">Класс</th>' in heads[0] and "Класс</th>" not in heads[1]
    assert '<th scope="col">Должность</th>' in heads[1] and "Проверено" in heads[1]


def test_filters_of_the_pupils(client, curator):
    other = make.school_class(9, "Б")
    plain, ninth = (
        a_mentee(curator, kind="pupil"),
        a_mentee(curator, make.pupil(15, other), "pupil", category="active_pupil"),
    )
    ninth.needs.add(Topic.objects.first())
    make.guardian_of(ninth.person)
    make.give_consents(ninth.person, ["processing"])
    only = {ninth.person_id}
    assert found(client, "mentee_list", group=other.pk) == only
    assert found(client, "mentee_list", category="active_pupil") == only
    assert found(client, "mentee_list", need=Topic.objects.first().pk) == only
    assert found(client, "mentee_list", consent="with") == only
    assert found(client, "mentee_list", consent="without") == {plain.person_id}
    assert found(client, "mentee_list", group="нет такого") == {plain.person_id, ninth.person_id}


def test_filters_by_the_running_pair_and_its_form(client, reference):
    pair = make.a_pair(status="working")
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    alone = a_mentee(curator)
    mentee, mentor = pair.mentees[0], pair.mentor
    other_form = Form.objects.filter(programme__isnull=False).exclude(pk=pair.form_id).first() or Form.objects.create(
        regulation=pair.programme.regulation, code="other", title="Другая", mentor_side="teacher"
    )
    pair.programme.forms.add(other_form)
    assert found(client, "teacher_list", paired="with") == {mentee.pk}
    assert alone.person_id in found(client, "teacher_list", paired="without")
    assert found(client, "teacher_list", form=pair.form_id) == {mentee.pk}
    assert found(client, "teacher_list", form=other_form.pk) == set()
    assert found(client, "mentor_list", register="with") == {mentor.pk} == found(client, "mentor_list", paired="with")
    assert mentor.short_name in client.get(url("teacher_list")).content.decode()


def test_the_hire_date_makes_and_unmakes_a_young_specialist(client, curator):
    worker = make.teacher(starts=datetime.date(2023, 11, 21))
    card = a_mentee(curator, worker)
    assert found(client, "teacher_list", young="yes") == {card.person_id}
    assert "молодой специалист" in client.get(card.get_absolute_url()).content.decode()
    Employment.objects.filter(person=worker).update(starts=datetime.date(2023, 11, 20))
    assert found(client, "teacher_list", young="yes") == set()
    assert found(client, "teacher_list", young="no") == {card.person_id}
    assert "молодой специалист" not in client.get(card.get_absolute_url()).content.decode()


def test_experience_before_this_school_counts(curator):
    worker = make.teacher(starts=datetime.date(2026, 9, 1), teaching_since=datetime.date(2010, 9, 1))
    new, clerk = make.teacher(starts=datetime.date(2026, 9, 1)), make.teacher(post="секретарь", starts=make.START)
    Employment.objects.filter(person=clerk).update(is_teacher=False)
    young = set(Person.objects.young_specialists(make.TODAY, 3))
    assert new in young and worker not in young and clerk not in young


def test_sql_and_python_agree_on_who_is_young(curator):
    days = [make.TODAY, datetime.date(2023, 11, 20), datetime.date(2023, 11, 21), datetime.date(2015, 9, 1)]
    workers = [
        make.teacher(starts=day, teaching_since=since) for day in days for since in (None, datetime.date(2012, 9, 1))
    ]
    told = set(Person.objects.young_specialists(make.TODAY, 3))
    for worker in Person.objects.filter(pk__in=[one.pk for one in workers]).prefetch_related("employments"):
        assert (worker in told) == worker.is_young_specialist(make.TODAY, 3)


def test_the_years_of_a_young_specialist_are_the_programme_s_rule(curator):
    programme = make.a_programme(preset="teachers")
    assert outlooks.rule("young_specialist.max_years") == 3
    programme.rules.create(key="young_specialist.max_years", value=5, reason="решение педсовета")
    assert outlooks.rule("young_specialist.max_years") == 5


def test_difficulties_and_strengths_are_a_teacher_s(client, curator):
    card = a_mentee(curator)
    client.post(
        url("mentee_edit", card.pk), {"difficulties": "Дисциплина в классе", "strengths": "Опыты", "revision": 0}
    )
    page = client.get(card.get_absolute_url()).content.decode()
    assert "Дисциплина в классе" in page and "Опыты" in page
    pupil = a_mentee(curator, kind="pupil")
    assert "difficulties" not in client.get(url("mentee_edit", pupil.pk)).content.decode()


def test_the_yearly_look_is_noted(client, curator):
    card = a_mentee(curator)
    client.post(url("mentee_review", card.pk), {"x": "1"})
    assert Mentee.objects.get(pk=card.pk).reviewed_on == make.TODAY
    assert JournalLine.objects.filter(verb="проверена потребность").exists()


def test_the_search_of_the_bases_forgives(client, curator):
    mentor = make.a_mentor(make.teacher(last_name="Ёжикова", first_name="Алла", middle_name="Ильинична"))
    make.a_mentor()
    for typed in ("ежикова", "Ёжикова А.И.", "`;brjdf"):
        assert found(client, "mentor_list", q=typed) == {mentor.person_id}


def test_the_curator_keeps_the_vocabulary(client, curator):
    client.post(url("topic_new"), {"title": "Робототехника", "area": "Учёба"})
    topic = Topic.objects.get(title="Робототехника")
    page = client.post(url("topic_new"), {"title": "робототехника", "area": ""})
    assert "уже есть в словаре" in page.content.decode()
    card = a_mentee(curator)
    card.needs.add(topic)
    page = client.get(url("topic_list"), {"q": "робот"}).content.decode()
    assert "база наставляемых: 1" in page
    client.post(url("topic_edit", topic.pk), {"title": "Роботы", "area": "Учёба"})
    assert str(card.needs.get()) == "Роботы"
    client.post(url("topic_retire", topic.pk), {"x": "1"})
    assert Topic.objects.get(pk=topic.pk).is_retired
    assert topic in client.get(url("mentee_edit", card.pk)).context["form"].fields["needs"].queryset
    other = a_mentee(curator)
    assert topic not in client.get(url("mentee_edit", other.pk)).context["form"].fields["needs"].queryset


def test_two_words_become_one_everywhere(client, curator):
    one, two = Topic.objects.order_by("pk")[:2]
    both, single, mentor = a_mentee(curator), a_mentee(curator), make.a_mentor()
    both.needs.set([one, two])
    single.needs.set([two])
    mentor.competences.set([two])
    request = make.intake.add_request(
        make.a_programme(preset="teachers"), make.teacher(), "mentee", by=curator, on=make.TODAY, topics=[two]
    )
    assert "Где стоит сейчас" in client.get(url("topic_merge", two.pk)).content.decode()
    client.post(url("topic_merge", two.pk), {"into": one.pk})
    assert not Topic.objects.filter(pk=two.pk).exists()
    for known in (both.needs, single.needs, mentor.competences, request.topics):
        assert list(known.all()) == [one]


def test_the_director_reads_the_vocabulary_and_changes_nothing(client, reference):
    _, director = make.office()
    client.force_login(director, backend=BACKEND)
    topic = Topic.objects.first()
    assert client.get(url("topic_list")).status_code == 200
    assert client.post(url("topic_retire", topic.pk)).status_code == 403
    assert client.post(url("topic_merge", topic.pk), {"into": Topic.objects.last().pk}).status_code == 403


def test_one_human_in_several_roles_has_one_card_and_separate_consents(client, curator):
    child = make.pupil(age=12)
    parent = make.guardian_of(child)
    client.post(url("mentor_new", parent.pk), {"category": "parent"})
    elder = make.pupil(age=16)
    make.guardian_of(elder)
    client.post(url("mentor_new", elder.pk), {"category": "pupil"})
    a_mentee(curator, elder, "pupil")
    assert Mentor.objects.filter(person__in=[parent, elder]).count() == 2
    programmes = [make.a_programme(), make.a_programme(preset="teachers")]
    for programme in programmes:
        make.give_consents(elder, ["participation"], scope=programme.code)
    assert elder.consents.filter(kind="participation").count() == 2
    page = client.get(elder.get_absolute_url()).content.decode()
    for words in ("Карточка наставника", "Карточка наставляемого", "Обучающийся"):
        assert words in page
    page = client.get(parent.get_absolute_url()).content.decode()
    assert "Законный представитель" in page and "Карточка наставника" in page and child.full_name in page
