"""Papers about pairs to hand out: a personal link for an answer, and the notice of a formed pair (ОЧ-ДК2 18)."""

from django.utils import timezone

from programs.actions.pairs import answer_link, may_answer
from registry.engine import links, papers
from registry.models import Person, School
from registry.text import joined, long_date

TEMPLATE = "papers/pair_slips.html"
NOTICE = "papers/pair_notices.html"
STEPS = [
    "Наведите камеру телефона на квадрат или наберите адрес в браузере.",
    "Прочитайте, кого и с кем предлагают соединить.",
    "Нажмите «Да» или «Нет». Участие добровольное.",
]


def answerers(mark, on) -> list[Person]:
    """Whose answer the mark takes; of several guardians any one is enough, so each gets a slip."""
    person = mark.side.person
    return list(person.guardians(on)) if mark.as_guardian else [person]


def slips(marks, *, by, on) -> list[dict]:
    """A slip for each answer that nobody can give in a cabinet; a new link is made, the former one dies."""
    with_account = set(Person.objects.filter(user__is_active=True).values_list("pk", flat=True))
    school, found = School.get(), []
    for mark in marks:
        people = answerers(mark, on)
        if any(one.pk in with_account for one in people):
            continue
        for person in people:
            if may_answer(mark, person, on):
                found.append(_slip(school, mark, person, by))
    return found


def _slip(school, mark, person, by) -> dict:
    token = answer_link(mark, person, by=by)
    address, link = links.address(token), links.find(token)
    about = f"за ребёнка: {mark.side.person.address_name}" if mark.as_guardian else ""
    return {
        "title": "Школа просит вас ответить", "whose": person.full_name, "what_is": about, "steps": STEPS,
        "address": address, "qr": papers.qr_svg(address), "until": long_date(timezone.localdate(link.until)),
        "school_name": school.short_name, "whom_to_ask": school.whom_to_ask, "phone": school.other_phone,
    }  # fmt: skip


def notices(pairs, on) -> dict:
    """One notice for each side: who the other one is, form, term, order, and the day of the notice."""
    school = School.get()
    return {
        "title": "Извещение о паре", "school": school.short_name, "date": long_date(on),
        "whom_to_ask": school.whom_to_ask, "phone": school.other_phone,
        "sheets": [sheet for pair in pairs for sheet in _sheets(pair, on)],
    }  # fmt: skip


def _sheets(pair, on):
    lines = [side.line for side in pair.sides.all() if side.line_id]
    order = lines[0].order if lines else None
    for side in pair.sides.all():
        if not side.is_open:
            continue
        is_mentor = side.role == "mentor"
        others = pair.mentees if is_mentor else [pair.mentor]
        yield {
            "name": side.person.full_name, "role": side.get_role_display(), "form": pair.form.title,
            "lead": "Ваши наставляемые" if is_mentor and len(others) > 1
            else "Ваш наставляемый" if is_mentor else "Ваш наставник",
            "others": joined(", ".join(filter(None, [one.full_name, one.what_is(on)])) for one in others if one),
            "starts": long_date(pair.starts), "ends": long_date(pair.ends), "mode": pair.get_mode_display(),
            "order": f"приказ № {order.number} от {long_date(order.date)}" if order and order.number else "",
        }  # fmt: skip
