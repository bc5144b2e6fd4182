"""The question on fit: answered with one tap, read by the curator only."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from programs.actions import pulse as actions
from programs.forms.care import HandleForm, NameFilter
from programs.models import Pulse
from registry.engine import access, journal, links, papers
from registry.engine.errors import Refused
from registry.naming import naming
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of

SHOWN = {"": "что разобрать и кто не ответил", "bad": "что разобрать", "waiting": "кто не ответил", "all": "все ответы"}


@require_safe
def pulse_list(request):
    """Answers that want a deed first, then who has not answered; all of them on request."""
    check(request, "programs.pulse_view")
    rows = Pulse.objects.visible_to(request.user, request.today).select_related("person", "pair", "handled_by")
    form = NameFilter(request.GET or None)
    show, anything = form.chosen("show"), rows.exists()
    words = form.chosen("q")
    rows = naming(rows, words, "pair__sides__person")
    if show == "bad":
        rows = rows.bad()
    elif show == "waiting":
        rows = rows.waiting()
    elif show != "all":
        rows = rows.bad() | rows.waiting()
    rows = rows.order_by(F("answered_on").desc(nulls_last=True), "-asked_on", "-pk")
    page = page_of(request, rows.prefetch_related("pair__sides__person"))
    if page.object_list:
        journal.listed(request.user, "открыты ответы о парах", {row.person for row in page})
    return render(request, "programs/pulse_list.html", {
        "page_obj": page, "show": show, "shown": SHOWN.items(), "form": HandleForm(), "anything": anything,
        "filter_form": form, "words": words, "found": count(page.paginator.count, "вопрос", "вопроса", "вопросов"),
        "may_link": access.may(request.user, "programs.silence_remind"),
    })  # fmt: skip


@once
def pulse_answer(request, pk):
    """My own question: three buttons."""
    row = get_object_or_404(Pulse.objects.select_related("pair", "person"), pk=pk, person__user=request.user)
    check(request, "programs.pulse_answer", row)
    if request.method == "POST":
        said = request.POST.get("answer", "")
        actions.answer_pulse(
            row, int(said) if said.isdecimal() else 0, by=request.user, on=request.today,
            note=request.POST.get("note", ""),
        )  # fmt: skip
        messages.success(request, "Спасибо! Ответ прочтёт только куратор.")
        return redirect("cabinet")
    others = row.pair.mentees if row.role == "mentor" else [row.pair.mentor]
    return render(request, "programs/pulse_door.html", {
        "pulse": row, "person": row.person, "others": others, "is_cabinet": True,
        "action": reverse("programs:pulse_answer", args=[row.pk]), "is_over": row.answered_on or row.dropped_on,
    })  # fmt: skip


def the_pulse(request, pk):
    rows = Pulse.objects.visible_to(request.user, request.today).select_related("person", "pair")
    return get_object_or_404(rows, pk=pk)


@never_cache
@require_POST
def pulse_link(request, pk):
    """A personal link for whoever has no account: shown once, the former one dies."""
    row = the_pulse(request, pk)
    check(request, "programs.pulse_view")
    address = links.address(actions.pulse_link(row, by=request.user, on=request.today))
    return render(request, "programs/pair_link.html", {
        "title": "Ссылка на один вопрос", "person": row.person, "address": address, "qr": papers.qr_svg(address),
        "back": row.pair, "lead": "Как идут дела в паре",
        "message": (
            f"{row.person.address_name}, здравствуйте! Ответьте, пожалуйста, на один вопрос: откройте ссылку и нажмите "
            f"одну кнопку. Ответ увидит только куратор. {address}"
        ),
    })  # fmt: skip


@require_POST
@once
def pulse_handle(request, pk):
    """What was done about the answer."""
    row = the_pulse(request, pk)
    check(request, "programs.pulse_view")
    form = HandleForm(request.POST)
    if not form.is_valid():
        raise Refused("Напишите, что сделано: до 500 знаков.")
    done = attempt(form, lambda: actions.handle_pulse(
        row, by=request.user, on=request.today, note=form.cleaned_data["note"]
    ))  # fmt: skip
    if done is None:
        raise Refused(" ".join(form.non_field_errors()) or "Напишите, что сделано.")
    messages.success(request, "Отмечено.")
    return redirect("programs:pulse_list")
