"""Pages of the selection commission: its people, its order, its minutes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.actions import commission as actions
from programs.forms.selection import CommissionForm, MinutesForm
from programs.forms.sitting import SittingForm
from programs.models import Commission, Minutes, OrderLine
from programs.papers import minutes as minutes_paper
from programs.views.selection import current_programmes
from registry.engine import access, journal, papers
from registry.engine.errors import Gap
from registry.models import Appointment, Person
from registry.once import once
from registry.views.base import attempt, check


def visible(request, pk):
    rows = Commission.objects.visible_to(request.user, request.today).select_related(
        "programme__year", "programme__regulation"
    )
    return get_object_or_404(rows, pk=pk)


def possible_members(commission, on):
    """Everybody who works at the school or acts in it, and those already chosen."""
    acting = Appointment.objects.active(on).values("person")
    chosen = commission.members.values("person") if commission else []
    people = Person.objects.filter(pk__in=Person.objects.staff(on).values("pk"))
    people = people | Person.objects.filter(pk__in=acting) | Person.objects.filter(pk__in=chosen)
    return people.order_by("name_key", "pk").prefetch_related("employments")


def proposed(on) -> dict:
    """The director as chair, the curator among the members: what most regulations ask for."""
    acting = {row.role: row.person_id for row in Appointment.objects.active(on)}
    director = acting.get("acting_director") or acting.get("director")
    curator = acting.get("curator") or acting.get("deputy_curator")
    return {"chair": director, "people": [pk for pk in (director, curator) if pk]}


@once
def commission_new(request):
    check(request, "programs.commission_edit")
    programmes = current_programmes(request)
    programme = programmes.filter(code=request.GET.get("programme", "")).first() or programmes.first()
    initial = {"programme": programme.code if programme else None, **proposed(request.today)}
    return _commission_form(request, None, programmes, programme, initial)


@once
def commission_edit(request, pk):
    commission = visible(request, pk)
    check(request, "programs.commission_edit")
    members = list(commission.members.all())
    seat = {row.seat: row.person_id for row in members}
    initial = {
        "programme": commission.programme.code, "chair": seat.get("chair"), "secretary": seat.get("secretary"),
        "people": [row.person_id for row in members],
    }  # fmt: skip
    programmes = current_programmes(request).filter(pk=commission.programme_id)
    return _commission_form(request, commission, programmes, commission.programme, initial)


def _commission_form(request, commission, programmes, programme, initial):
    people = possible_members(commission, request.today)
    form = CommissionForm(request.POST or None, initial=initial, programmes=programmes, people=people, on=request.today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.form_commission(
            data["programme"], list(data["people"]), by=request.user, on=request.today,
            chair=data["chair"], secretary=data["secretary"], commission=commission,
        ))  # fmt: skip
        if row:
            messages.success(request, "Комиссия составлена. Теперь нужен приказ о её создании.")
            return redirect(row)
    back = commission.get_absolute_url() if commission else None
    return render(request, "form_page.html", {
        "title": "Состав комиссии" if commission else "Новая комиссия", "form": form, "submit": "Сохранить состав",
        "lead": _commission_rule(programme) if programme else "Сначала создайте программу года.",
        "back_url": back, "back_label": "К комиссии", "cancel_url": back,
    })  # fmt: skip


def _commission_rule(programme) -> str:
    """The rule of this regulation in a sentence, before anything is chosen."""
    low, high = programme.rule("commission.min_size"), programme.rule("commission.max_size")
    return f"От {low.value} до {high.value} человек {low.why}. Директор и куратор уже предложены."


def commission_detail(request, pk):
    commission = visible(request, pk)
    check(request, "programs.commission_view", commission)
    may_edit = access.may(request.user, "programs.commission_edit")
    line = OrderLine.objects.filter(member__commission=commission).select_related("order").order_by("-pk").first()
    members = commission.members.select_related("person").prefetch_related("person__employments")
    return render(request, "programs/commission_detail.html", {
        "commission": commission,
        "members": [(row, row.person.what_is(request.today)) for row in members],
        "order": line.order if line else None,
        "minutes": commission.minutes.visible_to(request.user, request.today),
        "waiting": actions.waiting_for(commission).select_related("mentor__person"),
        "may_edit": may_edit,
    })  # fmt: skip


@once
def minutes_new(request, pk):
    commission = visible(request, pk)
    check(request, "programs.minutes_edit")
    initial = {"number": commission.minutes.count() + 1, "held_on": request.today}
    form = MinutesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: actions.draft_minutes(
            commission, by=request.user, on=request.today, **form.cleaned_data
        ))  # fmt: skip
        if row:
            messages.success(
                request,
                "Протокол начат, голоса из кабинетов уже в нём. Отметьте, кто присутствовал, внесите остальные голоса.",
            )
            return redirect("programs:minutes_edit", row.pk)
    back = commission.get_absolute_url()
    return render(request, "form_page.html", {
        "title": "Новый протокол", "form": form, "submit": "Начать протокол",
        "lead": "Кандидаты, ждущие решения, и голоса, поданные в кабинетах, встанут в протокол сами.",
        "back_url": back, "back_label": "К комиссии", "cancel_url": back,
    })  # fmt: skip


def visible_minutes(request, pk):
    rows = Minutes.objects.visible_to(request.user, request.today)
    return get_object_or_404(rows.select_related("commission__programme__year", "paper__file"), pk=pk)


def minutes_detail(request, pk):
    minutes = visible_minutes(request, pk)
    paper = minutes.paper
    said = {**paper.said, "code": paper.code} if paper else minutes_paper.context(minutes)
    people = [row.candidacy.person for row in minutes.decisions.select_related("candidacy__mentor__person")]
    journal.listed(request.user, "открыт протокол комиссии", people)
    is_draft = minutes.status == Minutes.Status.DRAFT
    may_edit = access.may(request.user, "programs.minutes_edit")
    gaps = list(actions.minutes_gaps(minutes, request.today)) if is_draft else []
    waits_for_me = actions.unfinished(minutes, request.user.person, request.today) if is_draft else []
    return render(request, "programs/minutes_detail.html", {
        "minutes": minutes,
        "article": "" if waits_for_me else papers.article(minutes_paper.TEMPLATE, said),
        "waits_for_me": waits_for_me,
        "gaps": gaps if may_edit else [Gap(gap.text) for gap in gaps],  # the others cannot mend it
        "is_draft": is_draft,
        "may_sign": access.may(request.user, "programs.minutes_sign", minutes),
        "may_edit": may_edit,
    })  # fmt: skip


@once
def minutes_edit(request, pk):
    minutes = visible_minutes(request, pk)
    check(request, "programs.minutes_edit")
    if request.method == "GET" and minutes.status != Minutes.Status.DRAFT:
        messages.info(request, "Протокол уже подписан: изменить его нельзя. Проведите новое заседание.")
        return redirect(minutes)
    form = SittingForm(request.POST or None, minutes=minutes, on=request.today)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: actions.write_minutes(
            minutes, by=request.user, on=request.today, present=list(form.cleaned_data["present"]), said=form.said()
        ))  # fmt: skip
        if row:
            messages.success(request, "Протокол сохранён. Его подписывает председатель.")
            return redirect(row)
    return render(request, "programs/minutes_edit.html", {"minutes": minutes, "form": form})


@require_POST
@once
def minutes_sign(request, pk):
    minutes = visible_minutes(request, pk)
    row = actions.sign_minutes(minutes, by=request.user, on=request.today)
    messages.success(request, f"{row} подписан, решения вступили в силу.")
    return redirect(row)
