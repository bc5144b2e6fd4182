"""What the programmes know about the cards of the bases: pairs, the register, the rules in force."""

from django import forms
from django.db.models import Q
from django.urls import reverse

from programs.actions.training import hours_of
from programs.models import Pair, Programme, RegisterEntry, Request, Side, ThirdPartyNote
from registry.engine import bases
from registry.models import Form, Mentor
from registry.text import joined, short_date

FIXED = ("ordered", "working", "suspended", "closing", "closed")
"""Pairs that an order has brought about."""


class FormField(forms.ModelChoiceField):
    """Forms of the current programmes."""

    def __init__(self):
        super().__init__(Form.objects.none(), label="Форма пары", required=False, empty_label="любая")
        self.queryset = Form.objects.filter(programme__year__is_active=True).distinct()


def fields(base) -> dict:
    found = {
        "paired": forms.ChoiceField(
            label="Пара", required=False, choices=[("", "не важно"), ("with", "работает"), ("without", "нет")]
        ),
        "form": FormField(),
    }
    if base == "mentors":
        found["register"] = forms.ChoiceField(
            label="Реестр",
            required=False,
            choices=[("", "не важно"), ("with", "в реестре"), ("without", "не в реестре")],
        )
    return found


def _open_sides(base):
    """People who stand now in a pair that an order has brought about, on their side of it."""
    role = "mentor" if base == "mentors" else "mentee"
    return Side.objects.filter(role=role, is_open=True, pair__in=Pair.objects.ordered())


def narrow(base, cards, chosen, on):
    """Paired or not, the form of the running pair, in the register or not."""
    sides = _open_sides(base)
    if "form" in chosen:
        cards = cards.filter(person__in=sides.filter(pair__form=chosen["form"]).values("person"))
    if "paired" in chosen:
        paired = Q(person__in=sides.values("person"))
        cards = cards.filter(paired if chosen["paired"] == "with" else ~paired)
    if "register" in chosen:
        known = Q(pk__in=RegisterEntry.objects.active(on).values("mentor"))
        cards = cards.filter(known if chosen["register"] == "with" else ~known)
    return cards


def tell(cards, on) -> dict[int, str]:
    """{person: names of the other side of the running pairs}; two queries for the page."""
    role = "mentor" if cards and isinstance(cards[0], Mentor) else "mentee"
    people = [card.person_id for card in cards]
    sides = Side.objects.filter(is_open=True, pair__in=Pair.objects.ordered())
    mine = list(sides.filter(role=role, person__in=people).values_list("pair", "person"))
    others: dict = {}
    for side in sides.exclude(role=role).filter(pair__in=[pair for pair, _ in mine]).select_related("person"):
        others.setdefault(side.pair_id, []).append(side.person.short_name)
    found: dict = {}
    for pair, person in mine:
        found.setdefault(person, []).extend(others.get(pair, []))
    return {person: "; ".join(names) for person, names in found.items()}


def facts(card, groups, on) -> list[tuple]:
    """Pairs with their results, the register, and where the need is known from: lines of the card.

    For the keepers of the bases only: a mentor's card must not name the other mentees to one of them.
    """
    if "special" not in groups:
        return []
    role = "mentor" if isinstance(card, Mentor) else "mentee"
    sides = Side.objects.filter(person=card.person, role=role, pair__status__in=FIXED).select_related(
        "pair__form", "pair__programme__year"
    )
    found = [_pair_fact(side, role, on) for side in sides.prefetch_related("pair__sides__person")]
    if role == "mentor":
        found.insert(0, ("Реестр", _register(card, on), reverse("programs:register_list")))
        found.insert(1, ("Обучение", _training(card)))
    else:
        found.append(("Источник сведений", _sources(card)))
    return found


def _pair_fact(side, role, on) -> tuple:
    pair = side.pair
    others = pair.mentees if role == "mentor" else [pair.mentor] if pair.mentor else []
    told = [f"{joined(one.short_name for one in others)}, {str(pair.form).lower()}"]
    left = not side.is_open and pair.is_running
    last = side.ends if left else pair.ended_on or pair.ends
    state = "дальше работает другой наставник" if left else pair.get_status_display()
    told.append(f"с {short_date(side.starts)} по {short_date(last)}: {state}")
    if pair.result and not left:
        told.append(f"итог: {pair.get_result_display()}. {pair.result_text}".strip())
    label = "Наставляемый" if role == "mentor" else "Наставник"
    return (label, "; ".join(told), pair.get_absolute_url())


def _register(card, on) -> str:
    rows = RegisterEntry.objects.active(on).filter(mentor=card).select_related("programme__year")
    return "; ".join(f"в реестре: {row.programme}" for row in rows) or "не в реестре"


def _training(card) -> str:
    """Hours and themes (row 80: a mentor's card shows them)."""
    rows = hours_of(card)
    if not rows:
        return "занятий для наставников ещё не было"
    hours = f"{float(sum(row.hours for row in rows)):g}".replace(".", ",")
    return f"{hours} ч: " + "; ".join(f"{row.theme} ({short_date(row.held_on)})" for row in rows)


def _sources(card) -> str:
    """Who spoke of the need: the person, and those whose word was asked (ОЧ-П 3.2)."""
    titles = dict(ThirdPartyNote.ROLES)
    notes = ThirdPartyNote.objects.filter(request__person=card.person, answered_on__isnull=False)
    asked = Request.objects.filter(person=card.person, role="mentee")
    said = ["сам наставляемый"] if asked.exists() else []
    return ", ".join([*said, *sorted({titles.get(role, role) for role in notes.values_list("role", flat=True)})])


def ties(people, on) -> list[bases.Tie]:
    """Pairs that take up a place and need these people."""
    sides = Side.objects.filter(person__in=people, is_open=True, pair__in=Pair.objects.running())
    rows = sides.select_related("pair__form").prefetch_related("pair__sides__person").order_by("pk")
    return [
        bases.Tie(side.person_id, f"{side.pair}, {side.pair.get_status_display()}", side.pair.get_absolute_url())
        for side in rows
    ]


def rule(key):
    """The widest value of the running programmes: a number of years must not hide anybody."""
    values = [programme.rule(key) for programme in Programme.objects.current().select_related("regulation")]
    own = [answer.value for answer in values if not answer.is_default]
    return max(own, default=None)


OUTLOOK = bases.Outlook(fields=fields, narrow=narrow, tell=tell, facts=facts, ties=ties, rule=rule)
