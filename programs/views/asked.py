"""Documents asked for: the curator's list with terms, and one request for whoever answers it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from programs.actions import asked as actions
from programs.forms.asked import ALL_MENTORS, AnswerAskedForm, AskedFilter, AskForm, PaperAskedForm, ReturnForm
from programs.models import AskedDocument, Programme
from programs.papers import asked_slip as paper
from programs.views.pairs import asked_programme
from registry import reading
from registry.engine import access, journal, links, papers
from registry.once import once
from registry.text import count
from registry.views.accounts import slip_pdf
from registry.views.base import attempt, check, page_of
from registry.views.files import deliver


@require_safe
def asked_list(request):
    """What is awaited, what is late, what is to be looked at."""
    check(request, "programs.asked_list")
    programmes = Programme.objects.current().select_related("year")
    form = AskedFilter(request.GET or None, programmes=programmes)
    every = AskedDocument.objects.visible_to(request.user, request.today).select_related("person", "programme")
    page = page_of(request, form.apply(every, request.today))
    if page.object_list:
        journal.listed(request.user, "открыт список запросов документов", {row.person for row in page})
    return render(request, "programs/asked_list.html", {
        "filter_form": form, "page_obj": page, "any": every.exists(),
        "may_edit": access.may(request.user, "programs.asked_edit"),
        "found": count(page.paginator.count, "запрос", "запроса", "запросов"),
    })  # fmt: skip


@once
def asked_new(request):
    """One person, or all mentors of the programme at once."""
    check(request, "programs.asked_edit")
    programme, current = asked_programme(request)
    back = reverse("programs:asked_list")
    if programme is None:
        return render(request, "programs/asked_programme.html", {"programmes": current, "back_url": back})
    form = AskForm(
        request.POST or None, people=actions.people_of(programme, request.today), on=request.today,
        initial={"whom": "one", "person": request.GET["person"]} if request.GET.get("person") else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        whom, person = data.pop("whom"), data.pop("person")
        people = actions.mentors_of(programme, request.today) if whom == ALL_MENTORS else [person]
        made = attempt(form, lambda: actions.ask(programme, people, by=request.user, on=request.today, **data))
        if made:
            messages.success(
                request, f"Запрошено: {count(len(made), 'человек увидит', 'человека увидят', 'человек увидят')} это на "
                "странице «Сегодня». Чего нет к сроку, встанет у вас на «Сегодня».",
            )  # fmt: skip
            return redirect("programs:asked_list")
    return render(request, "form_page.html", {
        "title": "Запросить документ", "lead": programme.title, "form": form, "submit": "Запросить",
        "back_url": back, "back_label": "Запросы документов", "cancel_url": back,
        "aside": "Куратор вправе запрашивать документы (планы, заявления, представления, анкеты) у участников."
        "\n\nЗа ребёнка ответить может и его законный представитель.",
    })  # fmt: skip


def the_asked(request, pk):
    rows = AskedDocument.objects.visible_to(request.user, request.today)
    return get_object_or_404(rows.select_related("person", "programme", "asked_by", "answered_by", "file"), pk=pk)


@once
def asked_detail(request, pk):
    """What is asked, until when, the answer, and what the curator says to it."""
    row = the_asked(request, pk)
    me, small = access.person_of(request.user), reading.to_child(request)
    form = AnswerAskedForm(request.POST or None, request.FILES or None, to_child=small, initial={"note": row.note})
    if request.method == "POST":
        check(request, "programs.asked_answer", row)
        made = form.is_valid() and attempt(
            form, lambda: actions.answer(row, by=request.user, on=request.today, **form.values())
        )
        if made:
            messages.success(request, reading.said(
                request, "Ответ передан куратору.", "Готово! Куратор посмотрит, что ты прислал(а)."))  # fmt: skip
            return redirect(row)
    elif row.person != me:
        journal.opened(request.user, row.person, row, on=request.today)
    return _detail(request, row, form)


def _detail(request, row, form, returning=None):
    me = access.person_of(request.user)
    keeper = access.may(request.user, "programs.asked_edit")
    open_still = row.state in ("asked", "returned", "answered")
    is_awaited = keeper and row.state in ("asked", "returned")
    return render(request, "programs/asked_detail.html", {
        "asked": row, "form": form, "is_mine": row.person == me,
        "may_answer": access.may(request.user, "programs.asked_answer", row) and open_still,
        "may_judge": keeper and row.state == "answered", "may_withdraw": keeper and open_still,
        "may_open": _may_open(request, row), "answerers": _answerers(row, request.today) if is_awaited else [],
        "no_letter": actions.without_letter(row, request.today) if is_awaited else "",
        "return_form": returning or ReturnForm(initial={"due": request.today}), "is_late": row.due < request.today,
    })  # fmt: skip


def _may_open(request, row) -> bool:
    """The office, whose document it is, and whoever sent it."""
    me = access.person_of(request.user)
    if row.file is None:
        return False
    return me in (row.person, row.answered_by) or access.has_role(request.user, "curator", "director")


def _answerers(row, on) -> list:
    """Whom a personal link may be made for: the person, and who acts for a child."""
    people = [row.person, *row.person.guardians(on).order_by("name_key", "pk")]
    return [one for one in people if actions.may_answer_for(row, one, on)]


@require_safe
def asked_file(request, pk):
    """The file that was sent; the guardian who sent it reads it while he may act for the child."""
    row = the_asked(request, pk)
    if not _may_open(request, row):
        raise Http404("nothing was sent, or somebody else sent it")
    return deliver(request, row.file, [row.person])


@never_cache
@require_POST
def asked_link(request, pk):
    """A slip for one without an account: shown once; with its token POST gives the same slip as a PDF."""
    row = the_asked(request, pk)
    check(request, "programs.asked_edit")

    def make():
        people = _answerers(row, request.today)
        chosen = [one for one in people if str(one.pk) == request.POST.get("person")] or people or [row.person]
        return actions.link_for(row, chosen[0], by=request.user, on=request.today)

    known, token = links.shown_again(request.POST.get("token", ""), lambda link: link.target == f"asked:{row.pk}", make)
    said = paper.context(known, row, token)
    if request.POST.get("as") == "pdf":
        return slip_pdf(said)
    return render(request, "programs/note_link.html", {
        **said, "token": token, "person": known.person, "action": request.path,
        "back_url": row.get_absolute_url(), "back_label": "К запросу документа",
        "qr": papers.qr_svg(said["address"]), "message": paper.message(known.person, row, said["address"]),
    })  # fmt: skip


@once
def asked_paper(request, pk):
    """It was brought on paper: where it lies, and the scan if there is one."""
    row = the_asked(request, pk)
    check(request, "programs.asked_edit")
    form = PaperAskedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: actions.take_paper(
            row, by=request.user, on=request.today, place=data["place"], accepted=data["file"]))  # fmt: skip
        if made:
            messages.success(request, f"{row.person.short_name}, {row.title}: принято на бумаге.")
            return redirect("programs:asked_list")
    return render(request, "form_page.html", {
        "title": "Документ принесли на бумаге", "lead": f"{row.title}, {row.person.full_name}", "form": form,
        "submit": "Принять", "back_url": row.get_absolute_url(), "back_label": "К запросу документа",
        "cancel_url": row.get_absolute_url(),
    })  # fmt: skip


@require_POST
@once
def asked_accept(request, pk):
    row = the_asked(request, pk)
    check(request, "programs.asked_edit")
    actions.accept(row, by=request.user, on=request.today)
    messages.success(request, f"{row.person.short_name}, {row.title}: принято.")
    return redirect("programs:asked_list")


@require_POST
@once
def asked_return(request, pk):
    """Back with a remark; what was typed stays if something is missing."""
    row = the_asked(request, pk)
    check(request, "programs.asked_edit")
    form = ReturnForm(request.POST)
    made = form.is_valid() and attempt(
        form, lambda: actions.send_back(row, by=request.user, on=request.today, **form.cleaned_data)
    )
    if made:
        messages.success(request, f"Возвращено: {row.person.short_name} увидит замечание на странице «Сегодня».")
        return redirect("programs:asked_list")
    return _detail(request, row, AnswerAskedForm(), returning=form)


@require_POST
@once
def asked_withdraw(request, pk):
    row = the_asked(request, pk)
    check(request, "programs.asked_edit")
    actions.withdraw(row, by=request.user, on=request.today)
    messages.success(request, "Запрос снят: отвечать на него не нужно.")
    return redirect("programs:asked_list")
