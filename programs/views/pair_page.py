"""What the pages of a pair say to this very viewer: names, words, who may see what."""

from django.db.models import Q
from django.urls import reverse

from programs import panels
from programs.actions import meetings as log
from programs.actions.pairs import may_answer, running_certificate_gaps
from programs.models import Order, Pair, Plan, Statement, SupplementaryAgreement
from programs.views import log_page
from registry import reading
from registry.engine import access, consents, journal, workflow
from registry.engine.errors import Gap
from registry.regulations import Words

GENITIVE = {"mentor": "наставника", "mentee": "наставляемого"}
CHILD_STATES = {
    Pair.Status.PROPOSED: "Тебе предлагают наставника. Ждём, когда ответят все.",
    Pair.Status.AGREED: "Все согласны. Ждём, когда директор подпишет приказ: потом начнутся встречи.",
    Pair.Status.ORDERED: "Скоро начнутся встречи.",
    Pair.Status.WORKING: "Встречи идут.",
    Pair.Status.SUSPENDED: "Встречи пока остановлены. Когда можно продолжать, скажет куратор.",
    Pair.Status.CLOSING: "Встречи заканчиваются: наставник рассказывает, что получилось.",
    Pair.Status.CLOSED: "Встречи закончились.",
    Pair.Status.CANCELLED: "Этих встреч не будет. Что дальше, скажет куратор.",
}
"""Where the pair stands, for a mentee under fourteen."""


def words(chosen, programmes) -> Words:
    """The document's own words, when the list speaks of one document only."""
    regulations = {chosen.regulation} if chosen else {programme.regulation for programme in programmes}
    return Words(regulations.pop() if len(regulations) == 1 else None)


def line(pair, on) -> dict:
    """A row of the list: names and classes, nothing more."""

    def said(person):
        return ", ".join(part for part in (person.short_name, person.what_is(on)) if part)

    return {
        "pair": pair, "mentor": said(pair.mentor) if pair.mentor else "не назначен",
        "mentees": [said(person) for person in pair.mentees],
    }  # fmt: skip


def typed_values(typed) -> dict:
    """What stands in the address or was typed so far, as initial values of an unbound form."""
    values = {name: typed.get(name) for name in typed if name not in ("others", "kinds")}
    return {**values, **{name: typed.getlist(name) for name in ("others", "kinds") if name in typed}}


def leave_trace(request, pair):
    """The page says more than names: one line before the answer, unless it is only about the reader."""
    me = access.person_of(request.user)
    others = [person for person in pair.journal_people() if person != me]
    journal.write(
        request.user, "открыта страница пары", pair, people=others,
        right=access.right(request.user, others[0], request.today) if others else "",
    )  # fmt: skip


def mark_words(mark) -> str:
    """Whose consent the mark is."""
    name = mark.side.person.short_name
    if mark.as_guardian:
        return f"Законный представитель за {GENITIVE[mark.side.role]} ({name})"
    return f"{mark.side.get_role_display().capitalize()}: {name}"


def child_words(mark, me) -> str:
    """Whose answer the mark of a pair or of an early end is, for a mentee under fourteen: no word of the office."""
    if mark.party == "curator":
        return "Куратор"
    name = mark.side.person.first_name
    if mark.side.person == me:
        return "Мама, папа или кто их заменяет" if mark.party == "guardian" else "Ты"
    return {"guardian": f"Родитель ({name})", "mentor": f"Наставник ({name})"}.get(mark.party, name)


def template_of(request, pair, child="programs/pair_child.html", grown="programs/pair_detail.html") -> str:
    """A child who is or was the mentee reads pages of its own: that of the pair, and that of its plan."""
    me = access.person_of(request.user)
    is_mentee = any(side.person_id == getattr(me, "pk", None) and side.role == "mentee" for side in pair.sides.all())
    return child if is_mentee and reading.to_child(request) else grown


def _back_to(user, pair, may_list) -> str:
    """The list of all pairs, or the reader's own ones; whoever has neither goes by the links on top."""
    if may_list:
        return reverse("programs:pair_list")
    return reverse("own") if access.may(user, "programs.agreement_print", pair) else ""


def no_guardian(mark) -> Gap:
    child = mark.side.person
    return Gap(
        f"У ребёнка ({child.short_name}) не указан законный представитель: ответить за него некому "
        "(ч. 6 ст. 9 152-ФЗ). Укажите представителя в карточке."
    )


def sides(request, pair) -> list[dict]:
    """Everybody in the pair; contacts only where they are open to this viewer."""
    me, rows = access.person_of(request.user), []
    for side in sorted(pair.sides.all(), key=lambda one: one.role != "mentor"):
        person = side.person
        groups = access.groups(request.user, person, request.today)
        rows.append({
            "side": side, "person": person, "what_is": person.what_is(request.today), "is_me": person == me,
            "contacts": [value for value in (person.phone, person.email) if value] if "contacts" in groups else [],
            "url": person.get_absolute_url() if groups else "",
        })  # fmt: skip
    return rows


