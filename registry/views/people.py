"""People: the list, the card, a new one, a changed one."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.actions import people as actions
from registry.engine import access, journal
from registry.forms.people import PeopleFilter, PersonEditForm, PersonForm
from registry.models import Consent, ConsentKind, Erasure, Guardianship, Mentee, Mentor, Person
from registry.once import once
from registry.text import short_date
from registry.views.base import attempt, check, onward, page_of
from registry.views.facts import for_reader, my_children, person_facts, state_of
from registry.views.security import may_reset_factor

FACTS = ("enrolments__school_class", "employments")
"""What `what_is` needs, so that a list costs the same however long it is."""


@require_safe
def person_list(request):
    """Those whom the reader may see: name, class or post."""
    check(request, "registry.person_list")
    people = Person.objects.visible_to(request.user, request.today).select_related("user").prefetch_related(*FACTS)
    anybody = people.exists()
    form = PeopleFilter(request.GET or None)
    if form.is_valid():
        people = filtered(people, form.cleaned_data, request.today, access.may(request.user, "registry.base_view"))
    page = page_of(request, people)
    for person in page:
        person.said = person.what_is(request.today)
    return render(request, "registry/person_list.html", {
        "page_obj": page, "filter_form": form, "anybody": anybody,
        "may_add": access.may(request.user, "registry.person_add"),
        "may_import": access.may(request.user, "registry.import_run"),
        "may_export": access.may(request.user, "registry.base_export"),
        "sees_bases": access.may(request.user, "registry.base_view"),
    })  # fmt: skip


def filtered(people, data, on, contacts):
    """The filters of the address, applied; `contacts` says whether phones and e-mails may be asked."""
    people = people.search(data["q"], contacts=contacts)
    if data["who"] == "pupils":
        people = people.pupils(on)
    elif data["who"] == "staff":
        people = people.staff(on)
    elif data["who"] == "guardians":
        people = people.filter(pk__in=Guardianship.objects.active(on).values("guardian"))
    if data["group"]:
        people = people.filter(pk__in=data["group"].enrolments.active(on).values("person"))
    return people


@once
def person_new(request):
    """One form: who it is, the class or the post, and a role if there is one."""
    check(request, "registry.person_add")
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.same:
            messages.info(request, f"{form.same.full_name}: карточка уже была, новая не заведена.")
            return onward(request, form.same, person=form.same.pk)
        person = attempt(form, lambda: _add(request, form))
        if person:
            messages.success(request, f"{person.full_name}: карточка заведена.")
            return onward(request, person, person=person.pk)
    return render(request, "form_page.html", {
        "title": "Новый человек", "form": form, "submit": "Завести карточку",
        "lead": "Ученику укажите класс, работнику — должность. Родителя удобнее внести из карточки ребёнка.",
    })  # fmt: skip


@transaction.atomic
def _add(request, form):
    data, by, on = form.cleaned_data, request.user, request.today
    person = actions.add_person(
        by=by, on=on, school_class=data["school_class"], post=data["post"], is_teacher=data["is_teacher"],
        hired_on=data["hired_on"],
        **form.person_fields(),
    )  # fmt: skip
    if data["role"]:
        actions.appoint(person, data["role"], by=by, on=on, school_class=data["lead_class"])
    return person


@once
def person_edit(request, pk):
    """Corrections; two people at once see each other's words."""
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.person_edit", person)
    form = PersonEditForm(request.POST or None, instance=person, on=request.today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.change_person(
            form.save(commit=False), by=request.user, on=request.today, school_class=data["to_class"],
            post=data["as_post"], is_teacher=data["as_teacher"],
            hired_on=data["as_since"] if data["as_post"] else None,
            changed=[str(form.fields[name].label) for name in form.changed_data if name != "revision"],
        )  # fmt: skip
        messages.success(request, "Карточка сохранена.")
        return onward(request, person)
    if request.method != "POST":
        journal.opened(request.user, person, on=request.today)
    return render(request, "form_page.html", {
        "title": "Исправить карточку", "form": form, "lead": person.full_name,
        "cancel_url": person.get_absolute_url(),
    })  # fmt: skip


@require_safe
def person_detail(request, pk):
    """The card: what is open to this reader, and what he may do."""
    user, on = request.user, request.today
    known = Person.objects.filter(access.people_q(user, on))  # the office finds the erased too, as a code
    person = get_object_or_404(known.select_related("user").prefetch_related(*FACTS), pk=pk)
    journal.opened(user, person, on=on)
    if person.erased_at:
        return render(request, "registry/person_erased.html", {
            "person": person, "erasure": Erasure.objects.filter(person=person, status="done").first(),
        })  # fmt: skip
    groups = access.groups(user, person, on)
    return render(request, "registry/person_detail.html", {
        "person": person,
        "what_is": person.what_is(on) if groups & {"study", "work"} else "",
        "is_me": access.person_of(user) == person,
        "groups": groups,
        "facts": for_reader(request, person_facts(person, groups, on), person),
        "my_children": my_children(user, person, on), "current": person,
        **cards_and_kin(user, person, groups, on),
        **roles_and_account(user, person, on),
        **consents(user, person, on),
    })  # fmt: skip


def cards_and_kin(user, person, groups, on) -> dict:
    """Everything that the person is, side by side: a parent may be a mentor, a pupil both mentor and mentee."""
    found = family(user, person, groups, on)
    mentor = Mentor.objects.visible_to(user, on).filter(person=person).first()
    mentee = Mentee.objects.visible_to(user, on).filter(person=person).first()
    school_class, post = person.school_class(on), person.post(on)
    rows = []
    if school_class and "study" in groups:
        rows.append(("Обучающийся", f"{school_class} класс", ""))
    if post and "work" in groups:
        rows.append(("Работник школы", post, ""))
    if found["children"]:
        rows.append(("Законный представитель", ", ".join(row.child.full_name for row in found["children"]), ""))
    if mentor:
        said = mentor.get_category_display() if "work" in groups else ""
        rows.append(("Карточка наставника", said, mentor.get_absolute_url()))
    if mentee:
        rows.append(("Карточка наставляемого", f"в базе с {short_date(mentee.entered_on)}", mentee.get_absolute_url()))
    return {**found, "mentor": mentor, "mentee": mentee, "cards": rows}


def family(user, person, groups, on) -> dict:
    """Guardians (to those who may contact the family) and children (to those who may see them)."""
    guardians = Guardianship.objects.none()
    if "contacts" in groups:
        guardians = Guardianship.objects.active(on).filter(child=person).select_related("guardian")
        if not access.may(user, "registry.base_view"):
            guardians = guardians.filter(is_restricted=False)
    seen = set(Person.objects.visible_to(user, on).filter(wards__child=person).values_list("pk", flat=True))
    children = Guardianship.objects.active(on).filter(
        guardian=person, child__in=Person.objects.visible_to(user, on).values("pk")
    )
    return {
        "guardians": [(row, row.guardian_id in seen) for row in guardians],
        "children": children.select_related("child"),
        "is_minor": person.is_minor(on),
    }


def roles_and_account(user, person, on) -> dict:
    """Roles by dated facts, and the way in with the buttons that open or mend it."""
    account = getattr(person, "user", None)
    may_invite = account is None and access.may(user, "registry.person_invite", person)
    may_reset = account is not None and access.may(user, "registry.person_reset", person)
    return {
        "roles": person.appointments.active(on).select_related("school_class"),
        "account": account,
        "may_invite": may_invite,
        "may_reset": may_reset,
        "may_reset_factor": may_reset_factor(user, person),
        "sees_account": may_invite or may_reset or access.person_of(user) == person,
        "may_edit": access.may(user, "registry.person_edit", person),
        "may_appoint": access.may(user, "registry.appointment_edit"),
        "may_merge": access.may(user, "registry.person_merge", person),
        "may_add_mentor": access.may(user, "registry.mentor_edit"),
        "sees_journal": access.may(user, "registry.journal_view"),
        "may_erase": access.may(user, "registry.erasure_prepare"),
    }


def consents(user, person, on) -> dict:
    """The papers that this reader may see, and the kinds that nobody has asked for yet."""
    rows = list(Consent.objects.visible_to(user, on).filter(person=person).select_related("person", "text"))
    asked = {row.kind for row in rows}
    for row in rows:
        row.state = state_of(row, on)
    return {
        "consents": rows,
        "sees_consents": not {"office", "self", "my_child", "my_class"}.isdisjoint(
            access.relations_to(user, person, on)
        ),
        "not_asked": [label for kind, label in ConsentKind.choices if kind not in asked],
        "may_ask": access.may(user, "registry.consent_ask"),
    }
