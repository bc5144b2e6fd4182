"""The last broom: every typed column of every table, and every session, searched for the person's name and contacts.

What the holdings destroy is gone by then; this finds what somebody typed where nobody expected it.
"""

import json

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from registry.engine import inventory
from registry.erasure.names import Marks, digits_of
from registry.text import name_key


def needles(person, marks: Marks) -> list[str]:
    """Pieces of text of which one stands in every row worth reading; JSON on SQLite holds escaped letters."""
    plain = set(marks.surnames) | {person.last_name.upper(), name_key(person.last_name)}
    if person.email:
        plain |= {person.email, person.email.lower()}
    if len(person.identity_document) >= 6:
        plain.add(person.identity_document)
    plain |= {word.replace("ё", "е").replace("Ё", "Е") for word in plain}
    plain = {word for word in plain if word}
    return sorted(plain | {json.dumps(word)[1:-1] for word in plain})


def phone_pattern(person) -> str:
    """A number whatever stands between its digits; understood by both engines."""
    number = digits_of(person.phone)
    return "[^0-9]{0,3}".join(number) if number else ""


def columns():
    """(table, its typed columns) of the whole house, without the papers that retention keeps word for word."""
    for model in apps.get_models(include_auto_created=True):
        if model is Session or not model._meta.managed or model._meta.proxy:
            continue
        found = [
            one for one in inventory.text_columns(model) if f"{model._meta.label}.{one.name}" not in inventory.kept
        ]
        if found:
            yield model, found


def rows_with(model, found, words, phone):
    """Rows of the table of which some column holds one of the words."""
    condition, casts = Q(), {}
    for one in found:
        name = one.name
        if isinstance(one, models.JSONField):
            name = f"text_of_{one.name}"
            casts[name] = Cast(one.name, models.TextField())
        for word in words:
            condition |= Q(**{f"{name}__contains": word})
        if phone:
            condition |= Q(**{f"{name}__regex": phone})
    return model._base_manager.alias(**casts).filter(condition)


def without(value, marks: Marks, *, linked=False):
    """A text, or the texts inside a JSON value, without the person."""
    if isinstance(value, str):
        return marks.out_of(value, linked=linked)
    if isinstance(value, list):
        return [without(one, marks, linked=linked) for one in value]
    if isinstance(value, dict):
        return {
            without(key, marks, linked=linked): without(one, marks, linked=linked) for key, one in value.items()
        }  # fmt: skip
    return value


def clean(queryset, marks: Marks, *, linked: bool, only=None) -> int:
    """Take the person out of the typed columns of these rows; how many rows changed."""
    model, changed = queryset.model, 0
    found = [
        one for one in only or inventory.text_columns(model) if f"{model._meta.label}.{one.name}" not in inventory.kept
    ]
    for row in queryset.values("pk", *(one.name for one in found)).iterator(chunk_size=500):
        values = {}
        for one in found:
            before = row[one.name]
            after = without(before, marks, linked=linked) if before else before
            if after != before:
                limit = getattr(one, "max_length", None)
                values[one.name] = after[:limit] if limit and isinstance(after, str) else after
        if values:
            model._base_manager.filter(pk=row["pk"]).update(**values)
            changed += 1
    return changed


def everywhere(person, marks: Marks) -> int:
    """The whole database; how many rows changed."""
    words, phone, changed = needles(person, marks), phone_pattern(person), 0
    for model, found in columns():
        pks = list(rows_with(model, found, words, phone).values_list("pk", flat=True))
        for start in range(0, len(pks), 500):
            part = model._base_manager.filter(pk__in=pks[start : start + 500])
            changed += clean(part, marks, linked=False, only=found)
    return changed


def sessions(user, person, marks: Marks) -> int:
    """Sign-ins of the person end; a message about the person that waits in somebody's session is dropped."""
    gone = 0
    for row in Session.objects.all().iterator():
        data = row.get_decoded()
        if user and data.get("_auth_user_id") == str(user.pk):
            row.delete()
            gone += 1
        elif marks.stand_in(json.dumps(data, ensure_ascii=False, default=str)):
            kept = {key: value for key, value in data.items() if key.startswith("_auth")}
            Session.objects.filter(pk=row.pk).update(session_data=Session.objects.encode(kept))
            gone += 1
    return gone
