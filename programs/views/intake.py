"""Pages of the requests: the list, one request from its first words to the base, and what third parties say."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import intake as actions
from programs.forms.intake import (
    AskForm,
    ConclusionForm,
    NoteForm,
    RequestFilter,
    RequestForm,
    TieForm,
    doubles,
)
from programs.models import Programme, Request, ThirdPartyNote
from registry.engine import access, journal, workflow
from registry.engine import consents as gate
from registry.models import Consent, ConsentKind, Person
from registry.once import once
from registry.text import count, short_date
from registry.views.base import attempt, carry_out, check, page_of

VERBS = {"admit": actions.admit}
WITH_FACTS = ("enrolments__school_class", "employments")


def _row(request, pk):
    rows = Request.objects.visible_to(request.user, request.today).select_related("person", "programme__year", "form")
    return get_object_or_404(rows.prefetch_related("person__enrolments__school_class", "person__employments"), pk=pk)


def _programmes(request):
    return Programme.objects.visible_to(request.user, request.today).current().select_related("year")


def request_list(request):
    """All requests, with filters in the address; those from the site stand out until they are tied to a person."""
    check(request, "programs.request_list")
    programmes = Programme.objects.visible_to(request.user, request.today).select_related("year")
    form = RequestFilter(request.GET or None, programmes=programmes)
    rows = Request.objects.visible_to(request.user, request.today).select_related("person", "programme__year")
    rows = form.narrow(rows) if request.GET else rows
    page = page_of(request, rows.prefetch_related(*(f"person__{path}" for path in WITH_FACTS)))
    journal.listed(request.user, "открыт список запросов", [row.person for row in page if row.person])
    for row in page:
        row.what = row.person.what_is(request.today) if row.person else row.typed_class
    return render(request, "programs/request_list.html", {
        "page_obj": page, "filter_form": form, "found": count(page.paginator.count, "запрос", "запроса", "запросов"),
        "may_add": access.may(request.user, "programs.request_add"), "has_programmes": programmes.exists(),
    })  # fmt: skip


def _search(request, words):
    """People found by the words of the search box."""
    people = Person.objects.visible_to(request.user, request.today).filter(erased_at__isnull=True)
    found = list(people.search(words).prefetch_related(*WITH_FACTS)[:12]) if words else []
    if request.GET.get("person", "").isdigit():
        found = list(people.filter(pk=request.GET["person"]).prefetch_related(*WITH_FACTS)) or found
    if found:
        journal.listed(request.user, "поиск человека для запроса", found)
    return people, found


@once
def request_new(request):
    """The office writes down a wish: of somebody found by search, or of a new person in the same form."""
    check(request, "programs.request_add")
    words = request.GET.get("q", "").strip()
    people, found = _search(request, words)
    programmes = _programmes(request)
    initial = {
        "programme": programmes.filter(code=request.GET.get("programme", "")).first(),
        "role": "mentor" if request.GET.get("role") == "mentor" else "mentee",
    }
    form = RequestForm(
        request.POST or None, people=people, found=found, programmes=programmes, on=request.today, initial=initial,
        chosen=request.GET.get("person", ""),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.add_request(
            data["programme"], role=data["role"], by=request.user, on=request.today, words=data["words"],
            source=data["source"] or "office", **form.deed(),
        ))  # fmt: skip
        if row:
            messages.success(request, "Запрос записан. Спросите тех, кто знает человека, и завершите анализ.")
            return redirect(row)
    return render(request, "programs/request_new.html", {
        "form": form, "words": words, "found": found, "programmes": programmes,
    })  # fmt: skip


@once
def request_tie(request, pk):
    """Says who the typed request is from: somebody known, or a new person made from the typed words."""
    check(request, "programs.request_add")
    row = _row(request, pk)
    if row.person_id:
        messages.info(request, "Этот запрос уже связан с человеком.")
        return redirect(row)
    words = request.GET.get("q", "").strip()
    people, found = _search(request, words)
    if not words:
        found = list(doubles(people, row.typed_name, row.typed_birth_date).prefetch_related(*WITH_FACTS)[:12])
    same = [one for one in found if one.name_key == row.typed_key and one.birth_date == row.typed_birth_date]
    form = TieForm(
        request.POST or None, row=row, people=people, found=found, programmes=_programmes(request), on=request.today,
        chosen=str(same[0].pk) if len(same) == 1 and row.typed_birth_date else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        programme = form.cleaned_data["programme"]
        done = attempt(form, lambda: actions.tie_request(
            row, by=request.user, on=request.today, programme=programme, **form.deed()))  # fmt: skip
        if done:
            messages.success(request, f"Готово: запрос — {done.person.full_name}.")
            return redirect(done)
    return render(request, "programs/request_tie.html", {"row": row, "form": form, "words": words, "found": found})


def request_detail(request, pk):
    """One request: where it is, who it is, what others say, and what may be done now."""
    return _detail(request, _row(request, pk))


def _detail(request, row, conclusion=None, ask=None):
    """The page; forms that came back with errors are put in their places."""
    user, on = request.user, request.today
    opened = access.groups(user, row.person, on) if row.person else frozenset()
    is_office = access.has_role(user, "curator", "director", on=on)
    if row.person:
        journal.opened(user, row.person, row, on=on)
    else:
        journal.write(user, "открыт запрос", row)
    may_analyse = row.person and row.status == "received" and access.may(user, "programs.request_analyse", row)
    if conclusion is None and may_analyse:
        conclusion = ConclusionForm(initial={"topics": row.topics.all()})
    may_ask = row.person and row.status in ("received", "analysed") and access.may(user, "programs.note_ask", row)
    papers = _papers(request, row)
    return render(request, "programs/request_detail.html", {
        "row": row, "groups": opened, "is_office": is_office, "facts": _facts(row, opened, is_office, on),
        "track": workflow.track(row), "topics": row.topics.all(),
        "moves": [move for move in workflow.open_to(user, row, on) if move.name != "analyse"],
        "move_url": reverse("programs:request_move", args=[row.pk, "x"]).removesuffix("x/"),
        "notes": ThirdPartyNote.objects.visible_to(user, on).filter(request=row).select_related("author"),
        "conclusion": conclusion, "ask": ask or (AskForm(row=row, on=on) if may_ask else None),
        "papers": papers, "lacks_papers": any(paper is None for _, paper, _ in papers),
        "may_tie": not row.person and access.may(user, "programs.request_add"),
        "may_ask_papers": access.may(user, "registry.consent_ask", row.person),
        "card": _card(row) if is_office else None,
    })  # fmt: skip


def _facts(row, opened, is_office, on) -> list:
    """What the reader may know of the person, by the data groups that are open."""
    programme = row.programme.title if row.programme else "ещё не выбрана"
    facts = [("О чём", row.get_role_display()), ("Программа", programme)]
    if row.person:
        url = row.person.get_absolute_url() if is_office else ""
        facts.insert(0, ("Чей запрос", row.person.full_name, url))
        if "study" in opened or "work" in opened:
            facts.append(("Класс или должность", row.person.what_is(on)))
        if "contacts" in opened:
            born = row.person.birth_date
            age = row.person.age(on)
            facts.append(("Дата рождения", f"{short_date(born)} ({count(age, 'год', 'года', 'лет')})" if born else ""))
    facts.append(("Получен", f"{short_date(row.received_on)}, {row.get_source_display()}"))
    if row.ended_on:
        facts.append(("Закрыт", f"{short_date(row.ended_on)}: {row.end_note}"))
    return facts


def _papers(request, row) -> list:
    """(kind, consent or None, is it in force) of the consents that the request needs; empty for others."""
    if row.person is None or row.programme is None:
        return []
    seen = Consent.objects.visible_to(request.user, request.today).filter(person=row.person).order_by("pk")
    if not access.has_role(request.user, "curator", "director", on=request.today) and not seen:
        return []
    found = {}
    for paper in seen:
        if paper.kind not in gate.SCOPED or paper.scope == row.programme.code:
            found[paper.kind] = paper
    valid = set(row.person.consents.valid(request.today).values_list("pk", flat=True))
    return [
        (ConsentKind(kind).label, found.get(kind), kind in found and found[kind].pk in valid)
        for kind in actions.needed_kinds(row)
    ]


def _card(row) -> dict | None:
    """Where the way goes on from an admitted request."""
    if row.status != Request.Status.ADMITTED:
        return None
    card = getattr(row.person, row.role, None)
    if card is None:
        return None
    name = "programs:candidacy_new" if row.role == "mentor" else "programs:pair_new"
    url = reverse(name) + f"?programme={row.programme.code}&{row.role}={card.pk}"
    label = "Выдвинуть в реестр" if row.role == "mentor" else "Подобрать наставника"
    return {"url": card.get_absolute_url(), "next_url": url, "next_label": label}


@once
@require_POST
def request_conclude(request, pk):
    """The analysis is done: topics, a conclusion, and the missing consents are expected."""
    row = _row(request, pk)
    check(request, "programs.request_analyse", row)
    form = ConclusionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.conclude(
            row, by=request.user, on=request.today, analysis=data["analysis"], topics=data["topics"]))  # fmt: skip
        if done:
            messages.success(request, "Анализ завершён. Теперь нужны подписанные согласия: они уже запрошены.")
            return redirect(done)
    return _detail(request, _row(request, pk), conclusion=form)


@once
@require_POST
def request_move(request, pk, name):
    """A button of the request's page; the analysis has its own form."""
    if name == "analyse":
        raise Http404(name)
    return carry_out(request, _row(request, pk), name, VERBS)