def closed_people(pair, on) -> list:
    """Whose consent no longer holds although the pair stands: their data is closed, the pair stays."""
    if pair.status not in ("ordered", "working", "suspended", "closing"):
        return []
    return [
        side.person for side in pair.sides.all()
        if side.is_open and not consents.allowed(
            side.person, "work" if side.role == "mentee" else "selection", on,
            pair.programme.code if side.role == "mentee" else None,
        )
    ]  # fmt: skip


def certificate_notes(request, pair) -> list[Gap]:
    """For the office and the mentor himself: it is nobody else's business which paper has run out."""
    me = access.person_of(request.user)
    if me == pair.mentor or access.has_role(request.user, "curator", "director", on=request.today):
        return list(running_certificate_gaps(pair, request.today))
    return []


def sees_answers(request, pair) -> bool:
    """Who said no to a pair that did not come about, the curator and the director know; the others only their own."""
    return pair.status != Pair.Status.CANCELLED or access.has_role(
        request.user, "curator", "director", on=request.today
    )


def marks(request, pair) -> list[dict]:
    """The sheet of consent, with what this viewer may do about each line."""
    me, on = access.person_of(request.user), request.today
    is_asked = pair.status == Pair.Status.PROPOSED
    keeper = access.may(request.user, "programs.pair_propose", pair)
    rows = pair.agreements.all()
    if not sees_answers(request, pair):
        mine = {row["pk"] for row in access.related(request.user, "self", "my_child", on=on)}
        rows = [mark for mark in rows if mark.side.person_id in mine]
    return [
        {
            "mark": mark, "words": mark_words(mark), "child_words": child_words(mark, me),
            "is_mine": is_asked and mark.answer is None and may_answer(mark, me, on),
            "is_kept": is_asked and mark.answer is None and keeper,
            "guardians": list(mark.side.person.guardians(on)) if mark.as_guardian and keeper and is_asked else [],
        }
        for mark in rows
    ]  # fmt: skip


def papers_of(request, pair) -> dict:
    """Papers that are printed from here, and how labour law sees the mentor's work."""
    user, on = request.user, request.today
    side = next((one for one in pair.sides.all() if one.role == "mentor" and one.is_open), None)
    is_keeper = access.may(user, "programs.supplement_edit", pair)
    return {
        "may_print": access.may(user, "programs.agreement_print", pair),
        "may_edit": is_keeper,
        "has_regime": bool(is_keeper and side and not side.person.school_class(on)),
        "regime": side.get_labour_regime_display() if side and side.labour_regime and is_keeper else "",
        "supplements": SupplementaryAgreement.objects.visible_to(user, on).filter(pair=pair),
        "statements": Statement.objects.visible_to(user, on).filter(pair=pair).select_related("paper__file", "person"),
        "may_characterise": access.may(user, "programs.characteristic_write", pair)
        and pair.status in ("working", "suspended", "closing", "closed"),
        "mentees": pair.mentees,
    }


def about(pair) -> Q:
    """Orders that name the pair, or what changes in it."""
    return Q(lines__pair=pair) | Q(lines__change__pair=pair)


def context(request, pair) -> dict:
    """Everything the page of a pair shows."""
    user, on = request.user, request.today
    sheet = marks(request, pair)
    plan = Plan.objects.filter(pair=pair).prefetch_related("lines").first()
    is_keeper = access.may(user, "programs.pair_propose", pair)
    closed = closed_people(pair, on)
    may_list = access.may(user, "programs.pair_list")
    return {
        "words": pair.programme.words,
        "track": workflow.track(pair),
        "moves": workflow.open_to(user, pair, on),
        "move_url": reverse("programs:pair_detail", args=[pair.pk]) + "move/",
        "back_url": _back_to(user, pair, may_list),
        "back_label": "Пары и группы" if may_list else "Назад",
        "sides": sides(request, pair),
        "closed": closed,
        "certificate_notes": certificate_notes(request, pair),
        "marks": sheet,
        "sees_answers": sees_answers(request, pair),
        "child_state": CHILD_STATES[pair.status],
        "is_asked": pair.status == Pair.Status.PROPOSED,
        "my_mark": next((row for row in sheet if row["is_mine"]), None),
        "is_keeper": is_keeper,
        "sees_reasons": access.has_role(user, "curator", "director", on=on),
        "orders": Order.objects.visible_to(user, on).filter(about(pair)).distinct().order_by("pk"),
        "plan": plan,
        "plan_done": plan.done_share if plan else (0, 0),
        **log_page.context(request, pair),
        "skipped": log.skipped_kinds(pair),
        "may_log": access.may(user, "programs.meeting_log", pair) and pair.status in ("ordered", "working", "closing"),
        "panels": panels.of_pair(pair, user, on),
        "papers": papers_of(request, pair),
    }
