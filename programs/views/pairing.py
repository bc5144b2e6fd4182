"""The choosing of pairs: the optimum with reasons, pins and bans, what another choice costs, proposals in one go."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from programs import pairing as source
from programs import pairing_page
from programs.actions import pairing as actions
from programs.forms.pairing import PairingFilter, ProposalForm
from programs.models import PairAgreement, Ruling
from programs.views import pair_page
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import Mentee, Mentor, Person
from registry.once import once
from registry.text import count, name_key
from registry.views.base import check, onward, page_of

ON_A_PAGE = 25


def chosen(request, options):
    """The programme and form in the address, else the one in which most wait; None where the year has none."""
    asked = request.POST.get("pair_of") or request.GET.get("pair", "")
    if programme := request.GET.get("programme", ""):
        options = [one for one in options if one.programme.code == programme]
    return next((one for one in options if one.key == asked), None if asked else next(iter(options), None))


def address(choice, name="programs:pairing", **more) -> str:
    """A page about this programme and form."""
    query = {"pair": choice.key, **{key: value for key, value in more.items() if value}}
    return f"{reverse(name)}?{urlencode(query)}"


@require_safe
def pairing(request):
    """Proposed pairs with reasons in words, those left over, and the curator's rulings."""
    check(request, "programs.pair_propose")
    options = pairing_page.choices()
    choice = chosen(request, options)
    if choice is None:
        if options:
            raise Http404(request.GET.get("pair"))
        return render(request, "programs/pairing_none.html")
    form = PairingFilter({**request.GET.dict(), "pair": choice.key}, choices=options)
    setting = source.load(choice.programme, choice.form, request.today, any_form=bool(form.chosen("any")))
    if not (setting.elsewhere or form.chosen("any")):
        del form.fields["any"]
    page = pairing_page.solved(setting)
    lines, left = narrowed(page, form)
    off = {part for part in request.GET.get("off", "").split(",") if part.isdecimal()}
    for line in lines:
        line.ticked = str(line.key) not in off
    shown = page_of(request, lines, ON_A_PAGE)
    beside = [line for line in lines if line not in shown.object_list]
    pairing_page.tell_places([*shown.object_list, *left], request.today)
    leave_trace(request, [*shown.object_list, *left])
    return render(request, "programs/pairing.html", {
        "filter_form": form, "choice": choice, "page": page, "page_obj": shown, "left": left, "beside": beside,
        "chosen_words": count(len(lines), "пара", "пары", "пар"), "is_narrow": len(lines) < len(page.lines),
        "opened": opened_row(request, setting, page), "no_reason": no_reason(request),
        "rulings": pairing_page.rulings_of(setting),
        "show": form.chosen("show"), "elsewhere": setting.elsewhere, "here": request.get_full_path(),
        "proposal": ProposalForm.of(request.GET, programme=choice.programme, on=request.today),
        "waiting": waiting(choice), "refusals": refusals(choice, setting),
        "options": options, "any": form.chosen("any"),
    })  # fmt: skip


def narrowed(page, form):
    """Lines and those left over, as the filter wants them."""
    lines, left, show = page.lines, page.left, form.chosen("show")
    words = name_key(form.chosen("q"))
    if words:
        lines = [line for line in lines if words in name_key(f"{line.mentee.name} {line.mentor_name}")]
        left = [line for line in left if words in name_key(line.mentee.name)]
    if show == "doubtful":
        lines, left = [line for line in lines if line.fit <= 0 or line.is_unwilling], []
    elif show == "left":
        lines = []
    elif show == "rulings":
        lines, left = [], []
    return lines, left


def leave_trace(request, lines) -> None:
    """Needs and ages of children stand on the page: one line with all of them."""
    people = Person.objects.filter(pk__in={line.mentee.person for line in lines})
    if people:
        journal.listed(request.user, "открыт подбор пар", people)


def waiting(choice) -> dict:
    """Proposals of this form that wait for answers, for the line that leads to the slips."""
    rows = PairAgreement.objects.filter(
        pair__programme=choice.programme, pair__form=choice.form, pair__status="proposed", answer=None
    )
    ordered = choice.programme.pairs.filter(form=choice.form, status__in=["ordered", "working"]).exists()
    return {"pairs": rows.values("pair").distinct().count(), "marks": rows.count(), "ordered": ordered}


def refusals(choice, setting):
    """Who said no to a pair that was proposed before, and why, for mentees who still wait."""
    people = {human.person for human in setting.mentees.values()}
    rows = PairAgreement.objects.filter(
        pair__programme=choice.programme, pair__form=choice.form, pair__status="cancelled", answer=False,
        pair__sides__role="mentee", pair__sides__person__in=people,
    )  # fmt: skip
    rows = rows.select_related("pair", "side__person").prefetch_related("pair__sides__person").distinct()
    return [(mark, pair_page.mark_words(mark)) for mark in rows.order_by("-answered_on", "pk")]


def opened_row(request, setting, page):
    """The row that the address opens, for those without scripts."""
    asked = request.GET.get("open", "")
    if not asked.isdecimal() or int(asked) not in setting.problem.table.row:
        return None
    return pairing_page.opened(setting, page.solution, int(asked))


def no_reason(request) -> str:
    """Said at the field of the opened row: a message on top of the page would be out of sight there."""
    return actions.NO_REASON if request.GET.get("without") == "reason" else ""


@require_safe
def pairing_row(request, pk):
    """What every other choice of one mentee would cost: a piece of the page."""
    check(request, "programs.pair_propose")
    choice = chosen(request, pairing_page.choices())
    if choice is None:
        raise Http404(pk)
    setting = source.load(choice.programme, choice.form, request.today, any_form=bool(request.GET.get("any")))
    if pk not in setting.problem.table.row:
        raise Http404(pk)
    journal.opened(request.user, Person.objects.get(pk=setting.mentees[pk].person), on=request.today)
    return render(request, "programs/_pairing_row.html", {
        "row": pairing_page.opened(setting, setting.solve(), pk), "choice": choice,
    })  # fmt: skip


