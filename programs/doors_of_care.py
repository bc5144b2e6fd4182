"""Doors of the log and of care, in words of a child of ten: was the meeting, does it go well, I need help."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs.actions import help as helping
from programs.actions import meetings, pulse
from programs.doors import DONE, answered, target_of
from programs.forms.care import HelpForm
from programs.models import Meeting, Pulse
from registry.models import Person
from registry.reading import is_child


def confirm_meeting(request, link, token):
    """The mentee, or the guardian of a small one, says whether the meeting took place."""
    rows = Meeting.objects.select_related("mentor", "pair").prefetch_related("pair__sides__person")
    meeting = get_object_or_404(rows, pk=target_of(link, "meeting"))
    mentees = meeting.pair.mentees
    about = _child(link.person, [*meeting.mute, *mentees], request.today) or mentees[0]
    if request.method == "POST" and "help" in request.POST:
        return _help(request, link, about)
    if request.method != "POST":
        return render(request, "programs/meeting_door.html", {
            "meeting": meeting, "person": link.person, "token": token, "may_call": True,
            "to_child": is_child(link.person, request.today),
            "child": about if about != link.person else None,
        })  # fmt: skip
    is_yes = request.POST.get("answer", "yes") == "yes"
    deed = meetings.confirm_meeting if is_yes else meetings.deny_meeting
    text = (
        "Встреча подтверждена. Больше ничего делать не нужно, страницу можно закрыть." if is_yes
        else "Мы передали куратору, что такой встречи не было. Он разберётся. Всё правильно."
    )  # fmt: skip
    return answered(
        request, link, lambda: deed(meeting, link.person, by=None, on=request.today, by_link=True), text
    )  # fmt: skip


def _child(person, mentees, on):
    """The mentee whom the person is, or represents."""
    if person in mentees:
        return person
    return next((one for one in mentees if one.guardians(on).filter(pk=person.pk).exists()), None)


def pulse_question(request, link, token):
    """Does it go well? Three buttons, one tap."""
    row = get_object_or_404(Pulse.objects.select_related("pair", "person"), pk=target_of(link, "pulse"))
    if request.method == "POST" and "help" in request.POST and row.role == "mentee":
        return _help(request, link, row.person)
    if request.method != "POST":
        others = row.pair.mentees if row.role == "mentor" else [row.pair.mentor]
        return render(request, "programs/pulse_door.html", {
            "pulse": row, "person": link.person, "token": token, "others": others,
            "to_child": is_child(row.person, request.today),
            "action": reverse("public:link", args=[token]), "may_call": row.role == "mentee",
        })  # fmt: skip
    said = request.POST.get("answer", "")
    return answered(
        request, link,
        lambda: pulse.answer_pulse(
            row, int(said) if said.isdecimal() else 0, by=None, on=request.today, note=request.POST.get("note", ""),
            by_link=True,
        ),
        "Ответ прочтёт только куратор. Больше ничего делать не нужно.",
    )  # fmt: skip


def ask_help(request, link, token):
    """«Нужна помощь»: the slip lies in the diary and works as often as it is needed."""
    person, to_child = link.person, is_child(link.person, request.today)
    people = mentees_of(person, request.today)
    if not people:
        return render(request, DONE, {
            "title": "Эта ссылка больше не работает", "with_contacts": True,
            "text": "Подойди к любому взрослому в школе, которому доверяешь." if to_child
            else "Подойдите к любому взрослому в школе, которому доверяете.",
        })  # fmt: skip
    if request.method == "POST":
        chosen = [one for one in people if str(one.pk) == request.POST.get("about", "")]
        return _help(request, link, chosen[0] if chosen else people[0])
    known = Person.objects.filter(pk__in=[one.pk for one in people])
    return render(request, "programs/help_door.html", {
        "person": person, "token": token, "to_child": to_child,
        "form": HelpForm(people=known, to_child=to_child),
    })  # fmt: skip


def mentees_of(person, on) -> list:
    """About whom the person may call: himself and his children, where they are mentees and their consent holds."""
    mine = Person.objects.filter(guardianships__in=person.wards.active(on).filter(is_restricted=False))
    found = Person.objects.filter(pk__in=[person.pk, *mine.values_list("pk", flat=True)], mentee__isnull=False)
    return [one for one in found.distinct() if one.pk == person.pk or one.is_minor(on)]


def _help(request, link, about):
    """The link is not spent: help may be needed again."""
    form = HelpForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        helping.ask_help(
            link.person, about, by=None, on=request.today, words=data["words"], wish=data["wish"],
            about_curator=data["about_curator"], by_link=True,
        )  # fmt: skip
    return render(request, DONE, {
        "title": "Мы тебя услышали" if is_child(link.person, request.today) else "Мы вас услышали",
        "text": "Просьбу уже видит тот, кто поможет, и больше никто. Он поговорит и ответит.", "with_contacts": True,
    })  # fmt: skip
