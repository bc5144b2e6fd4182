"""Papers of a candidate and of a pair: forms to sign, the labour regime, the supplementary agreement."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs.actions import labour as actions
from programs.forms.labour import EndForm, NumberForm, RegimeForm, SignedOnForm, SupplementForm
from programs.models import Candidacy, Programme, SupplementaryAgreement
from programs.papers import agreement, application, duties_consent, supplement
from programs.papers.files import printed
from programs.views.pairs import the_pair
from registry.answers import pdf_answer
from registry.engine import access, journal, papers, workflow
from registry.once import once
from registry.views.base import attempt, check


def _candidacy(request, pk):
    rows = Candidacy.objects.visible_to(request.user, request.today)
    rows = rows.select_related("programme__regulation", "programme__year", "mentor__person", "form")
    return get_object_or_404(rows, pk=pk)


def _programme(request, code):
    rows = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation")
    return get_object_or_404(rows, code=code)


@require_safe
def application_pdf(request, pk):
    """The candidate's application, filled."""
    row = _candidacy(request, pk)
    check(request, "programs.candidacy_print", row)
    printed(request, "заявление кандидата", row.person)
    return pdf_answer(
        application.TEMPLATE,
        application.context(row.programme, row, request.today),
        f"Заявление, {row.person.last_name}",
    )


@require_safe
def application_blank(request, code):
    """The same with lines for the pen, for anybody."""
    programme = _programme(request, code)
    return pdf_answer(
        application.TEMPLATE, application.context(programme, None, request.today), "Заявление кандидата, бланк"
    )


@require_safe
def nomination_pdf(request, pk):
    """The staff's nomination, filled."""
    row = _candidacy(request, pk)
    check(request, "programs.candidacy_print", row)
    printed(request, "представление кандидата", row.person)
    return pdf_answer(
        application.NOMINATION, application.nomination(row.programme, row, request.today),
        f"Представление, {row.person.last_name}",
    )  # fmt: skip


@require_safe
def nomination_blank(request, code):
    programme = _programme(request, code)
    return pdf_answer(
        application.NOMINATION,
        application.nomination(programme, None, request.today),
        "Представление коллектива, бланк",
    )


@require_safe
def duties_pdf(request, pk):
    """Consent to the duties, to be signed by pen."""
    row = _candidacy(request, pk)
    check(request, "programs.candidacy_print", row)
    printed(request, "согласие на обязанности наставника", row.person)
    return pdf_answer(
        duties_consent.TEMPLATE, duties_consent.context(row, request.today),
        f"Согласие на обязанности наставника, {row.person.last_name}",
    )  # fmt: skip


@once
def duties_received(request, pk):
    """The signed consent came back."""
    row = _candidacy(request, pk)
    check(request, "programs.candidacy_add", row)
    form = SignedOnForm(request.POST or None, initial={"signed_on": row.duties_consent_on or request.today})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: actions.receive_duties_consent(
        row, by=request.user, on=request.today, **form.cleaned_data)):  # fmt: skip
        messages.success(request, "Письменное согласие отмечено: человека можно вносить в приказ.")
        return redirect(row.get_absolute_url() + "#duties")
    return render(request, "form_page.html", {
        "title": "Согласие на обязанности наставника", "lead": row.person.full_name, "form": form,
        "submit": "Отметить получение", "back_url": row.get_absolute_url(), "back_label": "К кандидату",
        "cancel_url": row.get_absolute_url(),
        "aside": "Отмечайте, когда подписанный лист у вас в руках: нажатие кнопки подписи не заменяет.",
    })  # fmt: skip


@require_safe
def agreement_pdf(request, pk):
    """The agreement of everybody in the pair, to be signed by pen."""
    pair = the_pair(request, pk)
    check(request, "programs.agreement_print", pair)
    people = [*pair.journal_people(), *(one for child in pair.mentees for one in child.guardians(request.today))]
    journal.write(request.user, "напечатано: соглашение о наставничестве", pair, people=people)
    return pdf_answer(agreement.TEMPLATE, agreement.context(pair, request.today), f"Соглашение, {pair}")


@once
def regime_edit(request, pk):
    """How labour law sees the mentor's work; with art. 351.8 the agreement follows at once."""
    pair = the_pair(request, pk)
    check(request, "programs.supplement_edit", pair)
    side = actions.mentor_side(pair)
    form = RegimeForm(request.POST or None, initial={"regime": side.labour_regime if side else ""})
    if request.method == "POST" and form.is_valid():
        regime = form.cleaned_data["regime"]
        done = attempt(form, lambda: (actions.set_regime(pair, regime, by=request.user, on=request.today), True))
        if done and regime == "351.8":
            messages.success(request, "Режим записан. Дальше — дополнительное соглашение.")
            return redirect(actions.draft_supplement(pair, by=request.user, on=request.today))
        if done:
            messages.success(request, "Трудовой режим записан.")
            return redirect(pair)
    return render(request, "form_page.html", {
        "title": "Трудовой режим наставника", "lead": f"{pair}", "form": form, "submit": "Записать",
        "back_url": pair.get_absolute_url(), "back_label": "К паре", "cancel_url": pair.get_absolute_url(),
        "aside": "Статья 351.8 ТК РФ — о работнике, который помогает другому работнику школы. Работа с учеником под "
        "неё не подходит: её оплачивают иначе или ведут без выплат.",
    })  # fmt: skip