@once
@require_POST
def note_ask(request, pk):
    """Ask those who know the person for their word."""
    row = _row(request, pk)
    check(request, "programs.note_ask", row)
    form = AskForm(request.POST, row=row, on=request.today)
    if form.is_valid() and attempt(form, lambda: _ask_all(request, row, form.asked())):
        messages.success(request, "Сведения запрошены: вопрос появится у них на странице «Сегодня».")
        return redirect(row.get_absolute_url() + "#notes")
    return _detail(request, row, ask=form)


@transaction.atomic
def _ask_all(request, row, asked):
    return [actions.ask_note(row, author, role, by=request.user, on=request.today) for author, role in asked]


@once
def note_write(request, pk):
    """The third party's page: who is asked about, what is asked, and a field for the answer."""
    rows = ThirdPartyNote.objects.visible_to(request.user, request.today).select_related("request__person", "author")
    note = get_object_or_404(rows, pk=pk)
    check(request, "programs.note_write", note)
    person = note.request.person
    journal.opened(request.user, person, note.request, on=request.today)
    form = NoteForm(request.POST or None, initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.write_note(
            note, form.cleaned_data["text"], by=request.user, on=request.today))  # fmt: skip
        if done:
            messages.success(request, f"Спасибо! Сведения о запросе ({person.short_name}) переданы куратору.")
            return redirect("cabinet")
    return render(request, "programs/note_write.html", {
        "note": note, "person": person, "what": person.what_is(request.today), "form": form,
        "topics": note.request.topics.all(),
    })  # fmt: skip
