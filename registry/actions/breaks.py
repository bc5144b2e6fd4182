"""School holidays, as the school's own calendar has them."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import SchoolBreak
from registry.text import short_date

LONGEST = 120


@transaction.atomic
def save_break(*, by, title, starts, ends, row=None) -> SchoolBreak:
    """New holidays or corrected ones; whoever enters them has checked them against the school's calendar."""
    may(by, "registry.calendar_edit")
    if ends < starts:
        raise Refused("Каникулы не могут кончиться раньше, чем начнутся: проверьте даты.", field="ends")
    if (ends - starts).days > LONGEST:
        raise Refused(f"Больше {LONGEST} дней каникул не бывает: проверьте год в датах.", field="ends")
    others = SchoolBreak.objects.filter(starts__lte=ends, ends__gte=starts).exclude(pk=row.pk if row else None)
    if others.exists():
        raise Refused(
            f"Эти дни уже входят в другие каникулы ({others[0]}). Исправьте их, а не вносите второй раз.",
            field="starts",
        )
    row = row or SchoolBreak()
    row.title, row.starts, row.ends, row.is_checked = title, starts, ends, True
    row.save()
    journal.write(by, "исправлены каникулы", row, starts=short_date(starts), ends=short_date(ends))
    return row


@transaction.atomic
def forget_break(row, *, by) -> None:
    may(by, "registry.calendar_edit")
    journal.write(by, "убраны каникулы", row)
    row.delete()
