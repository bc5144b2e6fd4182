"""A mentee's petition and a mentor's statement: filed, read by whom it is addressed to, decided, printed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs.actions import petitions as actions
from programs.forms.care import NameFilter
from programs.forms.leaving import AskForm, DecideForm, PaperPetitionForm, ResignForm
from programs.models import Petition
from programs.papers import petition as paper
from programs.papers.files import printed
from programs.views.pairs import the_pair
from registry import reading
from registry.answers import pdf_answer
from registry.engine import access, journal, workflow
from registry.naming import naming
from registry.once import once
from registry.views.base import attempt, check, page_of


def the_petition(request, pk):
    rows = Petition.objects.visible_to(request.user, request.today).select_related(
        "pair__programme__regulation", "pair__programme__year", "pair__form", "person", "filed_by", "decided_by"
    )
    return get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=pk)


def _page(request, pair, form, **context):
    return render(request, "form_page.html", {
        "form": form, "back_url": pair.get_absolute_url(),
        "back_label": reading.said(request, "К паре", "Мой наставник"),
        "cancel_url": pair.get_absolute_url(), **context,
    })  # fmt: skip


def _whose(request, pair):
    """The mentee whom the reader stands for: oneself, or the child of this pair (`?child=`, else the first)."""
    mine = {row["pk"] for row in access.related(request.user, "self", "my_child", on=request.today)}
    found = [person for person in pair.mentees if person.pk in mine]
    asked = request.GET.get("child", "")
    return next((one for one in found if str(one.pk) == asked), found[0])


@once
def petition_ask(request, pk):
    """«Хочу другого наставника»: one field; the curator reads it, the mentor never does."""
    pair = the_pair(request, pk)
    check(request, "programs.petition_ask", pair)
    person = _whose(request, pair)
    form = AskForm(request.POST or None, to_child=reading.to_child(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: actions.ask_for_another(
            pair, person, by=request.user, on=request.today, **form.cleaned_data
        ))  # fmt: skip
        if row:
            whom = reading.said(request, "с вами", "с тобой")
            messages.success(request, f"Отправлено. Куратор прочитает и поговорит {whom}. Наставник об этом не узнает.")
            return redirect(row)
    is_me = person == access.person_of(request.user)
    also = " и директор" if actions.goes_to_director(pair, "petition") else ""
    return _page(
        request, pair, form, title="Другой наставник", submit="Отправить куратору",
        lead="" if is_me else f"Ребёнок: {person.full_name}",
        aside=f"Это прочитает куратор{also}. Наставник не увидит.\n\nПросить другого наставника — нормально: "
        "люди не всегда подходят друг другу. Никто не будет ругать.",
    )  # fmt: skip


@once
def petition_resign(request, pk):
    """The mentor's statement, with the earliest last day counted."""
    pair = the_pair(request, pk)
    check(request, "programs.petition_resign", pair)
    form = ResignForm(request.POST or None, on=request.today)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: actions.resign(pair, by=request.user, on=request.today, **form.cleaned_data))
        if row:
            messages.success(request, "Заявление подано. Распечатайте его и подпишите: решает директор.")
            return redirect(row)
    return _page(
        request, pair, form, title="Сложить обязанности наставника", submit="Подать заявление", lead=str(pair),
        aside="Заявление получат директор и куратор. До приказа вы остаётесь наставником.\n\nПлан перейдёт новому "
        "наставнику, журнал проведённых встреч останется вашим.",
    )  # fmt: skip


@once
def petition_enter(request, pk):
    """A petition or a statement that came on paper."""
    pair = the_pair(request, pk)
    check(request, "programs.petition_enter", pair)
    form = PaperPetitionForm(request.POST or None, pair=pair, on=request.today)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: _enter(request, pair, dict(form.cleaned_data)))
        if row:
            messages.success(request, "Внесено с бумаги. Теперь нужно решение.")
            return redirect(row)
    return _page(
        request, pair, form, title="Внести обращение с бумаги", submit="Внести", lead=str(pair),
        aside="Ходатайство наставляемого его наставнику не показывается.",
    )  # fmt: skip


