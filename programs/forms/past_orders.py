"""The form of a past release: the event and the paper once, the people of the order row by row."""

from django import forms

from programs.forms.order_subjects import TIME, StaffField
from programs.forms.orders import PaperOrderForm
from registry.forms.base import HouseForm
from registry.models import Person

MOST = 12  # people whom one page takes
FIRST = 3  # rows that are open at once


class PaperReleaseForm(PaperOrderForm):
    """What stands on the order: the event, its day and hours, then number, date, hand and scan."""

    event = forms.CharField(label="Мероприятие", max_length=200, help_text="Как названо в приказе.")
    day = forms.DateField(label="День мероприятия")
    from_time = forms.TimeField(label="С какого часа", widget=TIME)
    until_time = forms.TimeField(label="До какого часа", widget=TIME)

    field_order = [
        "event", "day", "from_time", "until_time", "title", "number", "date", "signed_by", "effective_on", "file",
        "original_place",
    ]  # fmt: skip

    def told(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("event", "day", "from_time", "until_time")}

    def paper(self) -> dict:
        """For the action, without the file."""
        return {name: value for name, value in self.details().items() if name not in self.told()}


class ReleasedForm(HouseForm):
    """One whom the order released; an empty row is left out. Those who have left the school since are offered too."""

    person = StaffField(label="Кого освободили", required=False)
    substitute = StaffField(label="Кто замещал", required=False)
    substitution = forms.CharField(label="Что замещал(а)", max_length=200, required=False)

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(user, on).filter(employments__isnull=False, erased_at=None).distinct()
        for name in ("person", "substitute"):
            field = self.fields[name]
            field.queryset = people.prefetch_related("employments", "enrolments").order_by("name_key", "pk")
            field.label_from_instance = lambda person: ", ".join(filter(None, [person.full_name, person.post(on)]))

    def clean(self):
        data = super().clean()
        if data.get("person") and not data.get("substitute"):
            self.add_error("substitute", "Назовите, кто замещал: без замены не освобождают (АБР-П 1.4).")
        if not data.get("person") and (data.get("substitute") or data.get("substitution")):
            self.add_error("person", "Назовите, кого освободили, или очистите строку.")
        return data


Released = forms.formset_factory(ReleasedForm, extra=MOST, max_num=MOST, absolute_max=MOST)


def released(formset) -> list[tuple]:
    """(who, who took the work over, what of it) of every row that is filled."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("person")]
    return [(row["person"], row["substitute"], row["substitution"].strip()) for row in rows]
