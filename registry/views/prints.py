"""Prefilled consents for a class, as one PDF."""

from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from registry import gaps
from registry.actions import printing as actions
from registry.answers import file_answer
from registry.engine import access, journal
from registry.engine import consents as gate
from registry.engine.errors import Refused
from registry.forms.scans import PrintForm
from registry.models import Consent, ConsentKind, Enrolment, Heap, Person, PrintRun, SchoolClass
from registry.once import once
from registry.papers import consent_sheets
from registry.views.base import attempt, check

KINDS = [gate.PROCESSING, gate.PARTICIPATION]
"""What is proposed: the two papers without which nobody takes part."""


@once
def print_new(request):
    """First the choice, which lives in the address; then the people with ticks; then the PDF."""
    check(request, "registry.consent_print")
    on = request.today
    asked = request.GET.copy()
    scopes = list(gate.scopes(current=True))
    if "kinds" not in asked:
        asked.setlist("kinds", KINDS)
    if "scope" not in asked and len(scopes) == 1:
        asked["scope"] = scopes[0]
    form = PrintForm(asked)
    rows, group = [], None
    if form.is_valid():
        group = form.cleaned_data["group"]
        rows = actions.rows(
            candidates(request, group), form.cleaned_data["kinds"], form.cleaned_data.get("scope", ""), on
        )
    if request.method == "POST" and form.is_valid():
        run = attempt(form, lambda: ordered(request, form, rows, group))
        if run:
            request.session["two_sided"] = run.is_two_sided
            return redirect(run)
    kinds = dict(ConsentKind.choices)
    for row in rows:
        row.words = [(kinds[one.kind], "ждём подписи") for one in row.awaited]
        row.words += [(kinds[kind], "ещё не запрошено") for kind in row.unasked]
    if rows:
        journal.listed(request.user, "открыт список для печати согласий", [row.person for row in rows])
    return render(request, "registry/print_new.html", {
        "form": form, "rows": rows, "group": group, "ticked": ticked(request, rows),
        "sheets": sum(len(row.words) for row in rows if row.person.pk in ticked(request, rows)),
        "two_sided": request.session.get("two_sided", True), "lacks_scope": group and lacks_scope(form, rows),
    })  # fmt: skip


def lacks_scope(form, rows) -> bool:
    """Somebody was not asked about participation yet, and it is not said in which of several programmes to ask."""
    wanted = gate.SCOPED.intersection(form.cleaned_data["kinds"])
    if "scope" not in form.fields or form.cleaned_data["scope"]:
        return False
    return any(wanted.difference(one.kind for one in row.awaited) for row in rows)


def candidates(request, group):
    """The class; or, without one, everybody whose papers are awaited."""
    people = Person.objects.visible_to(request.user, request.today)
    if group:
        return people.filter(pk__in=actions.people_of(group, request.today).values("pk"))
    return people.filter(pk__in=Consent.objects.missing().values("person"))


def ticked(request, rows) -> set[int]:
    """Ids of the people to print for: as sent, or as proposed."""
    if request.method == "POST":
        return {row.person.pk for row in rows} & {int(pk) for pk in request.POST.getlist("people") if pk.isdecimal()}
    return {row.person.pk for row in rows if row.is_proposed}


def ordered(request, form, rows, group):
    """One of two buttons: the ticked ones, or the whole class."""
    wanted = {row.person.pk for row in rows} if request.POST.get("whom") == "all" else ticked(request, rows)
    if not wanted:
        raise Refused("Отметьте, для кого печатать согласия.")
    return actions.print_consents(
        Person.objects.filter(pk__in=wanted), form.cleaned_data["kinds"], by=request.user, on=request.today,
        scope=form.cleaned_data.get("scope", ""), school_class=group, title=f"{group} класс" if group else "список",
        two_sided=request.POST.get("sides") != "one",
    )  # fmt: skip


def paper_tools(request) -> dict:
    """For the page of consents: classes with the number of people who lack a paper, and heaps that wait."""
    if not access.may(request.user, "registry.consent_print"):
        return {}
    on = request.today
    lacks = Q(pk__in=Consent.objects.missing().filter(scan__isnull=True).values("person"))
    lacks |= Q(pk__in=gaps.unasked(Person.objects.visible_to(request.user, on)).values("pk"))
    here = Enrolment.objects.active(on).filter(school_class__year__is_active=True)
    here = here.filter(Exists(Person.objects.filter(lacks, pk=OuterRef("person"))))
    counted = here.values("school_class").annotate(number=Count("person", distinct=True))
    numbers = {row["school_class"]: row["number"] for row in counted}
    classes = list(SchoolClass.objects.filter(pk__in=numbers).select_related("year"))
    for group in classes:
        group.number = numbers[group.pk]
    return {"classes": classes, "heaps": Heap.objects.visible_to(request.user, on).open().count()}


@require_safe
def print_paper(request, pk):
    """The sheets of a batch, as they stand now; papers that came back meanwhile are left out."""
    run = get_object_or_404(PrintRun.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.consent_print")
    consents = run.consents.filter(status__in=actions.OPEN).select_related("person", "text")
    consents = list(consents.order_by("person__name_key", "person", "kind"))
    if not consents:
        raise Refused("Все бумаги этой печати уже вернулись: печатать больше нечего.")
    journal.listed(request.user, "открыты согласия для печати", {row.person for row in consents})
    data = consent_sheets.sheets(consents, request.today, reader=request.user, two_sided=run.is_two_sided)
    return file_answer(data, f"Согласия {run.title}.pdf")
