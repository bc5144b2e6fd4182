"""The act of destruction and the extract from the journal (domain §4.5; приказ Роскомнадзора от 28.10.2022 № 179)."""

from django.utils import timezone

from registry.models import Retention, School
from registry.text import long_date, short_date

ACT = "papers/erasure_act.html"
EXTRACT = "papers/erasure_extract.html"
METHOD = (
    "удаление из базы данных и с диска средствами информационной системы без возможности восстановления; "
    "обезличивание карточки: вместо имени — условное обозначение"
)


def number(row) -> str:
    """«У-3/2026»"""
    return f"У-{row.pk}/{row.decided_on.year}"


def subject(person, on) -> dict:
    """Who it was, told once more before the name goes: it stays in the act alone."""
    born = short_date(person.birth_date) if person.birth_date else ""
    return {"name": person.full_name, "born": born, "what": person.what_is(on)}


def context(row, title, said, done, line) -> dict:
    """Plain values of both papers."""
    school, day = School.get(), row.decided_on
    keep = Retention.objects.filter(key="erasure_papers").first()
    until = keep.until(day) if keep else None
    return {
        "title": title,
        "number": number(row),
        "date": long_date(day),
        "place": school.place,
        "operator": {"full_name": school.full_name, "address": school.address},
        "processor": row.processor,
        "subject": said,
        "code": "",
        "label": row.code,
        "members": [
            {"name": one.full_name, "signature": one.signature_name, "post": one.post(day) or one.what_is(day)}
            for one in row.members.all()
        ],
        "categories": [{"title": title, "rows": rows} for title, rows in sorted(done.items())],
        "sheets": row.sheets,
        "system": row.system,
        "method": METHOD,
        "reason": row.get_reason_display() + (f"; {row.note}" if row.note else ""),
        "prepared": {"name": row.prepared_by.signature_name, "date": short_date(row.prepared_on)},
        "approver": {
            "name": row.decided_by.signature_name,
            "post": row.decided_by.post(day) or "директор",
        },
        "events": [{
            "at": timezone.localtime(line.at).strftime("%d.%m.%Y %H:%M:%S"), "number": line.pk, "verb": line.verb,
        }],
        "until": short_date(until) if until else "постоянно",
    }  # fmt: skip
