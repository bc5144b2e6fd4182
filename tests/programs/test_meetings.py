"""The log of meetings: three fields on a phone, confirmed by one tap, struck out with a reason."""

import datetime
import uuid

import pytest
from django.urls import reverse

from programs.actions import meetings as actions
from programs.models import Meeting
from registry.engine import links
from registry.engine.errors import Refused
from tests import factories as make
from tests.factories import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def new_url(pair):
    return reverse("programs:meeting_new", args=[pair.pk])


def typed(**fields):
    return {
        "held_on": "2026-11-20", "done": "Разобрали дроби", "next_time": "Повторить проценты",
        "kind": "organisational", "minutes": "45", "place": "", **fields,
    }  # fmt: skip


def a_meeting(pair, **fields):
    return actions.log_meeting(
        pair, by=account(pair.mentor), on=TODAY, **{"held_on": TODAY, "done": "Разобрали дроби", **fields}
    )


def test_a_mentor_logs_a_meeting_in_three_fields(client, pair):
    signed_in(client, pair.mentor)
    page = client.get(new_url(pair)).content.decode()
    assert 'value="2026-11-21"' in page
    assert '<option value="organisational" selected>' in page
    answer = client.post(new_url(pair), typed())
    meeting = Meeting.objects.get()
    assert answer.url == reverse("programs:meeting_link", args=[meeting.pk])
    assert (meeting.done, meeting.next_time) == ("Разобрали дроби", "Повторить проценты")
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Разобрали дроби" in page and "не подтверждена" in page


def test_a_double_click_logs_one_meeting(client, pair):
    signed_in(client, pair.mentor)
    data = typed(form_key=str(uuid.uuid4()))
    assert client.post(new_url(pair), data).url == client.post(new_url(pair), data).url
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-22", "дата в будущем"), ("2026-10-01", "Пара закреплена с 05.10.2026 приказом от 05.10.2026")],
)
def test_a_meeting_tomorrow_or_before_the_order_is_refused_and_the_text_stays(client, pair, day, words):
    signed_in(client, pair.mentor)
    page = client.post(new_url(pair), typed(held_on=day)).content.decode()
    assert words in page and "Разобрали дроби" in page
    assert not Meeting.objects.exists()


def test_a_proposed_pair_has_no_log(client, reference):
    pair = make.a_pair(prog=make.a_programme())
    signed_in(client, pair.mentor)
    page = client.post(new_url(pair), typed()).content.decode()
    assert "у закреплённой приказом пары" in page
    assert not Meeting.objects.exists()


def test_a_skipped_kind_is_a_gentle_word_on_the_page(client, pair):
    a_meeting(pair, kind="planning")
    signed_in(client, pair.mentor)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "обычно бывает ещё встреча: организационная, пробная рабочая" in page


def token_of(client, meeting):
    answer = client.post(reverse("programs:meeting_link", args=[meeting.pk]))
    assert "<svg" in answer.content.decode()
    return answer.context["address"].rsplit("/l/", 1)[1].strip("/"), answer.context["person"]


def test_a_small_childs_guardian_confirms_by_link_in_one_tap(client, pair):
    meeting = a_meeting(pair)
    signed_in(client, pair.mentor)
    token, person = token_of(client, meeting)
    mentee = pair.mentees[0]
    assert person == mentee.guardians(TODAY).first()
    client.logout()
    door = reverse("public:link", args=[token])
    page = client.get(door).content.decode()
    assert "Разобрали дроби" in page and mentee.first_name in page
    assert mentee.last_name not in page and pair.mentor.last_name not in page
    assert not Meeting.objects.get().is_confirmed
    assert "Спасибо" in client.post(door).content.decode()
    confirmation = Meeting.objects.get().confirmations.get()
    assert confirmation.person == person and confirmation.by_link
    assert "уже использована" in client.post(door).content.decode()


def test_a_bigger_child_confirms_without_the_parent(client, reference):
    prog = make.a_programme()
    pair = make.a_pair(prog=prog, mentee=make.an_admitted(make.pupil(age=15), prog=prog), status="working")
    signed_in(client, pair.mentor)
    _, person = token_of(client, a_meeting(pair))
    assert person == pair.mentees[0]


