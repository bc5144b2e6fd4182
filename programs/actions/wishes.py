"""What people tell about themselves for the choosing of a pair."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal


@transaction.atomic
def tell_wishes(forms, *, by):
    """Times, interests and wishes of one person as typed; the journal names the fields, not their values."""
    person = forms[0].instance.person
    may(by, "programs.wishes_edit", person)
    for form in forms:
        form.save()
    fields = ", ".join(
        str(form.fields[name].label) for form in forms for name in form.changed_data if name != "revision"
    )
    journal.write(by, "указаны пожелания к подбору пары", forms[0].instance, people=[person], fields=fields)
    return person