def back(request, choice, opened=None, **more):
    """To the page that sent the reader, with the same ticks taken off, those of the other pages too, and the term."""
    shown, ticked = set(request.POST.getlist("shown")), {value.split(":")[-1] for value in request.POST.getlist("take")}
    here = request.POST.get("here", "")
    query = QueryDict(here.partition("?")[2], mutable=True) if here.startswith(reverse("programs:pairing")) else None
    if query is None:
        query = QueryDict(f"pair={choice.key}", mutable=True)
    elsewhere = {part for part in query.get("off", "").split(",") if part.isdecimal()} - shown
    off = ",".join(sorted(elsewhere | (shown - ticked)))
    usual = ProposalForm(programme=choice.programme, on=request.today).plain()
    typed = {name: request.POST.get(name, "") for name in usual}
    term = {name: value if value != usual[name] else "" for name, value in typed.items()}
    for name, value in {"off": off, "open": str(opened or ""), "without": "", **term, **more}.items():
        query.pop(name, None)
        if value:
            query[name] = value
    row = f"#row-{opened}" if opened else ""
    return redirect(f"{reverse('programs:pairing')}?{query.urlencode()}{row}")


def two(request, setting, value):
    """(mentor's card, mentee's card, in a group) out of «mentor:mentee»; 404 for people who take no part."""
    left, _, right = value.partition(":")
    if not (left.isdecimal() and right.isdecimal()):
        raise Refused("Не видно, о какой паре речь. Откройте страницу подбора заново и нажмите кнопку в её строке.")
    key, mentee = int(left), int(right)
    mentors = Mentor.objects.visible_to(request.user, request.today).select_related("person")
    mentees = Mentee.objects.visible_to(request.user, request.today).select_related("person")
    head = setting.groups.get(key, key)
    return get_object_or_404(mentors, pk=head), get_object_or_404(mentees, pk=mentee), key in setting.groups


@require_POST
def pairing_turn(request):
    """Another page of the pairs; ticks that were taken off on this one stay off."""
    check(request, "programs.pair_propose")
    choice = chosen(request, pairing_page.choices())
    if choice is None:
        raise Http404("no such programme and form")
    turn = request.POST.get("turn", "")
    return back(request, choice, page=turn if turn.isdecimal() else "1")


@require_POST
@once
def pairing_rule(request):
    """Pin, ban, or take the word back; the page is solved anew at once."""
    check(request, "programs.pair_propose")
    choice = chosen(request, pairing_page.choices())
    if choice is None:
        raise Http404("no such programme and form")
    if lifted := request.POST.get("lift", ""):
        rows = Ruling.objects.visible_to(request.user, request.today).filter(programme=choice.programme)
        row = get_object_or_404(rows, pk=lifted if lifted.isdecimal() else 0)
        actions.lift(row, by=request.user)
        messages.success(request, "Решение снято, подбор пересчитан.")
        return back(request, choice)
    kind = "ban" if "ban" in request.POST else "pin"
    setting = source.load(choice.programme, choice.form, request.today, any_form=True)
    mentor, mentee, in_group = two(request, setting, request.POST.get(kind, ""))
    note = request.POST.get(f"note-{mentee.pk}", "")
    if kind == "pin" and not note.strip() and request.POST[kind] not in request.POST.getlist("proposed"):
        return back(request, choice, opened=mentee.pk, without="reason")
    actions.rule(
        choice.programme, choice.form, mentor, mentee, kind, by=request.user, on=request.today, note=note,
        in_group=in_group and kind == "pin",
    )  # fmt: skip
    names = f"{mentor.person.short_name} — {mentee.person.short_name}"
    what = "закреплено" if kind == "pin" else "исключено"
    messages.success(request, f"Подбор пересчитан, {what}: {names}")
    return back(request, choice)


@require_POST
@once
def pairing_send(request):
    """Proposals for all ticked pairs; everybody concerned is asked for consent, each refusal is told in words."""
    check(request, "programs.pair_propose")
    choice = chosen(request, pairing_page.choices())
    if choice is None:
        raise Http404("no such programme and form")
    form = ProposalForm(request.POST, programme=choice.programme, on=request.today)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"«{form.fields[name].label}»: {' '.join(errors)} Пары пока не предложены.")
        return back(request, choice)
    pairs = [value.split(":") for value in request.POST.getlist("take")]
    pairs = [(int(left), int(right)) for left, right in pairs if left.isdecimal() and right.isdecimal()]
    if not pairs:
        messages.error(request, "Не отмечено ни одной пары. Отметьте хотя бы одну.")
        return back(request, choice)
    done = actions.propose_pairs(
        choice.programme, choice.form, pairs, by=request.user, on=request.today, **form.cleaned_data
    )
    if done.made:
        number = count(len(done.made), "пара предложена", "пары предложены", "пар предложены")
        messages.success(
            request, f"{number}. У кого есть кабинет, те увидят вопрос в «Сегодня»; остальным напечатайте листки ниже."
        )
    for names, texts in done.refused[:20]:
        messages.error(
            request, f"«{names}» не предложены. {' '.join(texts)} Исправьте причину или выберите другого наставника."
        )
    if len(done.refused) > 20:
        rest = count(len(done.refused) - 20, "пара не предложена", "пары не предложены", "пар не предложены")
        messages.error(
            request, f"И ещё {rest}: они остались в списке ниже, предложите их отдельно, чтобы видеть причину."
        )
    return onward(request, f"{address(choice)}#answers")
