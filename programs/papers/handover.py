"""The list of the handover on paper (ОЧ-П 2.8: the term does not move, the plan passes on)."""

from programs.papers import common
from registry.engine import cases
from registry.models import Appointment
from registry.text import long_date, short_date

TEMPLATE = "papers/handover.html"


def context(row) -> dict:
    change, pair, on = row.change, row.pair, row.made_on
    line = change.order_lines.filter(order__status="registered").select_related("order").first()
    curator = Appointment.objects.active(on).filter(role="curator").select_related("person").first()
    return {
        "title": f"Лист передачи: {pair}", "school": common.school(), "date": long_date(on),
        "order": line.order.name if line else "",
        "former": change.former.full_name if change.former else "",
        "gave": cases.in_gender(change.former, "Передала", "Передал") if change.former else "Передал",
        "took": cases.in_gender(change.new_mentor.person, "Приняла", "Принял"),
        "former_signature": change.former.signature_name if change.former else "",
        "new": change.new_mentor.person.full_name, "new_signature": change.new_mentor.person.signature_name,
        "mentees": [", ".join(filter(None, [one.full_name, one.what_is(on)])) for one in pair.mentees],
        "term": f"с {short_date(pair.starts)} по {short_date(pair.ends)}", "form": str(pair.form),
        "curator": curator.person.signature_name if curator else "",
        "parts": [
            {"title": title, "ticks": part != "done",
             "rows": [{"text": one.text, "done": short_date(one.done_on) if one.done_on else ""}
                      for one in row.lines.all() if one.part == part]}
            for part, title in [("done", "Сделано"), ("open", "Осталось сделать"), ("talk", "Разговоры")]
        ],
    }  # fmt: skip
