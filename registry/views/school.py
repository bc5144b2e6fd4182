"""The school, its year with the classes, and the regulations."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.actions import school as actions
from registry.forms.school import SchoolForm, YearForm
from registry.models import Form, Regulation, Roadmap, School, StageTemplate
from registry.once import once
from registry.regulations import Words, ask_rule, in_words
from registry.text import count
from registry.views.base import attempt, check, onward


@once
def school_edit(request):
    """The first save makes the school; every paper takes its head from here."""
    check(request, "registry.school_edit")
    form = SchoolForm(request.POST or None, instance=School.get())
    if request.method == "POST" and form.is_valid():
        is_first = form.instance.pk is None
        actions.save_school(form.save(commit=False), by=request.user)
        messages.success(request, "Сведения о школе сохранены. Они стоят во всех новых документах.")
        return onward(request, "registry:year_edit" if is_first else "registry:school_edit")
    return render(request, "registry/school_edit.html", {
        "title": "Сведения о школе", "form": form,
        "lead": "Эти сведения стоят в шапке приказов, в согласиях и на сайте.",
    })  # fmt: skip


@once
def year_edit(request):
    """The year's dates and its classes."""
    check(request, "registry.year_edit")
    year = actions.year_to_edit(request.today)
    is_new = year.pk is None
    classes = [] if is_new else year.classes.all()
    form = YearForm(request.POST or None, initial={
        "starts": year.starts, "ends": year.ends, "classes": ", ".join(f"{row.grade}{row.letter}" for row in classes),
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = attempt(form, lambda: actions.set_up_year(
            year, actions.parse_classes(data["classes"]), by=request.user, starts=data["starts"], ends=data["ends"]
        ))  # fmt: skip
        if saved:
            messages.success(request, f"Учебный год {saved} настроен, в нём {classes_in(saved)}.")
            return onward(request, "registry:person_list" if is_new else "registry:year_edit")
    return render(request, "registry/year_edit.html", {
        "title": f"Учебный год {year}", "form": form,
        "lead": "Проверьте даты и перечислите классы: по ним ученики попадут в списки.",
    })  # fmt: skip


def classes_in(year) -> str:
    """«3 класса»"""
    return count(year.classes.count(), "класс", "класса", "классов")


@require_safe
def regulation_list(request):
    """The documents that the school may work by."""
    check(request, "registry.regulation_view")
    rows = Regulation.objects.prefetch_related("forms", "roadmaps", "programme_presets")
    return render(request, "registry/regulation_list.html", {"regulations": rows})


@require_safe
def regulation_detail(request, code):
    """One document as a director reads it: rules with their points, forms, roadmaps, and the points in full."""
    check(request, "registry.regulation_view")
    regulation = get_object_or_404(
        Regulation.objects.prefetch_related(
            "points", "rules__point", "words", "kinds__point", "programme_presets__forms",
            Prefetch("forms", Form.objects.select_related("point").prefetch_related("role_models")),
            Prefetch("roadmaps", Roadmap.objects.prefetch_related(
                Prefetch("stages", StageTemplate.objects.prefetch_related("activities"))
            )),
        ),
        code=code,
    )  # fmt: skip
    ordered = sorted(regulation.rules.all(), key=lambda row: row.point.position if row.point else 0)
    stated = {row.key: row for row in ordered}
    rules = [ask_rule(key, regulation, {}, stated) for key in stated]
    return render(request, "registry/regulation_detail.html", {
        "regulation": regulation,
        "rules": [{"title": row.title, "value": in_words(row.value), "source": row.source} for row in rules],
        "words": Words(regulation),
    })  # fmt: skip
