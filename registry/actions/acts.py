"""The directory of legal acts."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal


@transaction.atomic
def save_act(form, *, by):
    """A new act or a corrected one; the journal names the fields that changed."""
    may(by, "registry.act_edit")
    is_new = form.instance.pk is None
    act = form.save()
    fields = ", ".join(str(form.fields[name].label) for name in form.changed_data if name != "revision")
    journal.write(by, "внесён правовой акт" if is_new else "исправлен правовой акт", act, fields=fields)
    return act