def test_the_mentee_confirms_in_the_cabinet_and_the_mentor_does_not(client, pair):
    meeting = a_meeting(pair)
    url = reverse("programs:meeting_confirm", args=[meeting.pk])
    signed_in(client, pair.mentor)
    assert client.post(url).status_code == 403
    signed_in(client, pair.mentees[0])
    assert "Эта встреча была?" in client.get(pair.get_absolute_url()).content.decode()
    client.post(url)
    assert Meeting.objects.get().confirmations.get().person == pair.mentees[0]


def test_a_strangers_meeting_is_not_found(client, pair):
    meeting = a_meeting(pair)
    signed_in(client, make.a_pair(prog=pair.programme, status="working").mentor)
    for name in ("meeting_link", "meeting_confirm", "meeting_annul"):
        assert client.post(reverse(f"programs:{name}", args=[meeting.pk]), {"note": "x"}).status_code == 404
    assert client.get(new_url(pair)).status_code == 404


def test_a_line_is_struck_out_with_a_reason_while_unconfirmed(client, pair):
    meeting = a_meeting(pair)
    signed_in(client, pair.mentor)
    url = reverse("programs:meeting_annul", args=[meeting.pk])
    client.post(url, {"note": ""})
    meeting.refresh_from_db()
    assert meeting.annulled_on is None
    client.post(url, {"note": "не тот день"})
    meeting.refresh_from_db()
    assert meeting.annulled_note == "не тот день"
    assert "не тот день" in client.get(pair.get_absolute_url()).content.decode()


def test_a_confirmed_meeting_stays(client, pair):
    meeting = a_meeting(pair)
    mentee = pair.mentees[0]
    actions.confirm_meeting(meeting, mentee, by=account(mentee), on=TODAY)
    signed_in(client, pair.mentor)
    client.post(reverse("programs:meeting_annul", args=[meeting.pk]), {"note": "передумал"})
    meeting.refresh_from_db()
    assert meeting.annulled_on is None


def test_a_link_to_a_struck_out_meeting_confirms_nothing(client, pair):
    meeting = a_meeting(pair)
    signed_in(client, pair.mentor)
    token, _ = token_of(client, meeting)
    actions.annul_meeting(meeting, by=account(pair.mentor), on=TODAY, note="ошибка")
    client.logout()
    page = client.post(reverse("public:link", args=[token])).content.decode()
    assert "подтверждать нечего" in page
    assert links.find(token).used_at is None


def test_the_next_kind_follows_the_roadmap(pair):
    days = [datetime.date(2026, 11, day) for day in (1, 2, 3, 4)]
    kinds = [a_meeting(pair, held_on=day).kind for day in days]
    assert kinds == ["organisational", "trial", "planning", "regular"]


# --- Groups -----------------------------------------------------------------------------------------------------------


def test_everybody_who_came_confirms_a_meeting_of_the_group_for_himself(client, reference):
    group, (first, second, third) = make.a_group(3)
    meeting = a_meeting(group, absent=[third])
    assert actions.confirmers(meeting, TODAY) == [first, second]
    actions.confirm_meeting(meeting, first, by=account(first), on=TODAY)
    assert list(Meeting.objects.unconfirmed()) == [meeting]
    assert list(Meeting.objects.awaiting([first])) == [] and list(Meeting.objects.awaiting([second])) == [meeting]
    for person, words in ((first, "вы уже ответили"), (third, "отмечены другие участники")):
        with pytest.raises(Refused, match=words):
            actions.confirm_meeting(meeting, person, by=account(person), on=TODAY)
    signed_in(client, first)
    assert "Да, встреча была" not in client.get(group.get_absolute_url()).content.decode()
    signed_in(client, second)
    page = client.get(group.get_absolute_url()).content.decode()
    assert "Да, встреча была" in page and f"Ждём ответа: {second.short_name}." in page
    client.post(reverse("programs:meeting_confirm", args=[meeting.pk]))
    assert not Meeting.objects.unconfirmed().exists()
    assert Meeting.objects.get().is_confirmed


def test_a_member_who_says_no_leaves_the_others_their_yes_and_may_turn_out_to_have_been_away(reference):
    group, (first, second) = make.a_group(2)
    curator, _ = make.office()
    meeting = a_meeting(group)
    actions.deny_meeting(meeting, first, by=account(first), on=TODAY)
    meeting = actions.confirm_meeting(meeting, second, by=account(second), on=TODAY)
    assert meeting.denied_by == first
    actions.settle_denial(meeting, by=curator, on=TODAY, note="Болел", was_away=True)
    meeting = Meeting.objects.get()
    assert meeting.denied_by is None and meeting.is_confirmed
    assert not meeting.presences.get(person=first).was_there
