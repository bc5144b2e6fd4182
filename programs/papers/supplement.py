"""The supplementary agreement of art. 351.8 and the notice of its early end (domain §3.2)."""

from programs.papers import common
from registry.engine import cases
from registry.text import long_date, short_date

TEMPLATE = "papers/supplement.html"
NOTICE = "papers/supplement_notice.html"


def title(row) -> str:
    return f"Дополнительное соглашение{' № ' + row.number if row.number else ''}: {row.employee.full_name}"


def context(row) -> dict:
    """Plain values; an unfinished draft shows lines where something is missing."""
    on = row.date or row.drafted_on
    person, pair = row.employee, row.pair
    return {
        "title": title(row), "school": common.school(), "head": common.head(on), "number": row.number,
        "date": long_date(row.date) if row.date else "", "contract": row.contract,
        "employee": {
            "name": person.full_name, "genitive": person.in_case("genitive"), "post": person.post(on),
            "signature": person.signature_name,
        },
        "mentees": [{"name": one.full_name, "genitive": one.in_case("genitive"), "dative": one.in_case("dative"),
                     "post": one.post(on), "post_dative": common.post_in(one, on, "dative")} for one in pair.mentees],
        "content": common.sentence(row.content), "form": common.sentence(row.form),
        "payment": common.sentence(row.payment),
        "starts": long_date(row.starts) if row.starts else "", "ends": long_date(row.ends) if row.ends else "",
        "programme": f"программа {common.programme_of(pair.programme)}",
        "got": cases.in_gender(person, "получила", "получил"),
    }  # fmt: skip


def notice(row) -> dict:
    """Who ends, when the notice was handed over, from which day."""
    on = row.notice_on
    person = row.employee
    return {
        "title": f"Уведомление о прекращении наставничества: {person.full_name}",
        "school": common.school(), "head": common.head(on), "by_employee": row.notice_by == "employee",
        "employee": {
            "name": person.full_name, "genitive": person.in_case("genitive"), "dative": person.in_case("dative"),
            "post": person.post(on), "post_dative": common.post_in(person, on, "dative"),
            "post_genitive": common.post_in(person, on, "genitive"), "signature": person.signature_name,
        },
        "mentees": [one.in_case("genitive") for one in row.pair.mentees],
        "number": row.number, "date": short_date(row.date), "notice_on": long_date(on),
        "last_day": short_date(row.ends_early_on),
    }  # fmt: skip
