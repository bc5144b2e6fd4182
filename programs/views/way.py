"""Between the request and the pair: the diagnostic talk, a mended conclusion, the next step without a pair."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.actions import way as actions
from programs.forms.way import EntrustForm, MendForm, StepDoneForm, SupportForm, TalkForm
from programs.models import Support, Talk
from programs.unpaired import psychologist
from programs.views.request_page import detail, the_request
from registry.engine import access, journal
from registry.once import once
from registry.text import short_date
from registry.views.base import attempt, check


def _page(request, row, form, **context):
    """A small form about one request."""
    return render(request, "form_page.html", {
        "form": form, "lead": row.name, "back_url": row.get_absolute_url(), "back_label": "К запросу",
        "cancel_url": row.get_absolute_url(), **context,
    })  # fmt: skip


@once
@require_POST
def talk_entrust(request, pk):
    """Ask the psychologist, the social worker or oneself to hold the talk."""
    row = the_request(request, pk)
    check(request, "programs.request_analyse", row)
    form = EntrustForm(request.POST, on=request.today, prefix="talk")
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.entrust_talk(
            row, data["holder"], by=request.user, on=request.today, due=data["due"])):  # fmt: skip
            messages.success(request, f"Беседа поручена: {data['holder'].short_name}. Она появится на «Сегодня».")
            return redirect(row.get_absolute_url() + "#talk")
    return detail(request, row, entrust=form)


@once
def talk_hold(request, pk):
    """The talk as it was; opened again before the analysis, it is mended."""
    row = the_request(request, pk)
    check(request, "programs.talk_write")
    me = access.person_of(request.user)
    asked = request.GET.get("talk", "")
    seen = Talk.objects.visible_to(request.user, request.today).filter(request=row)
    talk = get_object_or_404(seen, pk=asked) if asked.isdecimal() else None
    initial = {"held_on": request.today, "holder": me}
    if talk:
        initial = {"held_on": talk.held_on, "holder": talk.holder, "result": talk.result, "special": talk.special}
    form = TalkForm(request.POST or None, on=request.today, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.hold_talk(row, by=request.user, on=request.today, talk=talk, **data)):
            messages.success(request, "Беседа внесена.")
            return redirect(row.get_absolute_url() + "#talk")
    if request.method != "POST" and row.person:
        journal.opened(request.user, row.person, row, on=request.today)
    return _page(
        request, row, form, title="Исправить беседу" if talk and talk.held_on else "Диагностическая беседа",
        submit="Сохранить беседу",
        aside="Беседа уточняет, что человеку нужно на самом деле.\n\nУчастник, родители и наставник этих слов не "
        "увидят. Личное и тяжёлое пишите в «Особые отметки»: их читают куратор, психолог и социальный педагог.",
    )  # fmt: skip


@once
def conclusion_mend(request, pk):
    """A conclusion corrected after it was closed; the former one stays beside it."""
    row = the_request(request, pk)
    check(request, "programs.request_analyse", row)
    form = MendForm(request.POST or None, row=row, initial={
        "topics": row.topics.all(), "form": row.form, "analysis": row.analysis,
    }) if row.programme else None  # fmt: skip
    if form is None:
        return redirect(row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.mend_conclusion(row, by=request.user, on=request.today, **data)):
            messages.success(request, "Вывод исправлен. Прежний остался рядом, с причиной.")
            return redirect(row.get_absolute_url() + "#said-title")
    if request.method != "POST" and row.person:
        journal.opened(request.user, row.person, row, on=request.today)
    return render(request, "programs/conclusion_mend.html", {"row": row, "form": form})


@once
def support_new(request, pk):
    """What will be done for a mentee who has no mentor, until when, and by whom."""
    row = the_request(request, pk)
    check(request, "programs.support_edit")
    form = SupportForm(request.POST or None, on=request.today, initial={"who": psychologist(request.today)})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: actions.plan_support(row, by=request.user, on=request.today, **form.cleaned_data))
    ):
        messages.success(request, "Шаг назначен: к этому дню он появится на «Сегодня».")
        return redirect(row.get_absolute_url() + "#support")
    if request.method != "POST" and row.person:
        journal.opened(request.user, row.person, row, on=request.today)
    return _page(
        request, row, form, title="Следующий шаг без наставника", submit="Назначить шаг",
        aside="Пока наставника нет, о человеке помнят: у него есть следующий шаг, день и тот, кто этот шаг сделает.",
    )  # fmt: skip


@once
def support_done(request, pk):
    """What came of the step; then the next one."""
    rows = Support.objects.visible_to(request.user, request.today).select_related("request__person", "who")
    support = get_object_or_404(rows, pk=pk)
    check(request, "programs.support_do", support)
    row = support.request
    form = StepDoneForm(request.POST or None, initial={"done_on": request.today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.do_support(
            support, by=request.user, on=request.today, note=data["note"], done_on=data["done_on"])):  # fmt: skip
            if access.may(request.user, "programs.support_edit") and not actions.has_pair(row):
                messages.success(request, "Отмечено. Назначьте следующий шаг, если наставника ещё нет.")
                return redirect("programs:support_new", row.pk)
            messages.success(request, "Отмечено, спасибо.")
            return redirect("cabinet")
    if request.method != "POST":
        journal.opened(request.user, row.person, row, on=request.today)
    return render(request, "form_page.html", {
        "form": form, "title": "Шаг сделан", "submit": "Отметить", "cancel_url": row.get_absolute_url(),
        "lead": f"{row.name}: {support.step} (до {short_date(support.due)})", "back_url": row.get_absolute_url(),
        "back_label": "К запросу",
    })  # fmt: skip
