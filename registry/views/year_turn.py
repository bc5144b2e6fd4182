"""The September wizard: classes go on, pupils stay or leave, the last button does it on a date."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from registry.actions import year_turn as actions
from registry.engine import bases, journal
from registry.engine.errors import Refused
from registry.forms.year_turn import PupilsForm, TurnForm
from registry.models import Enrolment, SchoolClass
from registry.once import once
from registry.text import joined
from registry.views.base import attempt, check

FIGURES = [
    ("promoted", "переходят в следующий класс"), ("repeated", "остаются на второй год"),
    ("moved", "переходят в другой класс"), ("graduated", "оканчивают школу"), ("left", "выбывают"),
]  # fmt: skip


@once
def year_turn(request):
    """Each class with what is proposed, the figures of what will happen, and the last button."""
    check(request, "registry.year_edit")
    turn, done = actions.the_turn(), actions.last_done()
    if turn is None:
        return render(request, "registry/year_turn.html", {"turn": None})
    classes = list(turn.former.classes.order_by("grade", "letter"))
    form = TurnForm(request.POST if request.method == "POST" else None, turn=turn, classes=classes)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = attempt(form, lambda: actions.save_draft(
            turn, by=request.user, starts=data["starts"], ends=data["ends"], first_classes=data["first_classes"],
            classes=form.plan(),
        ))  # fmt: skip
        if saved:
            messages.success(request, "Черновик сохранён: ниже видно, что произойдёт. Никто ещё не переведён.")
            return redirect(f"{turn.get_absolute_url()}#what")
    return render(request, "registry/year_turn.html", {
        "turn": turn, "form": form, "rows": _rows(form, turn), **_what_will_be(turn, request.today),
        "done": done if done and done.name == turn.former.name else None,
        "has_pupils": Enrolment.objects.filter(school_class__in=classes, ends__isnull=True).exists(),
    })  # fmt: skip


def _rows(form, turn):
    """Each class with its pupils and class teachers."""
    pks = [row.pk for row in form.classes]
    counts: dict = {}
    for pk in Enrolment.objects.filter(ends__isnull=True, school_class__in=pks).values_list("school_class", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    leaders: dict = {}
    for fact in actions.class_teachers(turn, pks):
        leaders.setdefault(fact.school_class_id, []).append(fact.person.short_name)
    return [
        {"school_class": row, "deed": deed, "to": to, "teacher": teacher, "pupils": counts.get(row.pk, 0),
         "leaders": joined(leaders.get(row.pk, []))}
        for row, deed, to, teacher in form.rows()
    ]  # fmt: skip


def _what_will_be(turn, on) -> dict:
    """The figures, and what still runs with those who leave."""
    try:
        plan = actions.foresee(turn)
    except Refused as refusal:
        return {"gaps": refusal.gaps}
    names = {person.pk: person.short_name for person in plan.leavers}
    return {
        "figures": [(plan.number(reason), words) for reason, words in FIGURES if plan.number(reason)],
        "classes": joined(SchoolClass(grade=grade, letter=letter) for grade, letter in plan.classes),
        "teachers": sum(target is not None for _, target in plan.teachers),
        "ties": [(names[tie.person_id], tie) for tie in bases.ties(list(names), on)] if names else [],
        "may_do": on >= turn.starts - actions.DAYS_AHEAD, "may_from": turn.starts - actions.DAYS_AHEAD,
    }  # fmt: skip


@once
def year_turn_class(request, pk):
    """Those of one class who do not go with it."""
    check(request, "registry.year_edit")
    turn = actions.the_turn()
    row = get_object_or_404(SchoolClass, pk=pk, year=turn.former if turn else None)
    rows = Enrolment.objects.filter(school_class=row, ends__isnull=True).select_related("person")
    enrolments = list(rows.order_by("person__name_key", "pk"))
    try:
        names = [actions.name_of(*one) for one in actions.foresee(turn).classes]
    except Refused:
        names = []
    form = PupilsForm(request.POST if request.method == "POST" else None, turn=turn, enrolments=enrolments, names=names)
    if request.method == "POST" and form.is_valid():
        kept = {key: deed for key, deed in turn.pupils.items() if key not in {str(one.person_id) for one in enrolments}}
        saved = attempt(form, lambda: actions.save_draft(turn, by=request.user, pupils=kept | form.deeds()))
        if saved:
            messages.success(request, f"{row} класс: черновик сохранён.")
            return redirect(turn)
    journal.listed(request.user, "открыт список класса для перевода", [one.person for one in enrolments])
    return render(request, "form_page.html", {
        "title": f"{row} класс: кто не со всеми", "form": form, "submit": "Сохранить черновик",
        "lead": "Отметьте только тех, с кем иначе, чем с классом." if enrolments else "В этом классе никого нет.",
        "back_url": reverse("registry:year_turn"), "back_label": "К переводу",
        "cancel_url": reverse("registry:year_turn"),
    })  # fmt: skip


@once
@require_POST
def year_turn_do(request):
    """The last button."""
    check(request, "registry.year_edit")
    turn = actions.the_turn()
    if turn is None:
        raise Refused("Учебного года ещё нет: сначала настройте его.")
    done = actions.carry_out(turn, by=request.user, on=request.today)
    messages.success(request, f"Готово: начался {done.name} учебный год, ученики переведены.")
    return redirect("registry:year_edit")


@once
@require_POST
def year_turn_undo(request):
    """Back to the draft, while nothing stands on it."""
    check(request, "registry.year_edit")
    turn = actions.last_done()
    if turn is None:
        raise Refused("Переводов ещё не было: отменять нечего.")
    actions.undo(turn, by=request.user)
    messages.success(request, "Перевод отменён: все снова в прежних классах, черновик сохранён.")
    return redirect("registry:year_turn")
