"""The links on top of a page: what this user may open, in the order of the user's work."""

import dataclasses

from django.urls import NoReverseMatch, reverse

from mentoring.family import family
from registry.engine import access


@dataclasses.dataclass(frozen=True)
class Place:
    """`belongs` are the beginnings of names of the pages on which the link is marked as the current one."""

    label: str
    page: str
    permission: str
    belongs: tuple[str, ...]


PROGRAMMES = Place(
    "Программы", "programs:programme_list", "programs.programme_view",
    ("programs:programme", "programs:activity", "programs:informing", "programs:notice", "programs:library",
     "programs:council"),
)  # fmt: skip
REQUESTS = Place(
    "Запросы", "programs:request_list", "programs.request_list",
    ("programs:request", "programs:note_", "programs:needs", "programs:poster", "programs:talk", "programs:support",
     "programs:conclusion"),
)  # fmt: skip
SELECTION = Place(
    "Отбор", "programs:candidacy_list", "programs.candidacy_list",
    ("programs:candidacy", "programs:commission", "programs:minutes", "programs:training"),
)  # fmt: skip
REGISTER = Place(
    "Реестр",
    "programs:register_list",
    "programs.register_view",
    ("programs:register", "programs:publication", "programs:statement", "programs:award"),
)
PAIRS = Place(
    "Пары", "programs:pair_list", "programs.pair_list",
    ("programs:pair", "programs:group_meeting", "programs:preference", "programs:plan",
     "programs:meeting", "programs:silence", "programs:pulse", "programs:help",
     "programs:petition", "programs:early_end", "programs:handover", "programs:unpaired", "programs:former",
     "programs:material", "programs:open_event", "programs:helper", "programs:asked", "programs:contest",
     "monitoring:"),
)  # fmt: skip
ORDERS = Place(
    "Приказы",
    "programs:order_list",
    "programs.order_list",
    (
        "programs:suggestion",
        "programs:order",
        "programs:approval",
        "programs:acquaint",
        "programs:release",
        "programs:assignment",
        "programs:proposal",
    ),
)
PEOPLE = Place(
    "Люди", "registry:person_list", "registry.person_list",
    ("registry:person", "registry:guardian", "registry:appointment", "registry:mentor", "registry:mentee",
     "registry:certificate", "registry:import", "registry:teacher", "registry:topic", "registry:double",
     "registry:merge"),
)  # fmt: skip
CONSENTS = Place(
    "Согласия", "registry:consent_list", "registry.consent_list",
    ("registry:consent", "registry:heap", "registry:print", "registry:text", "registry:duty", "registry:term",
     "registry:calendar"),
)  # fmt: skip
REGULATIONS = Place("Положения", "registry:regulation_list", "registry.regulation_view", ("registry:regulation",))
SCHOOL = Place("Школа", "registry:school_edit", "registry.school_edit", ("registry:school", "registry:year"))
PERSONAL = Place(
    "Персональные данные", "registry:subject_request_list", "registry.subject_list",
    ("registry:subject_request", "registry:erasure", "registry:retention"),
)  # fmt: skip
JOURNAL = Place("Журнал", "registry:journal", "registry.journal_view", ("registry:journal",))
PORTFOLIO = Place("Моё портфолио", "programs:portfolio", "programs.portfolio_edit", ("programs:portfolio",))
WISHES = Place("Мои пожелания", "programs:my_wishes", "programs.wishes_own", ("programs:my_wishes", "programs:wishes"))
COUNCIL = Place("Совет наставников", "programs:council", "programs.council_view", ("programs:council",))
UPKEEP = Place("Уход за программой", "upkeep", "registry.base_view", ("upkeep",))
REFERENCE = Place("Справочники", "admin:index", "registry.school_edit", ("admin:",))

CURATOR = [PROGRAMMES, REQUESTS, SELECTION, REGISTER, PAIRS, ORDERS, PEOPLE, CONSENTS]
CURATOR_MORE = [REGULATIONS, SCHOOL, PERSONAL, JOURNAL, PORTFOLIO, REFERENCE, UPKEEP]
DIRECTOR = [ORDERS, PROGRAMMES, REGISTER, PAIRS, PEOPLE, JOURNAL]
DIRECTOR_MORE = [REQUESTS, SELECTION, CONSENTS, REGULATIONS, SCHOOL, PERSONAL, REFERENCE, UPKEEP]
OTHERS = [PEOPLE, CONSENTS, PAIRS, ORDERS, COUNCIL, PORTFOLIO, WISHES]
CANDIDATES = dataclasses.replace(SELECTION, label="Кандидаты")


def links_for(request, on) -> list[dict]:
    """«Сегодня», what is the user's own, what the predicates allow; the last item may hold `more` of them."""
    user, match = request.user, request.resolver_match
    here, kin = (match.view_name if match else ""), family(request.user, on)
    main, rest = _lists(user)
    found = [_item("Сегодня", reverse("cabinet"), here in ("cabinet", "start")), *_own(kin, request.path)]
    found += _places(main, user, here)
    if kin.sits and main is OTHERS:
        found += _places([CANDIDATES], user, here)
    more = _places(rest, user, here)
    if more:
        inside = any(item["active"] for item in more) and not any(item["active"] for item in found)
        found.append({"label": "Ещё", "more": more, "active": inside})
    return found


def _lists(user):
    """Whoever prepares orders works in the curator's order, the other keeper of the school in the director's."""
    if access.may(user, "programs.order_prepare"):
        return CURATOR, CURATOR_MORE
    if access.may(user, "registry.base_view"):
        return DIRECTOR, DIRECTOR_MORE
    return OTHERS, []


def _item(label, url, active, count=0):
    return {"label": label, "url": url, "active": active, "count": count}


def _places(places, user, here):
    found = []
    for place in places:
        try:
            url = reverse(place.page)
        except NoReverseMatch:  # a floor that was not built yet
            continue
        if access.may(user, place.permission):
            label = place.label
            if place is PEOPLE and not access.may(user, "registry.base_view") and access.may(user, CONSENTS.permission):
                label = "Мой класс"
            found.append(_item(label, url, here.startswith(place.belongs)))
    return found


def _own(kin, path):
    """The user's own pairs and children: one leads to its small cabinet, several to the list of them."""
    found = []
    if kin.mentors:
        found.append(_own_item("Мои пары", kin.mentors, path))
    if kin.learns:
        found.append(_own_item("Мой наставник" if kin.mentors else "Моя пара", kin.learns, path))
    if kin.children:
        pairs = [pair for own in kin.children.values() for pair in own]
        label = "Мой ребёнок" if len(kin.children) == 1 else "Мои дети"
        found.append(_own_item(label, pairs if len(kin.children) == 1 else [], path))
    return found


def _own_item(label, pairs, path):
    url = reverse("own_pair", args=pairs) if len(pairs) == 1 else reverse("own")
    inside = [url, *(reverse("programs:pair_detail", args=[pk]) for pk in pairs)]
    return _item(label, url, any(path.startswith(one) for one in inside))
