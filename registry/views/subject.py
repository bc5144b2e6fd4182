"""«Мои данные»: what is held about a person, in whose eyes it came, and the person's demands with the answers."""

import io
import json
import zipfile

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import reading
from registry.actions import subject as actions
from registry.answers import file_answer
from registry.engine import access, journal, papers
from registry.forms.subject import AnswerForm, AskForm, RequestFilter
from registry.models import Person, SubjectRequest
from registry.naming import naming
from registry.once import once
from registry.papers import my_data as paper
from registry.views.base import attempt, check, page_of

CHILD_TITLES = {
    "Учёба и работа": "Класс", "Контакты": "Как с тобой связаться", "Семья": "Кто за тебя отвечает",
    "Карточка наставляемого": "Чем увлекаешься и с чем помочь", "Карточка наставника": "Ты как наставник",
    "Замеры": "Как было и как стало", "Вопросы о паре": "Как тебе с наставником", "Запросы": "О какой помощи просили",
    "Сведения от других людей": "Что рассказали взрослые", "Сопровождение без пары": "Помощь, пока нет наставника",
    "Ходатайства и заявления": "Просьбы о другом наставнике", "Обращения о данных": "Твои вопросы о данных",
    "Согласия": "Разрешения взрослых", "Пары": "Твои наставники", "Документы": "Твои бумаги",
    "Знакомство и анкета предпочтений": "С кем хотелось бы работать", "Журнал действий": "Сколько раз открывали",
    "Изменения и завершение пары": "Что менялось", "Справки, характеристики, поощрения": "Справки и грамоты",
}  # fmt: skip
"""What is stored, by the words of a reader under fourteen; the rest is simple as it stands."""


def for_reader(request, sections, is_me):
    """The titles of the sections as this reader knows them."""
    if is_me and reading.to_child(request):
        return [{**one, "title": CHILD_TITLES.get(one["title"], one["title"])} for one in sections]
    return sections


def whose(request, pk=None) -> Person:
    """Oneself, one's child while the guardian's view lasts, anybody for the office; else 404."""
    me = access.person_of(request.user)
    if pk is None:
        if me is None:
            raise Http404("no person behind this account")
        return me
    rows = Person.objects.filter(access.people_q(request.user, request.today, ["self", "my_child", "office"]))
    return get_object_or_404(rows.filter(erased_at__isnull=True), pk=pk)


@require_safe
def my_data(request, pk=None):
    """Everything that is stored, on what ground, until when, who opened it, and what may be done about it."""
    person, on = whose(request, pk), request.today
    check(request, "registry.my_data", person)
    me = access.person_of(request.user)
    journal.write(request.user, "открыта страница «Мои данные»", person, people=[person],
                  right=access.right(request.user, person, on))  # fmt: skip
    children = Person.objects.filter(access.people_q(request.user, on, ["my_child"])) if person == me else []
    office = access.may(request.user, "registry.subject_list")
    return render(request, "registry/my_data.html", {
        "title": "Мои данные" if person == me else "Данные человека" if office else "Данные ребёнка",
        "person": person, "is_me": person == me, "children": children,
        "for_child": person == me and reading.to_child(request),
        "sections": for_reader(request, paper.sections(person, on), person == me),
        "readers": paper.readers(person, limit=30),
        "consents": person.consents.valid(on) if access.may(request.user, "registry.consent_withdraw", person) else [],
        "requests": SubjectRequest.objects.visible_to(request.user, on).filter(person=person).select_related("duty"),
        "may_ask": access.may(request.user, "registry.subject_ask", person),
    })  # fmt: skip


@require_safe
def my_data_download(request, pk):
    """One archive: a page to read and print (PDF), and the same as data (JSON)."""
    person, on = whose(request, pk), request.today
    check(request, "registry.my_data", person)
    said = paper.context(person, on)
    journal.write(request.user, "выгружены данные о человеке", person, people=[person],
                  right=access.right(request.user, person, on))  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Данные.pdf", papers.pdf(papers.html(paper.TEMPLATE, said)))
        archive.writestr("Данные.json", json.dumps(papers.as_said(said), ensure_ascii=False, indent=2))
    return file_answer(out.getvalue(), f"Данные {on:%d.%m.%Y}.zip", "application/zip", download=True)


