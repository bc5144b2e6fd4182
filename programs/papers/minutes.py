"""The minutes of the selection commission."""

from programs.actions.assessing import barred
from programs.actions.commission import quorum_gap
from programs.actions.selection import experience
from registry.models import School
from registry.text import count, long_date

TEMPLATE = "papers/minutes.html"


def title(minutes) -> str:
    return f"Протокол № {minutes.number} заседания конкурсной комиссии"


def context(minutes) -> dict:
    school, commission = School.get(), minutes.commission
    on = minutes.held_on
    present = list(minutes.present.select_related("person"))
    decisions = minutes.decisions.select_related("candidacy__mentor__person", "candidacy__programme", "minutes")
    rule = commission.programme.rule("commission.quorum_percent")
    lines = [_decision(row, on, present) for row in decisions]
    criteria = list(dict.fromkeys(title for line in lines for title in line["averages"]))
    for line in lines:
        line["cells"] = [line["averages"].get(title, "—") for title in criteria]
    by_seat = {member.seat: member.person.signature_name for member in commission.members.select_related("person")}
    return {
        "title": title(minutes),
        "school": {"full_name": school.full_name, "place": school.place},
        "number": minutes.number,
        "date": long_date(on),
        "programme": commission.programme.title,
        "year": commission.programme.year.name,
        "members": commission.members.count(),
        "has_quorum": quorum_gap(len(present), commission.members.count(), rule) is None,
        "present": [
            {"name": member.person.full_name, "post": member.person.what_is(on), "seat": member.get_seat_display()}
            for member in present
        ],
        "decisions": lines,
        "criteria": criteria,
        "has_marks": any(line["sheets"] for line in lines),
        "chair": by_seat.get("chair", ""),
        "secretary": by_seat.get("secretary", ""),
    }


def _decision(row, on, present) -> dict:
    """One candidate: marks of those who handed in a sheet, every vote by name, who was kept from voting and why."""
    candidacy = row.candidacy
    mentor, kept = candidacy.mentor, barred(candidacy, on)
    handed = set(candidacy.sheets.filter(handed_on__isnull=False).values_list("by", flat=True))
    marks = [mark for mark in candidacy.marks.select_related("criterion") if mark.by_id in handed]
    votes = {vote.person_id: vote.choice for vote in candidacy.votes.all()}
    here = [member.person for member in present]
    said = [(votes[one.pk], one.short_name) for one in here if one.pk in votes and one.pk not in kept]
    return {
        "name": mentor.person.full_name,
        "name_accusative": mentor.person.in_case("accusative"),
        "post": mentor.what_is(on),
        "ground": candidacy.ground,
        "score": _comma(sum(mark.mark for mark in marks) / len(handed)) if handed else "",
        "most": 2 * len({mark.criterion_id for mark in marks}),
        "sheets": len(handed),
        "averages": _averages(marks),
        "experience": _experience(candidacy),
        "votes_for": row.votes_for,
        "votes_against": row.votes_against,
        "abstained": row.abstained,
        "by_name": [
            {"word": word, "names": [name for choice, name in said if choice == key]}
            for key, word in (("for", "за"), ("against", "против"), ("abstained", "воздержались"))
            if any(choice == key for choice, _ in said)
        ],
        "kept": [
            {"name": one.person.short_name, "why": kept[one.person_id]}
            for one in row.minutes.commission.members.select_related("person") if one.person_id in kept
        ],
        "outcome": row.get_outcome_display() if said else "",
        "note": row.note,
    }  # fmt: skip


def _experience(candidacy) -> str:
    """The commission knew that the experience is short: said in the paper without the words of the program."""
    found = experience(candidacy.programme, candidacy.mentor)
    if found is None:
        return ""
    years, rule = found
    said = "не указан" if years is None else count(years, "год", "года", "лет")
    return f"опыт кандидата — {said}, ожидается от {count(rule.value, 'года', 'лет', 'лет')}"


def _averages(marks) -> dict[str, str]:
    """Criterion → its average over the sheets handed in."""
    found: dict = {}
    for mark in marks:
        found.setdefault(mark.criterion.title, []).append(mark.mark)
    return {title: _comma(sum(all_) / len(all_)) for title, all_ in found.items()}


def _comma(number) -> str:
    return f"{number:.1f}".replace(".", ",")
