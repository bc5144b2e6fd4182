"""Pages of candidates: the list and a nomination; the candidate's own page is in views/candidacy.py."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from programs.actions import selection as actions
from programs.forms.selection import CandidacyFilter, NominationForm
from programs.models import Candidacy, Commission, Programme
from programs.papers import base_list
from programs.papers import start_list as paper
from programs.views.bases import asked_words
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.models import Mentor
from registry.once import once
from registry.text import count, short_date
from registry.views.base import attempt, check, page_of


def current_programmes(request):
    rows = Programme.objects.visible_to(request.user, request.today).current()
    return rows.select_related("year", "regulation").prefetch_related("rules")


def candidacy_list(request):
    check(request, "programs.candidacy_list")
    rows = Candidacy.objects.visible_to(request.user, request.today)
    rows = rows.select_related("mentor__person", "programme__year", "form")
    form = CandidacyFilter(request.GET or None)
    found = form.apply(rows)
    commissions = Commission.objects.visible_to(request.user, request.today).filter(programme__year__is_active=True)
    return render(request, "programs/candidacy_list.html", {
        "filter_form": form,
        "page_obj": page_of(request, found),
        "found": count(found.count(), "кандидат", "кандидата", "кандидатов"),
        "commissions": commissions.select_related("programme__year"),
        "may_add": access.may(request.user, "programs.candidacy_add"),
        "add_url": add_url(),
        "may_form": access.may(request.user, "programs.commission_edit"),
        "may_train": access.may(request.user, "programs.training_view"),
    })  # fmt: skip


@require_safe
def start_list(request):
    """The list under the same filters, for the printer."""
    check(request, "programs.candidacy_list")
    rows = Candidacy.objects.visible_to(request.user, request.today)
    rows = rows.select_related("mentor__person", "programme__year", "form")
    form = CandidacyFilter(request.GET or None)
    found = list(form.apply(rows).prefetch_related("mentor__person__employments", "mentor__person__enrolments"))
    journal.listed(request.user, "распечатан старт-лист наставников", [row.person for row in found])
    said = paper.context(found, asked_words(form), request.today)
    return pdf_answer(base_list.TEMPLATE, said, f"{said['title']} {short_date(request.today)}")


@once
def candidacy_new(request):
    """First whose card it is, then the three questions that the card cannot answer."""
    check(request, "programs.candidacy_add")
    programmes, cards = current_programmes(request), Mentor.objects.visible_to(request.user, request.today)
    if "mentor" not in request.GET or not programmes:
        return _choose_card(request, programmes, cards)
    mentor = get_object_or_404(cards.select_related("person"), pk=_number(request.GET["mentor"]))
    asked = request.POST.get("programme") or request.GET.get("programme", "")
    programme = programmes.filter(code=asked).first() or actions.fitting(programmes, mentor)
    form = NominationForm(request.POST or None, programmes=programmes, programme=programme, on=request.today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.nominate(
            data["programme"], mentor, data["way"], by=request.user, on=request.today,
            form=data["form"], ground=data["ground"],
        ))  # fmt: skip
        if row:
            messages.success(request, "Кандидат выдвинут. Ниже видно, чего ещё не хватает до решения.")
            for warning in actions.experience_warnings(row.programme, mentor):
                messages.warning(request, warning)
            return redirect(row)
    back = mentor.get_absolute_url()
    return render(request, "form_page.html", {
        "title": f"Выдвинуть: {mentor.person.full_name}", "form": form, "submit": "Выдвинуть кандидата",
        "lead": mentor.what_is(request.today) or mentor.get_category_display(),
        "back_url": back, "back_label": "Карточка наставника", "cancel_url": back,
        "aside": "Остальное уже известно из карточки. Согласия, которых нет, система запросит сама.\n\n"
                 "По заявлению решает конкурсная комиссия; выдвинутые администрацией и коллективом "
                 "отвечают сами в листе согласования приказа.",
    })  # fmt: skip


def add_url(programme: str = "") -> str:
    """The page of a new mentor, which leads back to the nomination: nothing is looked for twice."""
    here = reverse("programs:candidacy_new") + (f"?programme={programme}" if programme else "")
    return f"{reverse('registry:mentor_add')}?{urlencode({'next': here})}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _choose_card(request, programmes, cards):
    """The base of mentors, without those who are already on their way everywhere."""
    words = request.GET.get("q", "").strip()
    found = cards.search(words, contacts=True).exclude(pk__in=actions.busy_everywhere(programmes))
    found = found.select_related("person").prefetch_related("person__enrolments__school_class", "person__employments")
    page = page_of(request, found)
    rows = [(card, card.what_is(request.today)) for card in page]
    return render(request, "programs/candidacy_new.html", {
        "has_programme": bool(programmes), "page_obj": page, "rows": rows, "words": words,
        "programme": request.GET.get("programme", ""), "add_url": add_url(request.GET.get("programme", "")),
    })  # fmt: skip
