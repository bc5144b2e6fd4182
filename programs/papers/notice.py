"""The notice to parents of a minor: what the programme is, that it is voluntary, and a slip to tear off."""

from django.conf import settings
from django.urls import reverse

from registry.engine import papers
from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/notice.html"


def context(programme, children, on) -> dict:
    """One sheet for each child; with none, a blank one."""
    school = School.get()
    site = f"{settings.SITE_URL}{reverse('public:join')}"
    age, consent = programme.rule("mentee.min_age"), programme.rule("consent.participation")
    return {
        "title": "Извещение родителям о программе наставничества",
        "sheets": [
            {"name": child.full_name, "group": str(child.school_class(on) or "")} for child in children
        ] or [{"name": "", "group": ""}],
        "programme": programme.title, "year": programme.year.name, "goal": programme.goal,
        "forms": [form.title for form in programme.forms.all()], "min_age": age.value, "age_why": age.cited,
        "consent_why": consent.cited, "school_name": school.full_name, "whom_to_ask": school.whom_to_ask,
        "phone": school.other_phone, "date": long_date(on), "qr": papers.qr_svg(site), "site": site,
        "privacy": f"{settings.SITE_URL}{reverse('public:privacy')}",
    }  # fmt: skip
