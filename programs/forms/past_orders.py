"""Forms of past orders whose list is told with the paper: the paper once, whom it names row by row."""

from django import forms

from programs.forms.order_subjects import TIME, ProposalForm, StaffField, add_points, changed_points
from programs.forms.orders import PaperOrderForm
from programs.models import Assignment, Award
from registry.forms.base import HouseForm

MOST = 12  # people whom one page takes
FIRST = 3  # rows that are open at once
GROUPS = 4  # ways of thanking in one order


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
        for name in ("person", "substitute"):
            self.fields[name].offer_ever(user, on)

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


class PaperAssignmentForm(PaperOrderForm):
    """The paper alone: each of those whom it names has a first day of their own."""

    effective_on = None

    def paper(self) -> dict:
        """For the action, without the file."""
        return self.details()


class PaperAwardsForm(PaperOrderForm):
    """The paper alone."""

    def paper(self) -> dict:
        """For the action, without the file."""
        return self.details()


class AssignedForm(HouseForm):
    """One whom the order appointed; an empty row is left out."""

    role = forms.ChoiceField(label="Кем назначен(а)", choices=[("", "выберите"), *Assignment.ROLES], required=False)
    person = StaffField(label="Кто назначен", required=False)
    starts = forms.DateField(label="С какого дня", required=False, help_text="Раньше дня приказа не начнётся.")
    ends = forms.DateField(
        label="По какой день", required=False, help_text="Если уже закончил(а). Иначе оставьте пустым."
    )

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].offer_ever(user, on)

    def clean(self):
        data = super().clean()
        missing = {"role": "Выберите, кем назначен человек.", "person": "Выберите, кто назначен.",
                   "starts": "Впишите, с какого дня."}  # fmt: skip
        if any(data.get(name) for name in [*missing, "ends"]):
            for name, said in missing.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, said)
        return data


Assigned = forms.formset_factory(AssignedForm, extra=MOST, max_num=MOST, absolute_max=MOST)


def assigned(formset) -> list[tuple]:
    """(role, who, first day, last day or None) of every row that is filled."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("person")]
    return [(row["role"], row["person"], row["starts"], row["ends"]) for row in rows]


class ThankedForm(ProposalForm):
    """Those who were thanked in one way for one thing; a row without people and words is left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"layout": Award.LAYOUTS[0][0], **self.initial}
        self.fields["layout"].label, self.fields["people"].label = "Что вручили", "Кого поощрил приказ"
        self.fields["reason"].help_text = "Как сказано в приказе. Встанет и в текст грамоты, если будете её печатать."

    def has_changed(self):
        return not {"people", "reason"}.isdisjoint(self.changed_data)


Thanked = forms.formset_factory(ThankedForm, extra=GROUPS, max_num=GROUPS, absolute_max=GROUPS)


def thanked(formset) -> list[dict]:
    """{people, layout, kind, reason} of every row that is filled."""
    return [form.cleaned_data for form in formset.forms if form.has_changed()]


class PaperChangeForm(PaperOrderForm):
    """An order that cancelled an earlier one or changed it: the reason stands in it."""

    reason = forms.CharField(label="Почему", max_length=300, help_text="Как сказано в приказе.")

    field_order = ["reason", "title", "number", "date", "signed_by", "effective_on", "file", "original_place"]

    def paper(self) -> dict:
        """For the action, without the file."""
        own = ("reason", "settled")
        return {
            name: value for name, value in self.details().items() if name not in own and not name.startswith("point_")
        }


class PaperAmendmentForm(PaperChangeForm):
    """Which points read otherwise now, and which differences with the data it set right."""

    settled = forms.MultipleChoiceField(
        label="Что уже исправил этот приказ", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Данные разошлись с приказом. Об отмеченном больше не напомним.",
    )  # fmt: skip

    def __init__(self, *args, points, differences, **kwargs):
        super().__init__(*args, **kwargs)
        add_points(self, points)
        self.fields["settled"].choices = differences
        if not differences:
            del self.fields["settled"]

    def changed(self) -> list[tuple[int, str]]:
        return changed_points(self)
