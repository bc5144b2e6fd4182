"""Consents by the list: asked of many, entered from old papers, printed by class, kept as a register."""

import datetime

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from registry.actions import consents as actions
from registry.answers import pdf_answer, table_answer
from registry.engine import consents as gate
from registry.engine import journal, tables
from registry.forms.consents import AskManyForm, ConsentFilter, FormerForm, FormerWhoForm
from registry.models import ConsentKind, Person
from registry.once import once
from registry.papers import consent_lists as lists
from registry.text import count, short_date
from registry.views.base import attempt, check
from registry.views.consents import found_by, keepers_people

FACTS = ("enrolments__school_class", "employments")


@require_safe
def missing_print(request):
    """«Кого не хватает» on paper, a page a class; a class teacher gets the own class."""
    check(request, "registry.consent_list")
    form, on = ConsentFilter(request.GET or None), request.today
    data = form.cleaned_data if form.is_valid() else {}
    people = keepers_people(request)
    if data.get("group"):
        people = people.filter(pk__in=data["group"].enrolments.active(on).values("person"))
    said = lists.missing(people, on, data.get("kind", ""))
    named = [row.person for page in said["pages"] for row in page["rows"]]
    if named:
        journal.listed(request.user, "напечатан список «кого не хватает»", named)
    return pdf_answer(lists.MISSING, said, f"Кого не хватает {short_date(on)}")


def register_of(request):
    """The papers of the register that the address asks for, all of them without filters."""
    check(request, "registry.consent_register")
    rows = list(
        found_by(request, ConsentFilter({**request.GET.dict(), "show": "all"}), "all").prefetch_related(
            "signatures__signer", *(f"person__{name}" for name in FACTS)
        )
    )
    journal.listed(request.user, "выгружен журнал согласий", {row.person for row in rows})
    return rows


@require_safe
def register_xlsx(request):
    """The register of consents with every column (row 56 of the domain)."""
    rows = lists.register_rows(register_of(request), request.today)
    data = tables.workbook("Журнал согласий", lists.HEADINGS, rows)
    return table_answer(data, f"Журнал согласий {short_date(request.today)}")


@require_safe
def register_print(request):
    """The register as a landscape sheet."""
    said = lists.register(register_of(request), request.today)
    return pdf_answer(lists.REGISTER, said, f"Журнал согласий {short_date(request.today)}")


def chosen_people(request, data):
    """A class, or a part of the bases."""
    people = Person.objects.visible_to(request.user, request.today).filter(erased_at__isnull=True)
    whom = data.get("whom") or "class"
    if whom == "class":
        group = data.get("group")
        return people.filter(pk__in=group.enrolments.active(request.today).values("person")) if group else people.none()
    if whom == "mentors":
        return people.filter(mentor__isnull=False)
    if whom == "mentees":
        return people.filter(mentee__isnull=False)
    return (people.filter(mentor__isnull=False) | people.filter(mentee__isnull=False)).distinct()