@once
def subject_request_new(request, pk):
    """A demand: from the cabinet by the person or his representative, or typed from paper by the curator."""
    person, on = whose(request, pk), request.today
    check(request, "registry.subject_ask", person)
    me = access.person_of(request.user)
    own = person == me or person.guardians(on).filter(pk=getattr(me, "pk", None)).exists()
    form = AskForm(
        request.POST or None, person=person, on=on, from_paper=not own, to_child=reading.to_child(request),
        initial={key: request.GET[key] for key in ("kind", "about", "words") if key in request.GET},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.ask(
            person, data["kind"], by=request.user, on=on, words=data["words"], about=data["about"],
            asked_by=form.asker(), source="cabinet" if own else "paper", received_on=data.get("received_on"),
        ))  # fmt: skip
        if row:
            messages.success(request, reading.said(
                request, f"Обращение {row.name} зарегистрировано. Ответ — не позднее {row.duty.due_on:%d.%m.%Y}.",
                f"Отправлено. Тебе ответят не позже {row.duty.due_on:%d.%m.%Y}.",
            ))  # fmt: skip
            return redirect(row)
    return render(request, "form_page.html", {
        "title": reading.said(request, "Обращение о данных", "Попросить школу"), "form": form,
        "lead": reading.said(request, person.full_name, ""), "cancel_url": _page_of(request, person),
        "submit": reading.said(request, "Отправить обращение", "Отправить"),
        "aside": reading.said(
            request, "Узнать, какие данные хранятся, и прекратить обработку: школа отвечает за 10 рабочих дней.\n\n"
            "Исправить неверное: за 7 рабочих дней.\n\nЧтобы данные закрылись сразу, отзовите согласие.",
            "Школа обязательно ответит: ждать не больше двух недель. Ответ появится в кабинете.",
        ),
    })  # fmt: skip


def _page_of(request, person):
    from django.urls import reverse

    return reverse("registry:my_data_of", args=[person.pk])


@require_safe
def subject_request_list(request):
    """The register of demands: those that wait first, by their terms."""
    check(request, "registry.subject_list")
    rows = SubjectRequest.objects.visible_to(request.user, request.today).select_related("person", "asked_by", "duty")
    form = RequestFilter(request.GET or None)
    data = form.cleaned_data if form.is_valid() else {}
    if data.get("show") != "all":
        rows = rows.open().order_by("duty__due_on", "pk")
    rows = naming(rows, data.get("q"), "person")
    if data.get("kind"):
        rows = rows.filter(kind=data["kind"])
    page = page_of(request, rows)
    if page.object_list:
        journal.listed(request.user, "открыт список обращений о данных", {row.person for row in page})
    return render(request, "registry/subject_request_list.html", {
        "page_obj": page, "filter_form": form, "may_answer": access.may(request.user, "registry.subject_answer"),
    })  # fmt: skip


def visible(request, pk) -> SubjectRequest:
    rows = SubjectRequest.objects.visible_to(request.user, request.today)
    return get_object_or_404(
        rows.select_related("person", "asked_by", "answered_by", "duty__kind", "paper__file"), pk=pk
    )


@require_safe
def subject_request_detail(request, pk):
    """What was asked, by when it must be answered, what the answer was."""
    row, user = visible(request, pk), request.user
    journal.write(user, "открыто обращение о данных", row, people=[row.person],
                  right=access.right(user, row.person, request.today))  # fmt: skip
    return render(request, "registry/subject_request_detail.html", {
        "row": row, "person": row.person, "is_mine": access.may(user, "registry.subject_read", row),
        "may_answer": not row.answered_on and access.may(user, "registry.subject_answer"),
        "may_erase": access.may(user, "registry.erasure_prepare"),
        "is_office": access.may(user, "registry.subject_list"),
    })  # fmt: skip


@once
def subject_request_answer(request, pk):
    """The answer in words; its paper is issued and opened to the asker."""
    row = visible(request, pk)
    check(request, "registry.subject_answer")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.answer(
            row, by=request.user, on=request.today, outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["answer"],
        ))  # fmt: skip
        if done:
            messages.success(request, "Ответ дан. Человек увидит его в кабинете; бумагу можно распечатать и отдать.")
            return redirect(done)
    if row.answered_on:
        return redirect(row)
    if request.method != "POST":
        journal.opened(request.user, row.person, row, on=request.today)
    asked = row.words or (f"Исправить: {row.about}" if row.about else "Какие данные хранятся.")
    return render(request, "form_page.html", {
        "title": f"Ответ на обращение {row.name}", "form": form, "submit": "Дать ответ",
        "lead": f"{row.person.full_name}: {row.get_kind_display()}. Срок — {row.duty.due_on:%d.%m.%Y}.",
        "cancel_url": row.get_absolute_url(),
        "aside": f"{asked}\n\nВсё, что хранится о человеке, можно выгрузить одним архивом со страницы его данных "
        "и приложить к ответу.",
    })  # fmt: skip


@require_POST
@once
def subject_request_read(request, pk):
    """The asker has read the answer."""
    row = visible(request, pk)
    check(request, "registry.subject_read", row)
    actions.mark_read(row, by=request.user, on=request.today)
    messages.success(request, "Отмечено: ответ прочитан.")
    return redirect(row)