def _supplement(request, pk):
    rows = SupplementaryAgreement.objects.visible_to(request.user, request.today)
    return get_object_or_404(
        rows.select_related("pair__programme__year", "pair__form", "employee", "paper__file"), pk=pk
    )


@require_safe
def supplement_detail(request, pk):
    """The sheet beside what may be done with it now."""
    return _show(request, _supplement(request, pk))


def _show(request, row, **forms):
    said = {**row.paper.said, "code": row.paper.code} if row.paper_id else supplement.context(row)
    journal.write(request.user, "открыто дополнительное соглашение", row, people=[row.employee])
    may_edit = access.may(request.user, "programs.supplement_edit", row)
    may_end = access.may(request.user, "programs.supplement_end", row)
    is_draft = row.status == row.Status.DRAFT
    return render(request, "programs/supplement_detail.html", {
        "row": row, "article": papers.article(supplement.TEMPLATE, said), "track": workflow.track(row),
        "may_edit": may_edit, "gaps": list(actions.finish_gaps(row, request.today)) if may_edit and is_draft else [],
        "number_form": NumberForm() if may_edit and is_draft else None,
        "signed_form": SignedOnForm(initial={"signed_on": request.today})
        if may_edit and row.status == row.Status.ISSUED else None,
        "end_form": EndForm(on=request.today) if may_end and row.status == row.Status.SIGNED else None,
        **forms,
    })  # fmt: skip


@once
def supplement_edit(request, pk):
    row = _supplement(request, pk)
    check(request, "programs.supplement_edit", row)
    if row.status != row.Status.DRAFT:
        messages.info(request, "Соглашение уже с номером: его текст не меняют.")
        return redirect(row)
    form = SupplementForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in SupplementForm.Meta.fields}
        if attempt(form, lambda: actions.edit_supplement(row, by=request.user, **values)):
            messages.success(request, "Черновик сохранён.")
            return redirect(row)
    return render(request, "form_page.html", {
        "title": "Дополнительное соглашение", "lead": row.employee.full_name, "form": form,
        "back_url": row.get_absolute_url(), "back_label": "К соглашению", "cancel_url": row.get_absolute_url(),
        "aside": "Содержание, срок, форма и выплаты обязательны (ст. 351.8 ТК РФ). Черновик можно сохранить неполным, "
        "но номер он получит, когда всё заполнено.",
    })  # fmt: skip


@require_safe
def supplement_pdf(request, pk):
    """The very paper once it has a number; a draft before."""
    row = _supplement(request, pk)
    if row.paper_id:
        return redirect(row.paper.file)
    printed(request, "проект дополнительного соглашения", row.employee)
    return pdf_answer(supplement.TEMPLATE, supplement.context(row), "Проект дополнительного соглашения")


def _step(request, pk, permission, name, form, deed, done):
    """One of the three steps of an agreement; with a mistake the page comes back with the form under its name."""
    row = _supplement(request, pk)
    check(request, permission, row)
    if form.is_valid() and attempt(form, lambda: deed(row, by=request.user, on=request.today, **form.cleaned_data)):
        messages.success(request, done)
        return redirect(row)
    return _show(request, row, **{name: form})


@require_POST
@once
def supplement_finish(request, pk):
    return _step(
        request, pk, "programs.supplement_edit", "number_form", NumberForm(request.POST), actions.finish_supplement,
        "Соглашение получило номер. Распечатайте два экземпляра и подпишите.",
    )  # fmt: skip


@require_POST
@once
def supplement_sign(request, pk):
    return _step(
        request, pk, "programs.supplement_edit", "signed_form", SignedOnForm(request.POST), actions.sign_supplement,
        "Отмечено: соглашение подписано.",
    )  # fmt: skip


@require_POST
@once
def supplement_end(request, pk):
    return _step(
        request, pk, "programs.supplement_end", "end_form", EndForm(request.POST, on=request.today),
        actions.end_supplement,
        "Прекращение записано. Распечатайте уведомление; для наставляемого подберите замену.",
    )  # fmt: skip


@require_safe
def supplement_notice(request, pk):
    """The notice, once the end is written down."""
    row = _supplement(request, pk)
    if row.notice_on is None:
        messages.info(request, "Уведомления ещё нет: сначала запишите прекращение.")
        return redirect(row)
    printed(request, "уведомление о прекращении", row.employee)
    return pdf_answer(supplement.NOTICE, supplement.notice(row), f"Уведомление, {row.employee.last_name}")
