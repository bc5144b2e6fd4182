"""Lists of pupils and of staff as tables, in the headings that the import reads."""

from django.http import Http404
from django.views.decorators.http import require_safe

from registry.answers import table_answer
from registry.engine import journal, tables
from registry.forms.people import PeopleFilter
from registry.imports import humans
from registry.models import Person
from registry.resources import BY_KIND
from registry.text import short_date
from registry.views.base import check
from registry.views.people import filtered

TITLES = {"pupils": "Ученики", "staff": "Работники"}


@require_safe
def person_export(request, kind):
    """Those whom the filters of the list leave, with everything that a list of this kind holds."""
    check(request, "registry.base_export")
    if kind not in TITLES:
        raise Http404(kind)
    on = request.today
    people = Person.objects.visible_to(request.user, on).filter(erased_at__isnull=True)
    form = PeopleFilter(request.GET or None)
    if form.is_valid():
        people = filtered(people, form.cleaned_data, on, contacts=True)
    people = people.pupils(on) if kind == "pupils" else people.staff(on)
    found = humans.load(people, kind, on).values()
    table = BY_KIND[kind](on).export(list(found))
    journal.listed(request.user, f"выгружен список: {TITLES[kind].lower()}", people)
    data = tables.workbook(TITLES[kind], table.headers, list(table))
    return table_answer(data, f"{TITLES[kind]} {short_date(on)}")
