"""The page of one request: the way step by step for the office, plain words for the person and the parents."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs import way
from programs.actions import intake as actions
from programs.forms.way import AskForm, ConclusionForm, EntrustForm
from programs.models import Request, Talk, ThirdPartyNote
from registry.engine import access, journal, workflow
from registry.engine import consents as gate
from registry.models import Consent, ConsentKind
from registry.text import count, short_date

KEEPERS = ("curator", "director", "psychologist", "social_worker")


def the_request(request, pk):
    """The request with everything its page names, or 404."""
    rows = Request.objects.visible_to(request.user, request.today).select_related(
        "person", "programme__year", "programme__regulation", "form", "poster", "joined_to__person"
    )
    return get_object_or_404(rows.prefetch_related("person__enrolments__school_class", "person__employments"), pk=pk)


def detail(request, row, conclusion=None, ask=None, entrust=None):
    """The page; forms that came back with errors are put in their places."""
    user, on = request.user, request.today
    opened = access.groups(user, row.person, on) if row.person else frozenset()
    is_office = access.has_role(user, "curator", "director", on=on)
    is_keeper = access.has_role(user, *KEEPERS, on=on)
    if row.person:
        journal.opened(user, row.person, row, on=on)
    else:
        journal.write(user, "открыт запрос", row)
    papers = _papers(request, row)
    is_mine = row.person and not set(access.relations_to(user, row.person, on)).isdisjoint({"self", "my_child"})
    return render(request, "programs/request_detail.html", {
        "row": row, "groups": opened, "is_office": is_office, "facts": _facts(row, opened, is_office, on),
        "steps": way.steps(row, user, on) if is_keeper and not is_mine else [],
        "plain": way.plain(row, on, reader=access.person_of(user)) if is_mine else None,
        "topics": row.topics.all(),
        "moves": [move for move in workflow.open_to(user, row, on) if move.name != "analyse"],
        "move_url": reverse("programs:request_move", args=[row.pk, "x"]).removesuffix("x/"),
        "notes": ThirdPartyNote.objects.visible_to(user, on).filter(request=row).select_related("author__user"),
        "papers": papers, "lacks_papers": any(paper is None for _, paper, _ in papers),
        "may_tie": not row.person and access.may(user, "programs.request_add"),
        "may_ask_papers": access.may(user, "registry.consent_ask", row.person),
        "card": _card(row) if is_office else None,
        **_forms(user, row, on, conclusion, ask, entrust), **_way(user, row, on),
    })  # fmt: skip


def _forms(user, row, on, conclusion, ask, entrust) -> dict:
    """The forms that this reader may fill now."""
    is_received = bool(row.person) and row.status == Request.Status.RECEIVED
    may_analyse = is_received and access.may(user, "programs.request_analyse", row)
    if conclusion is None and may_analyse:
        initial = {"topics": row.topics.all(), "form": row.form, "no_talk": row.no_talk}
        conclusion = ConclusionForm(initial=initial, row=row, has_talk=row.talks.held().exists())
    may_ask = row.person and row.status in ("received", "analysed") and access.may(user, "programs.note_ask", row)
    if ask is None and may_ask and row.role == "mentee":
        ask = AskForm(row=row, on=on)
    if entrust is None and may_analyse and row.role == "mentee":
        entrust = EntrustForm(on=on, prefix="talk")
    return {"conclusion": conclusion, "ask": ask, "entrust": entrust, "may_ask": may_ask}


def _way(user, row, on) -> dict:
    """Talks, former conclusions and steps of help, to those who may read them."""
    sees_conclusion = access.has_role(user, "curator", "director", on=on)
    supports = row.supports.visible_to(user, on) if row.person_id else row.supports.none()
    if row.person_id and row.person_id == getattr(access.person_of(user), "pk", None):
        supports = supports.none()
    may_talk = access.may(user, "programs.talk_write")
    return {
        "talks": Talk.objects.visible_to(user, on).filter(request=row).select_related("holder"),
        "sees_special": may_talk, "may_talk": may_talk and row.status == "received" and bool(row.person_id),
        "mended": row.mended.select_related("mended_by") if sees_conclusion else (),
        "may_mend": row.status in ("analysed", "admitted") and access.may(user, "programs.request_analyse"),
        "supports": supports.select_related("who"),
        "may_support": row.status == "admitted" and row.role == "mentee" and access.may(user, "programs.support_edit"),
    }  # fmt: skip


def _facts(row, opened, is_office, on) -> list:
    """What the reader may know of the person, by the data groups that are open."""
    programme = row.programme.title if row.programme else "ещё не выбрана"
    facts = [("О чём", row.get_role_display()), ("Программа", programme)]
    if row.person:
        url = row.person.get_absolute_url() if is_office else ""
        facts.insert(0, ("Чей запрос", row.person.full_name, url))
        if "study" in opened or "work" in opened:
            facts.append(("Класс или должность", row.person.what_is(on)))
        if "contacts" in opened:
            born = row.person.birth_date
            age = row.person.age(on)
            facts.append(("Дата рождения", f"{short_date(born)} ({count(age, 'год', 'года', 'лет')})" if born else ""))
    source = (
        f"{row.get_source_display()} «{row.poster.place}»" if row.poster and is_office else row.get_source_display()
    )
    facts.append(("Получен", f"{short_date(row.received_on)}, {source}"))
    if row.form and is_office:
        facts.append(("Какая форма поможет", row.form.title))
    if row.joined_to and is_office:
        facts.append(("Добавлен к запросу", row.joined_to.name, row.joined_to.get_absolute_url()))
    elif row.ended_on:
        facts.append(("Закрыт", f"{short_date(row.ended_on)}: {row.end_note}"))
    return facts


def _papers(request, row) -> list:
    """(kind, consent or None, is it in force) of the consents that the request needs; empty for others."""
    if row.person is None or row.programme is None:
        return []
    seen = Consent.objects.visible_to(request.user, request.today).filter(person=row.person).order_by("pk")
    if not access.has_role(request.user, "curator", "director", on=request.today) and not seen:
        return []
    found = {}
    for paper in seen:
        if paper.kind not in gate.SCOPED or paper.scope == row.programme.code:
            found[paper.kind] = paper
    valid = set(row.person.consents.valid(request.today).values_list("pk", flat=True))
    return [
        (ConsentKind(kind).label, found.get(kind), kind in found and found[kind].pk in valid)
        for kind in actions.needed_kinds(row)
    ]


def _card(row) -> dict | None:
    """Where the way goes on from an admitted request."""
    if row.status != Request.Status.ADMITTED:
        return None
    card = getattr(row.person, row.role, None)
    if card is None:
        return None
    name = "programs:candidacy_new" if row.role == "mentor" else "programs:pair_new"
    url = reverse(name) + f"?programme={row.programme.code}&{row.role}={card.pk}"
    label = "Выдвинуть в реестр" if row.role == "mentor" else "Подобрать наставника"
    return {"url": card.get_absolute_url(), "next_url": url, "next_label": label}
