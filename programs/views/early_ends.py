"""An end before the term: proposed, answered by all, then one form to the draft of the order."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs.actions import early_ends as actions
from programs.forms.leaving import EarlyEndForm, EarlyResultForm
from programs.models import EarlyEnd, EarlyEndMark, Meeting, Pair
from programs.views import answering
from programs.views.pairs import the_pair
from registry.engine import access, links, papers, workflow
from registry.engine.errors import Refused
from registry.models import Appointment, Person
from registry.once import once
from registry.views.base import attempt, check


def words_of(mark) -> str:
    """Whose answer the mark is."""
    if mark.party == "curator":
        return "Куратор"
    name = mark.side.person.short_name
    if mark.party == "guardian":
        return f"Законный представитель ({name})"
    return f"{mark.get_party_display().capitalize()}: {name}"


def answerers(mark, on):
    """Who may have signed the paper."""
    if mark.party == "curator":
        acting = Appointment.objects.active(on).filter(role__in=["curator", "deputy_curator"])
        return Person.objects.filter(pk__in=acting.values("person"))
    child = mark.side.person
    return child.guardians(on) if mark.party == "guardian" else Person.objects.filter(pk=child.pk)


def the_mark(request, pk):
    seen = Pair.objects.visible_to(request.user, request.today).values("pk")
    rows = EarlyEndMark.objects.filter(early_end__pair__in=seen)
    mark = get_object_or_404(rows.select_related("early_end__pair", "side__person"), pk=pk)
    mark.early_end.pair = the_pair(request, mark.early_end.pair_id)
    return mark


def the_end(request, pk):
    seen = Pair.objects.visible_to(request.user, request.today).values("pk")
    return get_object_or_404(EarlyEnd.objects.filter(pair__in=seen).select_related("pair"), pk=pk)


@once
def early_end_new(request, pk):
    """The mentor or the curator proposes; all the others are asked."""
    pair = the_pair(request, pk)
    check(request, "programs.early_end_propose", pair)
    if actions.open_end(pair):
        return redirect(f"{pair.get_absolute_url()}#early-end")
    form = EarlyEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.propose(pair, by=request.user, on=request.today, **data)):
            messages.success(request, "Предложено. Теперь нужны ответы всех, кого это касается.")
            return redirect(f"{pair.get_absolute_url()}#early-end")
    why = pair.programme.rule("early_end.needs").source
    return render(request, "form_page.html", {
        "title": "Завершить раньше срока", "form": form, "submit": "Спросить всех", "lead": str(pair),
        "back_url": pair.get_absolute_url(), "back_label": "К паре", "cancel_url": pair.get_absolute_url(),
        "aside": f"Когда цель достигнута раньше, работу завершают по согласию всех: наставника, наставляемого "
        f"(за ребёнка отвечает ещё и родитель) и куратора ({why}).\n\nПока не ответят все, работа идёт как обычно.",
    })  # fmt: skip


@once
def early_end_answer(request, pk):
    """One's own yes or no; or the curator enters one given on paper."""
    mark = the_mark(request, pk)
    pair = mark.early_end.pair
    back = f"{pair.get_absolute_url()}#early-end"
    deed = partial(actions.answer, mark, by=request.user, on=request.today)
    if actions.may_answer(mark, access.person_of(request.user), request.today, request.user):
        return answering.own(request, deed, back)
    check(request, "programs.pair_run", pair)
    return answering.on_paper(
        request, answerers(mark, request.today), deed, back, lead=words_of(mark), back_label="К паре",
        aside="Вносите ответ, когда бумага с подписью у вас в руках.",
    )  # fmt: skip


@never_cache
@require_POST
def early_end_link(request, pk):
    """A personal link for an answer without an account: shown once, the former one dies."""
    mark = the_mark(request, pk)
    if mark.party == "curator":
        raise Http404(pk)
    people, asked = answerers(mark, request.today), request.POST.get("person", "")
    person = people.filter(pk=asked).first() if asked.isdecimal() else people.first()
    if person is None:
        raise Refused("У ребёнка не указан законный представитель: ответить за него некому.")
    address = links.address(actions.answer_link(mark, person, by=request.user))
    return render(request, "programs/pair_link.html", {
        "title": "Ссылка для ответа", "person": person, "address": address, "qr": papers.qr_svg(address),
        "back": mark.early_end, "lead": words_of(mark),
        "message": (
            f"{person.address_name}, здравствуйте! Школа предлагает завершить работу с наставником раньше срока "
            f"и ждёт вашего ответа. Откройте ссылку: {address}"
        ),
    })  # fmt: skip


@require_POST
@once
def early_end_drop(request, pk):
    """The work goes on to the end of its term."""
    end = the_end(request, pk)
    check(request, "programs.pair_run", end.pair)
    workflow.move(end, "drop", by=request.user, on=request.today)
    messages.success(request, "Предложение снято: работа идёт до конца срока.")
    return redirect(end)


@once
def early_end_order(request, pk):
    """All have agreed: result and closing talk, then the draft of the order."""
    end = the_end(request, pk)
    check(request, "programs.pair_run", end.pair)
    check(request, "programs.order_prepare")
    form = EarlyResultForm(request.POST or None, initial={"result_text": end.pair.result_text})
    if request.method == "POST" and form.is_valid():
        order = attempt(form, lambda: actions.to_order(end, by=request.user, on=request.today, **form.cleaned_data))
        if order:
            messages.success(request, "Итог внесён, проект приказа о завершении готов. Прочитайте его и передайте.")
            return redirect(order)
    final = Meeting.objects.held().filter(pair=end.pair, kind="final").last()
    return render(request, "form_page.html", {
        "title": "Итог и приказ о завершении", "form": form, "submit": "Подготовить приказ", "lead": str(end.pair),
        "back_url": end.get_absolute_url(), "back_label": "К паре", "cancel_url": end.get_absolute_url(),
        "aside": f"Все согласны. Заключительная встреча: {final.held_on:%d.%m.%Y}." if final else
        "Все согласны. Заключительной встречи в журнале ещё нет: проведите её и внесите или напишите, почему её "
        "не будет.",
    })  # fmt: skip
