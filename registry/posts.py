"""Posts in cases: as the curator corrected them, else as the machine declines them."""

from registry.engine import cases
from registry.models import Employment, PostCase


def in_case(title: str, case: str) -> str:
    """«заместитель директора по воспитательной работе» → dative → «заместителю директора по воспитательной работе»."""
    if not title:
        return ""
    stored = PostCase.objects.filter(title=title).values_list(case, flat=True).first()
    return stored or cases.post(title, case)


def in_use(on):
    """Posts of those who work on the day, in the order of the alphabet, each with its cases and whose hand they are."""
    titles = Employment.objects.active(on).order_by("post").values_list("post", flat=True).distinct()
    stored = {row.title: row for row in PostCase.objects.all()}
    return [
        {
            "title": title, "is_corrected": title in stored,
            **{case: getattr(stored.get(title), case, "") or cases.post(title, case) for case in cases.CASES},
        }
        for title in dict.fromkeys(titles) if title
    ]  # fmt: skip
