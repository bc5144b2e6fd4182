"""Small words of the templates: keys of forms, numbers with nouns, dates, tones of states, icons."""

import uuid

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from heroicons.templatetags import heroicons

from registry import text
from registry.engine import papers

register = template.Library()

TONES = {
    "ok": {
        "admitted", "agreed", "closed", "done", "issued", "ordered", "published", "registered",
        "signed", "valid", "working",
    },
    "wait": {
        "agreeing", "analysed", "closing", "expected", "nominated", "partly_signed", "proposed",
        "received", "recommended", "submitted", "suspended", "waiting",
    },
    "stop": {
        "cancelled", "declined", "expired", "failed", "late", "refused", "rejected", "withdrawn",
    },
}  # fmt: skip
ICONS = {
    "ok": "check-circle",
    "wait": "clock",
    "stop": "x-circle",
    "plain": "minus-circle",
    "success": "check-circle",
    "info": "information-circle",
    "warning": "exclamation-triangle",
    "danger": "exclamation-circle",
}


@register.simple_tag(takes_context=True)
def form_key(context):
    """The hidden key by which a form is accepted once; a form that comes back keeps its key."""
    posted = context["request"].POST.get("form_key", "") if "request" in context else ""
    try:
        key = uuid.UUID(posted)
    except ValueError:
        key = uuid.uuid4()
    return format_html('<input type="hidden" name="form_key" value="{}">', key)


@register.simple_tag
def icon(name, title="", size=20):
    """A heroicon by its own name or by a tone (`ok`, `wait`, …); silent to screen readers without a title."""
    draw = heroicons.heroicon_mini if size <= 20 else heroicons.heroicon_outline
    name = ICONS.get(str(name), str(name))
    if title:
        return draw(name, size=size, **{"class": "icon", "role": "img", "aria-label": title})
    return draw(name, size=size, **{"class": "icon", "aria-hidden": "true"})


@register.filter
def plural(number, forms):
    """`{{ 3|plural:"пара,пары,пар" }}` → «пары»."""
    return text.plural(int(number or 0), *forms.split(","))


@register.filter
def counted(number, forms):
    """`{{ 3|counted:"пара,пары,пар" }}` → «3 пары», with a space that does not break."""
    return text.count(int(number or 0), *forms.split(","))


@register.filter
def long_date(day):
    """«7 сентября 2026 г.»; nothing for nothing."""
    return text.long_date(day) if day else ""


@register.filter
def short_date(day):
    """«07.09.2026»; nothing for nothing."""
    return text.short_date(day) if day else ""


@register.filter
def tone(status):
    """The tone of a state's code: ok, wait, stop or plain."""
    return next((name for name, codes in TONES.items() if str(status) in codes), "plain")


@register.filter
def in_case(person, case):
    """`{{ person|in_case:"genitive" }}`: the full name as corrected by a person, else computed."""
    return person.in_case(case) if person else ""


@register.simple_tag
def part(kind, said):
    """A whole document inside another one: templates/papers/_part_<kind>.html with its own plain values."""
    return render_to_string(f"papers/_part_{kind}.html", said)


@register.filter
def fills(stages, key):
    """Whether any line of these stages says this: a column that nothing fills is left out of the paper."""
    return any(line[key] for stage in stages for line in stage["lines"])


@register.simple_tag
def qr_verify(code):
    """The QR code of an issued paper: the address that confirms its number, date and checksum."""
    return papers.qr_svg(f"{settings.SITE_URL}/verify/{code}/", mask=2)  # a clean sheet: any mask is read
