"""Beside the choosing: the curator's own variant, the weights, groups, and papers to hand out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from programs import matching, pairing_page
from programs import pairing as source
from programs.actions import handouts
from programs.actions import pairing as actions
from programs.forms.pairing import TermsForm
from programs.models import PlannedGroup
from programs.views.pairing import address, chosen, leave_trace
from registry.answers import file_answer
from registry.engine.errors import Refused
from registry.models import Mentee, Mentor
from registry.once import once
from registry.text import count, name_key
from registry.views.base import attempt, check
from registry.views.jobs import own_job


def the_choice(request):
    """Programme and form, or 404: these pages make no sense without them."""
    choice = chosen(request, pairing_page.choices())
    if choice is None:
        raise Http404("no programme and form")
    return choice


@once
def pairing_own(request):
    """The curator's own variant beside the optimum: a list of mentors for each mentee, compared in numbers."""
    check(request, "programs.pair_propose")
    choice = the_choice(request)
    setting = source.load(choice.programme, choice.form, request.today, any_form=True)
    page = pairing_page.solved(setting, with_reasons=False)
    if request.method == "POST":
        kept = actions.keep_variant(
            choice.programme, choice.form, typed_variant(request, setting), by=request.user, on=request.today
        )
        if "adopt" in request.POST:
            actions.adopt_variant(choice.programme, choice.form, by=request.user, on=request.today)
            messages.success(request, "Ваш вариант закреплён: подбор сохранит эти пары и найдёт остальным.")
            return redirect(address(choice))
        messages.success(request, f"Вариант сохранён: {count(kept, 'пара', 'пары', 'пар')}. Сравнение ниже.")
        return redirect(address(choice, name="programs:pairing_own"))
    rows = own_rows(setting, page)
    pairing_page.tell_places(rows, request.today)
    leave_trace(request, rows)
    return render(request, "programs/pairing_own.html", {
        "choice": choice, "rows": rows, "page": page, "broken": broken_words(setting, page),
        "back": address(choice), "is_kept": page.comparison is not None,
    })  # fmt: skip


def typed_variant(request, setting) -> list:
    """(mentor, mentee, in a group) as chosen in the lists; people who take no part any more are passed over."""
    table, found = setting.problem.table, []
    mentors = {row.pk: row for row in Mentor.objects.filter(pk__in=list(setting.mentors))}
    mentees = {row.pk: row for row in Mentee.objects.filter(pk__in=list(setting.mentees))}
    for pk, mentee in mentees.items():
        value = request.POST.get(f"mentor-{pk}", "")
        if value.isdecimal() and int(value) in table.column:
            key = int(value)
            found.append((mentors[setting.groups.get(key, key)], mentee, key in setting.groups))
    return found


def own_rows(setting, page) -> list:
    """A row for each mentee: the mentors to choose from, with what the optimum and the own variant say."""
    own = {mentee: mentor for mentor, mentee in pairing_page.own_pairs(setting)}
    best, rows = page.solution.mentor_of, []
    table = setting.problem.table
    mentors = sorted(table.mentors, key=lambda one: name_key(one.name))
    for key, human in sorted(setting.mentees.items(), key=lambda item: name_key(item[1].name)):
        row = pairing_page.LeftLine(key, human, ())
        start = own.get(key) if page.comparison else best.get(key)
        at = table.row[key]
        row.options = [
            (one.key, one.name, one.key == start, bool(table.allowed[at, table.column[one.key]]),
             int(table.fit[at, table.column[one.key]]))
            for one in mentors
        ]  # fmt: skip
        row.best = table.mentors[table.column[best[key]]].name if key in best else "без пары"
        row.differs = bool(page.comparison) and own.get(key) != best.get(key)
        rows.append(row)
    return rows


def broken_words(setting, page) -> list[str]:
    """Which pairs of the own variant break a rule, and which."""
    if page.comparison is None:
        return []
    return [item.text for _, reasons in page.comparison.own.broken for item in reasons]