@once
def ask_many(request):
    """Ask a class or the bases at once; only those who have not given it are asked (ОЧ-П 2.11)."""
    check(request, "registry.consent_ask")
    form = AskManyForm(request.POST or None, initial={"kinds": [gate.PROCESSING], "group": request.GET.get("group")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = list(chosen_people(request, data))
        made = attempt(form, lambda: actions.ask_many(
            people, data["kinds"], by=request.user, on=request.today, scope=data["scope"]
        ))  # fmt: skip
        if made is not None:
            asked = len({row.person_id for row in made})
            messages.success(request, (
                f"Запрошено у {count(asked, 'человека', 'человек', 'человек')}. "
                f"Остальных ({len(people) - asked}) не спрашиваем: уже дали, ответили или бумага в пути."
            ))  # fmt: skip
            return redirect("registry:consent_list")
    return render(request, "form_page.html", {
        "title": "Запросить согласия у многих", "form": form, "submit": "Запросить",
        "lead": "Спросим только тех, кто ещё не давал такого согласия.", "cancel_url": "../",
        "aside": "Каждое согласие — отдельная бумага.\n\nКто уже дал согласие, второй раз не получит.\n\n"
        "Потом распечатайте бумаги и список по классам.",
    })  # fmt: skip


@once
def former(request):
    """Papers signed before the system came: choose who, tick, one date and one place for all."""
    check(request, "registry.consent_receive")
    who = FormerWhoForm(request.GET or None)
    asked = who.cleaned_data if who.is_valid() else {}
    rows = former_rows(request, asked) if asked.get("group") or asked.get("whom") not in ("", None, "class") else []
    kind = asked.get("kind") or gate.PROCESSING
    form = FormerForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        picked = ticked(request, form, rows, data["signed_on"])
        done = None if form.errors else attempt(form, lambda: actions.enter_former(
            kind, picked, by=request.user, on=request.today, original_place=data["original_place"],
            scope=data.get("scope", ""), allowed_fields=data.get("allowed_fields", ()),
        ))  # fmt: skip
        if done:
            made, left = done
            messages.success(request, f"Внесено с бумаги: {count(len(made), 'согласие', 'согласия', 'согласий')}.")
            for sentence in left[:10]:
                messages.info(request, sentence)
            return redirect("registry:consent_list")
    if rows:
        journal.listed(request.user, "открыт список для внесения согласий", [row["person"] for row in rows])
    return render(
        request,
        "registry/consent_former.html",
        {
            "who_form": who,
            "form": form,
            "rows": rows,
            "kind_label": ConsentKind(kind).label,
        },
    )


def former_rows(request, asked):
    """People with what the card knows: who may have signed, and whether the paper is there already."""
    kind = asked.get("kind") or gate.PROCESSING
    people = chosen_people(request, asked).prefetch_related(
        *FACTS, "consents", "guardianships__guardian"
    )[:200]  # fmt: skip
    found = []
    for person in people:
        guardians = [
            tie.guardian for tie in person.guardianships.all() if tie.covers(request.today) and not tie.is_restricted
        ]
        is_there = any(
            row.kind == kind and row.status == "valid" and kind not in gate.SCOPED for row in person.consents.all()
        )
        found.append({
            "person": person, "what": person.what_is(request.today), "guardians": guardians, "is_there": is_there,
            "on": request.POST.get(f"on_{person.pk}", ""), "by": request.POST.get(f"by_{person.pk}", ""),
            "ticked": f"tick_{person.pk}" in request.POST,
            "no_child": f"no_child_{person.pk}" in request.POST,
            "may_sign": gate.signs_too(person, request.today) or not person.is_minor(request.today),
            "is_minor": person.is_minor(request.today),
        })  # fmt: skip
    return found


def ticked(request, form, rows, common):
    """(person, signers, day) of the ticked rows; what is wrong with a row is said on top of the form."""
    picked = []
    for row in (one for one in rows if one["ticked"]):
        person, day = row["person"], common
        if row["on"]:
            try:
                day = datetime.date.fromisoformat(row["on"])
            except ValueError:
                form.add_error(None, f"{person.full_name}: проверьте дату подписи.")
                continue
        signers = signers_of(row, day)
        if not signers:
            form.add_error(None, str(actions.no_guardian(person)))
            continue
        picked.append((person, signers, day))
    if not picked and not form.errors:
        form.add_error(None, "Отметьте галочкой хотя бы одного человека.")
    return picked


def signers_of(row, day) -> list:
    """By the age on the day of signing: a guardian under 14, both from 14, the person from 18 (domain §4.3)."""
    person = row["person"]
    if not person.is_minor(day):
        return [person]
    chosen = [one for one in row["guardians"] if str(one.pk) == row["by"]] or row["guardians"][:1]
    if chosen and gate.signs_too(person, day) and not row["no_child"]:
        chosen = [*chosen, person]
    return chosen
