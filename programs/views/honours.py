"""Statements about mentoring and awards: what is issued, its journal, the papers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from programs.actions import honours as actions
from programs.forms.honours import AboutMentorForm, AwardFilter, AwardForm, CharacteristicForm, StatementFilter
from programs.models import Award, Order, Programme, Statement
from programs.views.pairs import the_pair
from registry.answers import file_answer
from registry.engine import access, journal
from registry.models import Mentor
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


@require_safe
def statement_list(request):
    """The journal of statements and characteristics."""
    check(request, "programs.statement_list")
    form = StatementFilter(request.GET or None)
    rows = form.apply(Statement.objects.visible_to(request.user, request.today))
    page = page_of(request, rows.select_related("person", "paper__file", "prepared_by").order_by("-date", "-pk"))
    journal.listed(request.user, "открыт журнал справок", [row.person for row in page])
    return render(request, "programs/statement_list.html", {
        "filter_form": form, "page_obj": page, "found": count(rows.count(), "документ", "документа", "документов"),
    })  # fmt: skip


@once
def statement_new(request, pk):
    """A certificate or a confirmation about a mentor; opens the very paper."""
    check(request, "programs.statement_issue")
    card = get_object_or_404(Mentor.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    form = AboutMentorForm(request.POST or None, initial={"kind": "certificate"})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.issue_about_mentor(
            card.person, by=request.user, on=request.today, **form.cleaned_data))  # fmt: skip
        if made:
            messages.success(request, f"Выдано: {made}. Документ открыт в журнале.")
            return redirect("programs:statement_list")
    return render(request, "form_page.html", {
        "title": "Справка о наставничестве", "lead": card.person.full_name, "form": form, "submit": "Выдать",
        "back_url": card.get_absolute_url(), "back_label": "К карточке наставника",
        "cancel_url": card.get_absolute_url(),
        "aside": "Пары, сроки, результаты и приказы программа впишет сама. Ученики в справке не названы по именам: "
        "бумага уходит из школы.\n\nНомер — следующий в журнале справок.",
    })  # fmt: skip


@once
def characteristic_new(request, pk, person):
    """The mentor's word on the mentee."""
    pair = the_pair(request, pk)
    check(request, "programs.characteristic_write", pair)
    who = get_object_or_404(type(pair.mentor).objects.filter(pk__in=[one.pk for one in pair.mentees]), pk=person)
    form = CharacteristicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.write_characteristic(
            pair, who, by=request.user, on=request.today, **form.cleaned_data))  # fmt: skip
        if made:
            return redirect(made)
    journal.write(request.user, "открыта страница пары", pair, people=[who])
    return render(request, "form_page.html", {
        "title": "Характеристика наставляемого", "lead": who.full_name, "form": form, "submit": "Составить",
        "back_url": pair.get_absolute_url(), "back_label": "К паре", "cancel_url": pair.get_absolute_url(),
        "aside": "Период, форму и выполнение плана программа впишет сама. Распечатайте, подпишите у куратора и "
        "директора.\n\nСоставленную характеристику изменить нельзя: при нужде напишите новую.",
    })  # fmt: skip


@require_safe
def award_list(request):
    """The journal of awards, newest first."""
    check(request, "programs.award_list")
    form = AwardFilter(request.GET or None)
    rows = form.apply(Award.objects.visible_to(request.user, request.today))
    page = page_of(request, rows.select_related("person", "programme__year", "order", "paper__file").order_by("-pk"))
    journal.listed(request.user, "открыт журнал поощрений", [row.person for row in page])
    programmes = Programme.objects.visible_to(request.user, request.today).current()
    return render(request, "programs/award_list.html", {
        "filter_form": form, "page_obj": page, "found": count(rows.count(), "лист", "листа", "листов"),
        "may_issue": access.may(request.user, "programs.award_issue"), "programmes": programmes,
        "batch": page[0].batch if request.GET.get("batch") and page else "",
    })  # fmt: skip


@require_safe
def award_sheets(request, batch):
    """A whole batch in one file for the printer; one sheet is opened from the journal."""
    check(request, "programs.award_list")
    rows = Award.objects.visible_to(request.user, request.today).filter(batch=batch, paper__isnull=False)
    rows = list(rows.select_related("person", "paper__file").order_by("pk"))
    if not rows:
        raise Http404(batch)
    journal.listed(request.user, "напечатана пачка поощрений", [row.person for row in rows])
    return file_answer(actions.one_file(rows), f"{rows[0].kind} № {rows[0].number}–{rows[-1].number}.pdf")


@once
def award_new(request, code):
    """A batch of sheets, each under its own number."""
    programmes = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation")
    programme = get_object_or_404(programmes, code=code)
    check(request, "programs.award_issue", programme)
    people = actions.candidates(programme)
    orders = Order.objects.visible_to(request.user, request.today).registered().filter(programme=programme)
    form = AwardForm(
        request.POST or None, programme=programme, people=people, orders=orders, initial={"date": request.today}
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        chosen = list(data.pop("people").order_by("name_key", "pk"))
        made = attempt(form, lambda: actions.award_batch(programme, chosen, by=request.user, on=request.today, **data))
        if made and made[1]:
            return redirect(made[1])
        if made:
            said = count(len(made[0]), "лист", "листа", "листов")
            messages.success(request, f"Готово: {said} с номерами. Откройте пачку и печатайте.")
            return redirect(f"{reverse('programs:award_list')}?batch={made[0][0].batch}")
    journal.listed(request.user, "открыт список для поощрения", people)
    return render(request, "form_page.html", {
        "title": "Поощрить участников", "lead": f"{programme}", "form": form, "submit": "Подготовить листы",
        "back_url": programme.get_absolute_url(), "back_label": "К программе",
        "cancel_url": programme.get_absolute_url(),
        "aside": "Каждый лист получит свой номер в журнале поощрений. Письмо родителям возьмёт представителей из "
        "карточки ученика, письмо организации — место работы из карточки наставника.",
    })  # fmt: skip
