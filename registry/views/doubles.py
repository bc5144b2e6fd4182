"""Probable doubles of the whole base, and the page where two cards become one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import doubles
from registry.actions import merging as actions
from registry.engine import access, journal, merging
from registry.forms.merging import MergeForm
from registry.models import DifferentPeople, Person
from registry.once import once
from registry.text import name_key, short_date
from registry.views.base import attempt, check, page_of

FACTS = ("enrolments__school_class", "employments")


def probable(people) -> list[tuple[str, int, int]]:
    """(likeness, id, id) of every pair of the base that looks like one human and was not said to be two."""
    index = doubles.Index.of(people)
    said = {frozenset(pair) for pair in DifferentPeople.objects.values_list("one", "other")}
    found = {}
    for known in (one for rows in index.named.values() for one in rows):
        for how, pk in index.like(known):
            pair = tuple(sorted((known.pk, pk)))
            if frozenset(pair) not in said:
                found[pair] = how
    order = [doubles.SAME, doubles.CLOSE, doubles.NAMESAKE]
    return sorted(((how, *pair) for pair, how in found.items()), key=lambda row: (order.index(row[0]), row[1]))


@require_safe
def double_list(request):
    """Who may have two cards, the surest first."""
    check(request, "registry.double_list")
    words = request.GET.get("q", "").strip()
    people = Person.objects.visible_to(request.user, request.today).filter(erased_at__isnull=True)
    pairs = probable(people)
    if words:
        asked = set(people.search(words, contacts=True).values_list("pk", flat=True))
        pairs = [row for row in pairs if asked & set(row[1:])]
    page = page_of(request, pairs)
    ids = {pk for _, *pair in page for pk in pair}
    cards = people.prefetch_related(*FACTS).in_bulk(ids)
    rows = [
        {"words": doubles.WORDS[how], "pair": [_told(cards[pk], request.today) for pk in pair]}
        for how, *pair in page if all(pk in cards for pk in pair)
    ]  # fmt: skip
    if ids:
        journal.listed(request.user, "открыт список возможных двойников", cards.values())
    return render(request, "registry/double_list.html", {
        "page_obj": page, "rows": rows, "words": words,
        "may_merge": access.may(request.user, "registry.person_merge", None),
    })  # fmt: skip


def _told(person, on):
    person.said = ", ".join(filter(None, (
        person.what_is(on), f"дата рождения {short_date(person.birth_date)}" if person.birth_date else "",
    )))  # fmt: skip
    return person


def _both(request, pk, other):
    people = Person.objects.visible_to(request.user, request.today).select_related("user")
    kept, lost = (get_object_or_404(people.prefetch_related(*FACTS), pk=one) for one in (pk, other))
    if not all(access.may(request.user, "registry.person_merge", one) for one in (kept, lost)):
        raise PermissionDenied("registry.person_merge")
    return kept, lost


@require_safe
def merge_pick(request, pk):
    """The second card, found by hand: the machine sees only likeness."""
    people = Person.objects.visible_to(request.user, request.today)
    person = get_object_or_404(people.prefetch_related(*FACTS), pk=pk)
    check(request, "registry.person_merge", person)
    words = request.GET.get("q", "").strip()
    near = doubles.find(
        person.last_name, person.first_name, person.middle_name, person.birth_date,
        school_class=person.school_class(request.today), exclude=person,
    )  # fmt: skip
    rows = people.filter(pk__in=[one.pk for one in near])
    if words:
        rows = people.search(words, contacts=True).exclude(pk=person.pk).filter(erased_at__isnull=True)
    found = [_told(one, request.today) for one in rows.prefetch_related(*FACTS)[:20]]
    if found:
        journal.listed(request.user, "поиск второй карточки", found)
    return render(request, "registry/merge_pick.html", {"person": person, "words": words, "found": found})


@once
def person_merge(request, pk, other):
    """Both cards side by side, what stays, and the button."""
    kept, lost = _both(request, pk, other)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, lost=lost)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.merge_people(
            kept, lost, by=request.user, on=request.today, login=form.cleaned_data.get("login", "")
        ))  # fmt: skip
        if done:
            messages.success(request, f"Готово: {done.full_name} — теперь одна карточка. История обеих сохранена.")
            return redirect(done)
    if request.method != "POST":
        for person in (kept, lost):
            journal.opened(request.user, person, on=request.today)
    logins = [one.user.username for one in (kept, lost) if hasattr(one, "user")]
    gaps = [] if form.errors else actions.could_merge(
        kept, lost, by=request.user, on=request.today, login=logins[0] if logins else ""
    )  # fmt: skip
    return render(request, "registry/person_merge.html", {
        "kept": kept, "lost": lost, "form": form, "gaps": gaps, "rows": side_by_side(kept, lost, request.today),
        "tied": [sorted(merging.tied(one).items()) for one in (kept, lost)], "closed_logins": len(logins) == 2,
    })  # fmt: skip


def side_by_side(kept, lost, on) -> list[dict]:
    """Each field of both cards, and what the one card will say."""
    rows = [_row("Фамилия, имя", *(f"{one.last_name} {one.first_name}" for one in (kept, lost)))]
    for name in actions.OWN:
        field = Person._meta.get_field(name)
        shown = [_shown(getattr(one, name)) for one in (kept, lost)]
        if any(shown):
            rows.append(_row(str(field.verbose_name).capitalize(), *shown))
    rows.append(_row("Класс или должность", kept.what_is(on), lost.what_is(on), both=True))
    rows.append(_row("Логин", *(one.user.username if hasattr(one, "user") else "" for one in (kept, lost))))
    return [row for row in rows if row["kept"] or row["lost"]]


def _row(label, kept, lost, both=False):
    same = name_key(kept) == name_key(lost)
    stays = kept or lost if same or not (kept and lost) or not both else f"{kept}; {lost}"
    return {"label": label, "kept": kept, "lost": lost, "stays": stays, "differs": bool(kept and lost and not same)}


def _shown(value) -> str:
    return short_date(value) if hasattr(value, "strftime") else {"f": "женский", "m": "мужской"}.get(value, value or "")


@once
@require_POST
def say_different(request, pk, other):
    """Two people who only look like one."""
    one, two = _both(request, pk, other)
    actions.say_different(one, two, by=request.user, on=request.today)
    messages.success(request, f"Отмечено: {one.short_name} и {two.short_name} — разные люди.")
    return redirect("registry:double_list")