@once
def pairing_terms(request):
    """Weights and hard wishes of one programme; the regulation's own preset is said beside them."""
    check(request, "programs.pair_propose")
    choice = the_choice(request)
    row, preset = source.terms_of(choice.programme), source.preset_of(choice.programme)
    if "preset" in request.POST:
        actions.set_terms(
            choice.programme, by=request.user, on=request.today, weights=dict(preset["weights"]),
            hours_a_week=preset["hours_a_week"],
        )  # fmt: skip
        messages.success(request, "Возвращены исходные баллы этого положения. Подбор пересчитан.")
        return redirect(address(choice))
    form = TermsForm(
        request.POST or None, instance=row, weights=source.weights_of(row), usual=matching.Weights(**preset["weights"])
    )
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if attempt(form, lambda: actions.set_terms(
            choice.programme, by=request.user, on=request.today, weights=form.weights(), **fields
        )):  # fmt: skip
            messages.success(request, "Условия подбора сохранены, пары пересчитаны.")
            return redirect(address(choice))
    return render(request, "programs/pairing_terms.html", {
        "form": form, "choice": choice, "preset": preset, "back": address(choice),
    })  # fmt: skip


@once
def pairing_groups(request):
    """Mentors who take a group in this form: opened and closed here, filled by the matching."""
    check(request, "programs.pair_propose")
    choice = the_choice(request)
    setting = source.load(choice.programme, choice.form, request.today)
    if request.method == "POST":
        return change_group(request, choice, setting)
    rows = PlannedGroup.objects.filter(programme=choice.programme, form=choice.form).select_related("mentor__person")
    taken = {row.mentor_id for row in rows}
    free = sorted(
        ((key, human.name) for key, human in setting.mentors.items() if key not in taken),
        key=lambda one: name_key(one[1]),
    )
    low, high = choice.programme.rule("group.min_size"), choice.programme.rule("group.max_size")
    return render(request, "programs/pairing_groups.html", {
        "choice": choice, "rows": rows, "free": free, "low": low, "high": high, "back": address(choice),
    })  # fmt: skip


def change_group(request, choice, setting):
    if closed := request.POST.get("close", ""):
        rows = PlannedGroup.objects.visible_to(request.user, request.today).filter(programme=choice.programme)
        actions.close_group(get_object_or_404(rows, pk=closed if closed.isdecimal() else 0), by=request.user)
        messages.success(request, "Набор в группу закрыт, подбор пересчитан.")
    else:
        asked = request.POST.get("mentor", "")
        if not asked.isdecimal() or int(asked) not in setting.mentors:
            raise Refused("Выберите наставника, который возьмёт группу.")
        mentor = get_object_or_404(Mentor.objects.visible_to(request.user, request.today), pk=asked)
        actions.open_group(choice.programme, choice.form, mentor, by=request.user, on=request.today)
        messages.success(request, "Группа открыта: подбор наберёт её вместе с парами.")
    return redirect(address(choice, name="programs:pairing_groups"))


@never_cache
@require_POST
@once
def pairing_slips(request):
    """Personal links on paper for everybody whose answer is awaited and who has no account; former ones die."""
    return hand_out(request, "slips")


@require_POST
@once
def pairing_notices(request):
    """Who works with whom, from when, by which order: a notice with the date for each side (ОЧ-ДК2 18)."""
    return hand_out(request, "notices")


def hand_out(request, what):
    """A few sheets at once, kept nowhere; more are a long work."""
    check(request, "programs.pair_propose")
    choice = the_choice(request)
    if handouts.is_long(what, choice.programme, choice.form):
        return redirect(handouts.start(what, choice.programme, choice.form, by=request.user))
    data, _ = handouts.lay_out(what, choice.programme, choice.form, by=request.user, on=request.today)
    return file_answer(data, f"{handouts.TITLES[what]}.pdf")


@require_safe
def handouts_ready(request, pk):
    """The file is there."""
    job = own_job(request, handouts.JOB, pk)
    check(request, "programs.pair_propose")
    if not job.finished_at:
        return redirect(job)
    return render(request, "programs/handouts_ready.html", {
        "job": job, "is_there": handouts.FILES.path_of(job).exists(), "gone": handouts.FILES.gone,
        "back": reverse("programs:pairing"),
    })  # fmt: skip


@require_safe
def handouts_file(request, pk):
    job = own_job(request, handouts.JOB, pk)
    check(request, "programs.pair_propose")
    return file_answer(handouts.FILES.ready(job).read_bytes(), f"{job.title}.pdf")
