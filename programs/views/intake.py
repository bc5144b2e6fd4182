"""Pages of the requests: the list, one request from its first words to the base, and what third parties say."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from programs.actions import intake as actions
from programs.forms.intake import RequestFilter, RequestForm, TieForm, doubles
from programs.forms.way import ConclusionForm
from programs.models import Programme, Request
from programs.views.request_page import detail, the_request
from registry.engine import access, journal
from registry.models import Person
from registry.once import once
from registry.text import count
from registry.views.base import attempt, carry_out, check, page_of

VERBS = {"admit": actions.admit}
WITH_FACTS = ("enrolments__school_class", "employments")


def _programmes(request):
    return Programme.objects.visible_to(request.user, request.today).current().select_related("year")


def request_list(request):
    """All requests, with filters in the address; those from the site stand out until they are tied to a person."""
    check(request, "programs.request_list")
    programmes = Programme.objects.visible_to(request.user, request.today).select_related("year")
    form = RequestFilter(request.GET or None, programmes=programmes, on=request.today)
    rows = Request.objects.visible_to(request.user, request.today).select_related("person", "programme__year", "poster")
    rows = form.narrow(rows) if request.GET else rows
    page = page_of(request, rows.prefetch_related(*(f"person__{path}" for path in WITH_FACTS)))
    journal.listed(request.user, "открыт список запросов", [row.person for row in page if row.person])
    for row in page:
        row.what = row.person.what_is(request.today) if row.person else row.typed_class
    return render(request, "programs/request_list.html", {
        "page_obj": page, "filter_form": form, "found": count(page.paginator.count, "запрос", "запроса", "запросов"),
        "may_add": access.may(request.user, "programs.request_add"), "has_programmes": programmes.exists(),
        "may_count": access.may(request.user, "programs.needs_view"),
    })  # fmt: skip


def _search(request, words):
    """People found by the words of the search box."""
    people = Person.objects.visible_to(request.user, request.today).filter(erased_at__isnull=True)
    found = list(people.search(words, contacts=True).prefetch_related(*WITH_FACTS)[:12]) if words else []
    if request.GET.get("person", "").isdecimal():
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
    row = the_request(request, pk)
    if row.person_id:
        messages.info(request, "Этот запрос уже связан с человеком.")
        return redirect(row)
    words = request.GET.get("q", "").strip()
    people, found = _search(request, words)
    if not words:
        found = list(doubles(people, row.typed_name, row.typed_birth_date).prefetch_related(*WITH_FACTS)[:12])
    same = [one for one in found if one.name_key == row.typed_key and one.birth_date == row.typed_birth_date]
    running = {one.pk: one for one in _running(row, found)}
    form = TieForm(
        request.POST or None, row=row, people=people, found=found, programmes=_programmes(request), on=request.today,
        chosen=str(same[0].pk) if len(same) == 1 and row.typed_birth_date else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        programme = form.cleaned_data["programme"]
        done = attempt(form, lambda: actions.tie_request(
            row, by=request.user, on=request.today, programme=programme, **form.deed()))  # fmt: skip
        if done:
            said = f"Готово: запрос — {done.person.full_name}."
            if done.pk != row.pk:
                said = f"У человека уже был запрос: новые слова добавлены к нему. {done.person.full_name}."
            messages.success(request, said)
            return redirect(done)
    return render(request, "programs/request_tie.html", {
        "row": row, "form": form, "words": words, "found": found,
        "running": [(one.person, one) for one in running.values()],
    })  # fmt: skip


def _running(row, people):
    """Requests on their way of those who may be the same human: the typed words would go into them."""
    found = Request.objects.filter(person__in=people, role=row.role, status__in=Request.OPEN)
    return (found.filter(programme=row.programme) if row.programme else found).select_related("person", "programme")


def request_detail(request, pk):
    """One request: where it is, who it is, what others say, and what may be done now."""
    return detail(request, the_request(request, pk))


@once
@require_POST
def request_conclude(request, pk):
    """The analysis is done: topics, a conclusion, and the missing consents are expected."""
    row = the_request(request, pk)
    check(request, "programs.request_analyse", row)
    form = ConclusionForm(request.POST, row=row, has_talk=row.talks.held().exists())
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.conclude(
            row, by=request.user, on=request.today, analysis=data["analysis"], topics=data["topics"],
            form=data["form"], no_talk=data.get("no_talk", ""),
        ))  # fmt: skip
        if done:
            messages.success(request, "Анализ завершён. Теперь нужны подписанные согласия: они уже запрошены.")
            return redirect(done)
    return detail(request, the_request(request, pk), conclusion=form)


@once
@require_POST
def request_move(request, pk, name):
    """A button of the request's page; the analysis has its own form."""
    if name == "analyse":
        raise Http404(name)
    return carry_out(request, the_request(request, pk), name, VERBS)
