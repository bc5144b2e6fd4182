"""What most papers name: the school, its head, the curator."""

from registry import posts
from registry.engine import cases
from registry.models import Appointment, School


def school() -> dict:
    """The head of a letter: names, address, telephone."""
    row = School.get()
    return {
        "founder": row.founder, "full_name": row.full_name, "short_name": row.short_name, "place": row.place,
        "address": row.address, "phone": row.phone, "email": getattr(row, "email", ""),
    }  # fmt: skip


def head(on) -> dict:
    """Who heads the school on the day, in the cases that papers need; lines for the pen where nobody is entered."""
    facts = Appointment.objects.active(on).select_related("person")
    fact = facts.filter(role="acting_director").first() or facts.filter(role="director").first()
    if fact is None:
        return {"post": "Директор", "post_dative": "Директору", "name": "", "dative": "", "genitive": ""}
    acting = fact.role == "acting_director"
    return {
        "post": "И. о. директора" if acting else "Директор",
        "post_dative": "И. о. директора" if acting else "Директору",
        "post_genitive": "исполняющего обязанности директора" if acting else "директора",
        "acts": cases.in_gender(fact.person, "действующей", "действующего"),
        "name": fact.person.signature_name,
        "dative": surname_first(fact.person, "dative"),
        "genitive": fact.person.in_case("genitive"),
    }


def surname_first(person, case: str) -> str:
    """«Ивановой М. П.»: the surname in the case, with the initials."""
    surname = person.in_case(case).split(" ")[0]
    return "\u00a0".join([surname, *person.short_name.split("\u00a0")[1:]])


def in_full(mode: str) -> str:
    """How meetings are held, as a paper says it: «смешанно» says nothing to a parent."""
    return mode.replace("смешанно", "очно и дистанционно")


def sentence(text: str) -> str:
    """Somebody's words as they stand in a numbered point: with a full stop at the end."""
    text = text.strip()
    return f"{text}." if text and text[-1] not in ".!?…" else text


def programme_of(programme) -> str:
    """«Наставничество обучающихся», 2026/2027 учебный год."""
    return f"«{programme.title}», {programme.year.name} учебный год"


def named(programme, said=None) -> dict:
    """What the school's own words may name on any paper: programs/papers/prose.py COMMON."""
    return {"школа": (said or school())["short_name"], "программа": programme.title, "год": programme.year.name}


def curator(on) -> str:
    """Whose word stands under «согласовано»."""
    row = Appointment.objects.active(on).filter(role="curator").select_related("person").first()
    return row.person.signature_name if row else ""


PUPIL = {
    "nominative": ("обучающаяся", "обучающийся"), "genitive": ("обучающейся", "обучающегося"),
    "dative": ("обучающейся", "обучающемуся"), "accusative": ("обучающуюся", "обучающегося"),
}  # fmt: skip


def post_in(person, on, case: str) -> str:
    """The post in a case; a pupil's class as «обучающегося 7 «А» класса»."""
    post = person.post(on)
    if post:
        return post if case == "nominative" else posts.in_case(post, case)
    group = person.school_class(on)
    if group:
        of_her, of_him = PUPIL[case]
        return f"{cases.in_gender(person, of_her, of_him)} {group} класса"
    return ""
