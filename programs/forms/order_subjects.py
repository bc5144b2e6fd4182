"""Forms of what an order must be told: a curator, a release, awards, what is wrong with an earlier order."""

from django import forms

from programs.actions.honours import candidates
from programs.models import Assignment, Award
from programs.orders.offices import deputy_warnings
from registry.forms.base import HouseForm
from registry.models import Person

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def with_post(person, on) -> str:
    return ", ".join(filter(None, [person.full_name, person.post(on)]))


class StaffField(forms.ModelChoiceField):
    """Employees of the day, with their posts."""

    def __init__(self, **kwargs):
        super().__init__(Person.objects.none(), empty_label="выберите", **kwargs)

    def offer(self, user, on):
        people = Person.objects.visible_to(user, on).staff(on)
        self.queryset = people.prefetch_related("employments", "enrolments").order_by("name_key", "pk")
        self.label_from_instance = lambda person: with_post(person, on)

    def offer_ever(self, user, on):
        """Those too who have left the school since: for what is told of the past."""
        people = Person.objects.visible_to(user, on).filter(employments__isnull=False, erased_at=None).distinct()
        self.queryset = people.prefetch_related("employments", "enrolments").order_by("name_key", "pk")
        self.label_from_instance = lambda person: with_post(person, on)


class AssignmentForm(HouseForm):
    """Who, as what, from when; a warning of the document is said before the draft is made (АБР-П 3.4)."""

    role = forms.ChoiceField(label="Кем назначить", choices=Assignment.ROLES, widget=forms.RadioSelect)
    person = StaffField(label="Кого назначить")
    starts = forms.DateField(
        label="С какого дня", help_text="Прежний куратор закончит работу накануне. Раньше дня приказа не начнётся."
    )
    anyway = forms.BooleanField(label="Всё равно подготовить приказ", required=False)

    def __init__(self, *args, programme, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme, self.on = programme, on
        self.fields["person"].offer(user, on)
        if not self.is_bound:
            del self.fields["anyway"]

    def clean(self):
        data = super().clean()
        person, role = data.get("person"), data.get("role")
        said = deputy_warnings(self.programme, role, person, self.on) if person and role else []
        if not said:
            self.fields.pop("anyway", None)
        elif not data.get("anyway"):
            for line in said:
                self.add_error("anyway", f"{line} Если так и задумано, отметьте это и отправьте ещё раз.")
        return data


class ReleaseForm(HouseForm):
    """Who, when, for what, and who takes the work over (АБР-П 1.4)."""

    person = StaffField(label="Кого освободить")
    event = forms.CharField(
        label="Мероприятие", max_length=200, help_text="Как встанет в приказ: районный форум наставников, г. Ромашкин."
    )
    day = forms.DateField(label="День")
    from_time = forms.TimeField(label="С какого часа", widget=TIME)
    until_time = forms.TimeField(label="До какого часа", widget=TIME)
    substitute = StaffField(label="Кто замещает")
    substitution = forms.CharField(
        label="Что замещает", max_length=200, required=False, help_text="Например: 7 «А», математика, 2-й и 3-й уроки."
    )

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("person", "substitute"):
            self.fields[name].offer(user, on)


class ProposalForm(HouseForm):
    """Several people thanked in one way for one thing."""

    layout = forms.ChoiceField(label="Что напечатать", choices=Award.LAYOUTS, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Вид поощрения")
    reason = forms.CharField(
        label="За что",
        max_length=400,
        help_text="Встанет в приказ и в текст: «за терпение и помощь молодому педагогу».",
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кого поощряем", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, programme, on, **kwargs):
        super().__init__(*args, **kwargs)
        rule = programme.rule("awards.kinds")
        self.fields["kind"].choices = [(row, row[:1].upper() + row[1:]) for row in rule.value]
        self.fields["kind"].help_text = f"Список {rule.why} меняется в правилах года."
        people = candidates(programme).prefetch_related("employments", "enrolments__school_class")
        self.fields["people"].queryset = people
        self.fields["people"].label_from_instance = lambda person: ", ".join(
            filter(None, [person.full_name, person.what_is(on)])
        )
        self.fields["people"].error_messages["required"] = "Отметьте, кого поощряют."


class CancellationForm(HouseForm):
    reason = forms.CharField(
        label="Почему отменяем", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Встанет в новый приказ: список составлен с ошибкой.",
    )  # fmt: skip


class AmendmentForm(HouseForm):
    """One field for each point as it reads today; the changed ones go into the new order."""

    reason = forms.CharField(
        label="Почему меняем", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Встанет в новый приказ: уточнён срок.",
    )  # fmt: skip

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        add_points(self, points)

    def changed(self) -> list[tuple[int, str]]:
        return changed_points(self)


def add_points(form, points) -> None:
    """A field for each point as it reads today."""
    form.points = points
    for number, text in enumerate(points, 1):
        form.fields[f"point_{number}"] = forms.CharField(
            label=f"Пункт {number}", required=False, initial=text, widget=forms.Textarea(attrs={"rows": 3})
        )


def changed_points(form) -> list[tuple[int, str]]:
    """(number, new text) of every point that reads otherwise."""
    rows = []
    for number, text in enumerate(form.points, 1):
        said = " ".join(form.cleaned_data[f"point_{number}"].split())
        if said != " ".join(text.split()):
            rows.append((number, said))
    return rows


class CouncilForm(HouseForm):
    number = forms.CharField(label="Протокол №", max_length=30)
    date = forms.DateField(label="Дата педагогического совета")
