"""A line beside the log of a pair (a contest, an open lesson): entered, mended, struck out, each on the same pages."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from programs import panels
from programs.actions import at_work
from programs.views.closed_words import all_closed_for, are_closed, closed_for
from programs.views.pairs import the_pair
from registry.engine import access
from registry.views.base import attempt, check


@dataclass(frozen=True)
class Beside:
    """What differs: the table with its verbs (`actions.add`, `change`, `annul`, `FIELDS`), and the words."""

    model: type
    form: type
    actions: ModuleType
    permission: str
    people: Callable
    """pair → whom a line may name."""
    anchor: str
    title: str
    aside: str
    entered: str
    struck: str

    def find(self, request, pk):
        rows = self.model.objects.visible_to(request.user, request.today).select_related("pair__programme", "person")
        return get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=pk)

    def new(self, request, pk):
        pair = the_pair(request, pk)
        check(request, self.permission, pair)
        if are_closed(request, pair):
            return redirect(pair)
        form = self.form(request.POST or None, people=self.people(pair), initial={"held_on": request.today})
        if request.method == "POST" and form.is_valid():
            deed = self.actions.add
            if attempt(form, lambda: deed(pair, by=request.user, on=request.today, **form.values())):
                messages.success(request, self.entered)
                return redirect(self._section(pair))
        return self._page(request, pair, form, self.title)

    def edit(self, request, pk):
        """What came of it is added, the rest mended."""
        row = self.find(request, pk)
        check(request, self.permission, row)
        known = {name: getattr(row, name) for name in ("person", *self.actions.FIELDS)}
        form = self.form(request.POST or None, people=self.people(row.pair), initial=known)
        if request.method == "POST" and form.is_valid():
            deed = self.actions.change
            if attempt(form, lambda: deed(row, by=request.user, on=request.today, **form.values())):
                messages.success(request, "Сохранено.")
                return redirect(row)
        return self._page(request, row.pair, form, str(row))

    def annul(self, request, pk):
        row = self.find(request, pk)
        check(request, self.permission, row)
        self.actions.annul(row, by=request.user, on=request.today, note=request.POST.get("note", ""))
        messages.success(request, self.struck)
        return redirect(self._section(row.pair))

    def panel(self, template, rows, pair, user, on):
        """On the page of a pair; nothing where there is nothing to show and nothing to enter."""
        if pair.status in ("proposed", "agreed", "cancelled") or all_closed_for(user, on, pair):
            return None
        may_edit = access.may(user, self.permission, pair) and at_work.is_at_work(pair)
        shown = list(rows.exclude(person__in=closed_for(user, on, pair)).select_related("person"))
        if not shown and not may_edit:
            return None
        said = {"rows": shown, "may_edit": may_edit, "on": on, "me": access.person_of(user)}
        return panels.Panel(template, said)

    def _section(self, pair) -> str:
        return pair.get_absolute_url() + self.anchor

    def _page(self, request, pair, form, title):
        back = self._section(pair)
        return render(request, "form_page.html", {
            "title": title, "lead": str(pair), "form": form, "submit": "Сохранить", "back_url": back,
            "back_label": str(pair), "cancel_url": back, "aside": self.aside,
        })  # fmt: skip
