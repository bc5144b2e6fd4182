"""The minutes of the selection commission."""

from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/minutes.html"


def title(minutes) -> str:
    return f"Протокол № {minutes.number} заседания конкурсной комиссии"


def context(minutes) -> dict:
    school, commission = School.get(), minutes.commission
    on = minutes.held_on
    present = list(minutes.present.select_related("person"))
    by_seat = {member.seat: member.person.signature_name for member in commission.members.select_related("person")}
    return {
        "title": title(minutes),
        "school": {"full_name": school.full_name, "place": school.place},
        "number": minutes.number,
        "date": long_date(on),
        "programme": commission.programme.title,
        "year": commission.programme.year.name,
        "members": commission.members.count(),
        "present": [
            {"name": member.person.full_name, "post": member.person.what_is(on), "seat": member.get_seat_display()}
            for member in present
        ],
        "decisions": [_decision(row, on) for row in minutes.decisions.select_related("candidacy__mentor__person")],
        "chair": by_seat.get("chair", ""),
        "secretary": by_seat.get("secretary", ""),
    }


def _decision(row, on) -> dict:
    mentor = row.candidacy.mentor
    marks = list(row.candidacy.marks.all())
    sheets = len({mark.by_id for mark in marks})
    return {
        "name": mentor.person.full_name,
        "name_accusative": mentor.person.in_case("accusative"),
        "post": mentor.workplace or mentor.person.what_is(on),
        "ground": row.candidacy.ground,
        "score": f"{sum(mark.mark for mark in marks) / sheets:.1f}".replace(".", ",") if sheets else "нет оценок",
        "sheets": sheets,
        "votes_for": row.votes_for,
        "votes_against": row.votes_against,
        "abstained": row.abstained,
        "outcome": row.get_outcome_display(),
        "note": row.note,
    }
