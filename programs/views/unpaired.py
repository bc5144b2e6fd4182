"""The list of mentees without a mentor: its own page, and the same on paper."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from programs import unpaired
from programs.actions.way import holders
from programs.models import Programme
from programs.papers import base_list
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.forms.base import HouseForm
from registry.models import Person
from registry.text import count
from registry.views.base import check

HEADERS = [
    "№", "Наставляемый", "Класс", "Что нужно", "Почему без наставника", "Кто отвечает", "Следующий шаг",
    "До какого дня",
]  # fmt: skip
ONLY = [("", "все"), ("late", "срок прошёл"), ("none", "шаг не назначен")]


class UnpairedFilter(HouseForm):
    """What the list shows; lives in the address."""

    q = forms.CharField(label="Имя", required=False, max_length=80)
    programme = forms.ModelChoiceField(Programme.objects.none(), label="Программа", required=False, empty_label="все")
    who = forms.ModelChoiceField(Person.objects.none(), label="Кто отвечает", required=False, empty_label="все")
    only = forms.ChoiceField(label="Шаг", required=False, choices=ONLY)

    def __init__(self, data, *, programmes, on):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        self.fields["who"].queryset = holders(on)
        self.is_valid()

    def chosen(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or None


def _groups(request, form, programmes):
    """(programme, rows) for the programmes asked; the opening is in the journal."""
    chosen, found = form.chosen("programme"), []
    for programme in [chosen] if chosen else programmes:
        rows = unpaired.left_over(programme, request.user, request.today, form.chosen("q") or "")
        found.append((programme, unpaired.narrowed(rows, who=form.chosen("who"), only=form.chosen("only") or "")))
    people = [row.card.person for _, rows in found for row in rows]
    if people:
        journal.listed(request.user, "открыт список наставляемых без пары", people)
    return found


def _asked(request):
    check(request, "programs.pair_list")
    programmes = Programme.objects.current().select_related("year", "regulation")
    return UnpairedFilter(request.GET or None, programmes=programmes, on=request.today), programmes


@require_safe
def unpaired_list(request):
    """Who is left, why, who answers, what comes next; the late ones first."""
    form, programmes = _asked(request)
    groups = _groups(request, form, programmes)
    number = sum(len(rows) for _, rows in groups)
    return render(request, "programs/pair_unpaired.html", {
        "filter_form": form, "groups": groups, "any": number, "query": request.GET.urlencode(),
        "is_keeper": access.may(request.user, "programs.pair_propose"),
        "may_support": access.may(request.user, "programs.support_edit"),
        "found": count(number, "человек", "человека", "человек"),
    })  # fmt: skip


@require_safe
def unpaired_print(request):
    """The same on paper: for the desk of the psychologist."""
    form, programmes = _asked(request)
    rows = [row for _, found in _groups(request, form, programmes) for row in found]
    lines = [[number, *_on_paper(row)] for number, row in enumerate(rows, 1)]
    title = "Наставляемые без наставника"
    return pdf_answer(base_list.TEMPLATE, base_list.sheet(title, HEADERS, lines, request.today), title)


def _on_paper(row) -> list:
    return [
        row.card.person.full_name, row.what_is, ", ".join(map(str, row.card.needs.all())), row.why,
        row.who.short_name if row.who else "", row.step.step if row.step else "не назначен",
        row.step.due if row.step else "",
    ]  # fmt: skip


def from_list(request):
    """The former address of this page: «?show=without» of the list of pairs."""
    query = {name: value for name, value in request.GET.items() if name != "show"}
    return redirect(f"{reverse('programs:unpaired_list')}?{urlencode(query)}".rstrip("?"))
