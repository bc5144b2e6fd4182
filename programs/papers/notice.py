"""The notice to parents of a minor: what the programme is, that it is voluntary, and a slip to tear off."""

from django.conf import settings
from django.urls import reverse

from programs.papers import common, wording
from registry.engine import papers
from registry.models import School
from registry.text import count, long_date

TEMPLATE = "papers/notice.html"


def context(programme, children, on) -> dict:
    """One sheet for each child; with none, a blank one."""
    school = School.get()
    site = f"{settings.SITE_URL}{reverse('public:join')}"
    age, consent = programme.rule("mentee.min_age"), programme.rule("consent.participation")
    text, values = wording.text_of("notice"), {
        **common.named(programme), "цель": programme.goal,
        "формы": "; ".join(form.title for form in programme.forms.all()),
        "возраст": count(int(age.value or 0), "год", "года", "лет"), "пункт о возрасте": age.cited,
        "пункт о согласии": consent.cited, "страница о данных": f"{settings.SITE_URL}{reverse('public:privacy')}",
    }  # fmt: skip
    named = [{"name": child.full_name, "group": str(child.school_class(on) or "")} for child in children]
    sheets = named or [{"name": "", "group": ""}]
    return {
        "title": "Извещение родителям о программе наставничества",
        "sheets": [
            {**one, "lines": wording.blocks("notice", {**values, "ребёнок": one["name"], "класс": one["group"]}, text)}
            for one in sheets
        ],
        "school_name": school.full_name, "whom_to_ask": school.whom_to_ask, "phone": school.other_phone,
        "date": long_date(on), "qr": papers.qr_svg(site), "site": site,
    }  # fmt: skip