def _enter(request, pair, data):
    kind, person, last_day = data.pop("kind"), data.pop("person"), data.pop("last_day")
    common = {"by": request.user, "on": request.today, "on_paper": True, **data}
    if kind == "petition":
        return actions.ask_for_another(pair, person, **common)
    return actions.resign(pair, last_day=last_day, **common)


def petition_list(request):
    """Everything that waits for a decision, then the decided ones."""
    check(request, "programs.petition_list")
    rows = Petition.objects.visible_to(request.user, request.today).select_related("pair__form", "person")
    form = NameFilter(request.GET or None)
    show, anything = form.chosen("show"), rows.exists()
    if show != "all":
        rows = rows.waiting()
    words = form.chosen("q")
    rows = naming(rows, words, "pair__sides__person")
    page = page_of(request, rows.prefetch_related("pair__sides__person"))
    journal.listed(request.user, "открыт список обращений", [row.person for row in page])
    return render(request, "programs/petition_list.html", {
        "page_obj": page, "show": show, "filter_form": form, "anything": anything, "words": words,
    })  # fmt: skip


def detail(request, row, form=None):
    """One page for whoever may read it."""
    on = request.today
    may_decide = access.may(request.user, "programs.petition_decide", row) and row.status == "received"
    on_paper = row.kind == "resignation" and not access.has_role(request.user, "director", on=on)
    change = row.changes.filter(dropped_on=None).first()
    return render(request, "programs/petition_detail.html", {
        "row": row, "pair": row.pair, "may_decide": may_decide, "on_paper": on_paper,
        "form": form or (DecideForm(on_paper=on_paper) if may_decide else None),
        "may_withdraw": access.may(request.user, "programs.petition_withdraw", row) and row.status == "received",
        "may_replace": access.may(request.user, "programs.pair_propose") and row.status == "accepted" and not change,
        "change": change if access.may(request.user, "programs.order_list") else None,
        "order": actions.order_of(row) if change else None,
        "is_author": access.may(request.user, "programs.petition_withdraw", row),
        "supplement": row.pair.supplements.filter(status="signed", employee=row.person).first()
        if row.kind == "resignation" and access.may(request.user, "programs.supplement_edit") else None,
    })  # fmt: skip


@require_safe
def petition_detail(request, pk):
    row = the_petition(request, pk)
    if row.person != access.person_of(request.user):
        journal.opened(request.user, row.person, row, on=request.today)
    actions.read_answer(row, by=request.user, on=request.today)
    return detail(request, row)


@require_POST
@once
def petition_decide(request, pk):
    """Yes or no; a refusal tells the author why."""
    row = the_petition(request, pk)
    check(request, "programs.petition_decide", row)
    on_paper = row.kind == "resignation" and not access.has_role(request.user, "director", on=request.today)
    form = DecideForm(request.POST, on_paper=on_paper)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.decide(
            row, by=request.user, on=request.today, accepts=data["answer"] == "yes", note=data["note"],
            on_paper=data.get("on_paper", False),
        ))  # fmt: skip
        if done:
            said = "согласие" if done.status == "accepted" else "отказ"
            messages.success(request, f"Решение записано: {said}. Тот, кто просил, увидит его на «Сегодня».")
            return redirect(row)
    return detail(request, row, form)


@require_POST
@once
def petition_withdraw(request, pk):
    """The author takes it back while nobody has decided."""
    row = the_petition(request, pk)
    check(request, "programs.petition_withdraw", row)
    workflow.move(row, "withdraw", by=request.user, on=request.today)
    messages.success(request, "Обращение забрано обратно. Всё остаётся как было." if row.kind == "resignation"
                     else "Просьба забрана обратно. Всё остаётся как было.")  # fmt: skip
    return redirect(row)


@require_safe
def petition_pdf(request, pk):
    """The same on paper, to sign, with the place for the head's resolution."""
    row = the_petition(request, pk)
    printed(request, row.get_kind_display(), row.person)
    return pdf_answer(paper.TEMPLATE, paper.context(row), f"{row.get_kind_display().capitalize()}, {row.person}")
