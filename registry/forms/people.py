"""People: a new one, a changed one, a guardian, a role; and the filters of the list."""

from datetime import date

from django import forms

from registry import doubles
from registry.engine import access, cases
from registry.forms.base import HouseForm, HouseModelForm, VersionedForm
from registry.models import Appointment, Guardianship, Person, SchoolClass
from registry.text import short_date

NAME = ["last_name", "first_name", "middle_name", "sex", "birth_date", "phone", "email"]


SEXES = [("", "не указан"), *Person.SEXES]


def classes():
    """Classes of the current year, or none before there is one."""
    return SchoolClass.objects.filter(year__is_active=True)


class PeopleFilter(HouseForm):
    """Search and filters of the list of people."""

    WHO = [("", "все"), ("pupils", "ученики"), ("staff", "работники"), ("guardians", "родители и представители")]

    q = forms.CharField(label="Фамилия, имя", required=False)
    who = forms.ChoiceField(label="Кто", choices=WHO, required=False)
    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="любой")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = classes()


class LikelyData:
    """A birthday is not ahead of us and a telephone has figures: slips that nobody notices until a paper is printed."""

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        if born and not date(1900, 1, 1) <= born <= access.today():
            raise forms.ValidationError("С такой датой рождения человека не бывает. Проверьте год.")
        return born

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and sum(one.isdecimal() for one in phone) < 5:
            raise forms.ValidationError(
                "В номере телефона мало цифр. Например: 8 900 000-00-00. Нет номера — оставьте поле пустым."
            )
        return phone


class NewPersonForm(LikelyData, HouseModelForm):
    """Who it is. Somebody who looks like a person of the base is asked about, once: «Это он» or another human.

    After the answer `same` is the known person, or None.
    """

    is_another = forms.CharField(label="Кто это", required=False, widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = NAME
        widgets = {"phone": forms.TextInput(attrs={"type": "tel"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = SEXES
        self.same = None

    def clean(self):
        data = super().clean()
        likely = self._likely(data) if data.get("last_name") and data.get("first_name") else []
        if likely:
            self._ask(likely, data.get("is_another", ""))
        return data

    def _likely(self, data) -> list:
        """Probable doubles, the surest first."""
        return doubles.find(
            data["last_name"], data["first_name"], data.get("middle_name", ""), data.get("birth_date"),
            school_class=data.get("school_class"),
        )  # fmt: skip

    def _ask(self, likely, answer):
        known = {str(one.pk): one for one in likely}
        self.fields["is_another"].widget = forms.RadioSelect(
            choices=[*((pk, f"Это он: {self._told(one)}") for pk, one in known.items()), ("on", "Это другой человек")]
        )
        self.same = known.get(answer)
        if self.same is None and answer != "on":
            self.add_error("is_another", (
                f"Похоже, такой человек уже есть: {self._told(likely[0])} ({likely[0].likeness_words}). "
                "Выберите, он ли это, и отправьте ещё раз."
            ))  # fmt: skip

    @staticmethod
    def _told(person) -> str:
        """How a choice tells two people of one name apart."""
        born = f"дата рождения {short_date(person.birth_date)}" if person.birth_date else ""
        return ", ".join(filter(None, (person.full_name, person.what_is(access.today()), born)))

    def person_fields(self) -> dict:
        """What `actions.people.add_person` takes."""
        return {name: self.cleaned_data[name] for name in NAME}


class PersonForm(NewPersonForm):
    """A new person with a class or a post, and, if wanted, a role."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="не ученик"
    )
    post = forms.CharField(
        label="Должность", max_length=150, required=False, help_text="Для работника школы, как в трудовом договоре."
    )
    hired_on = forms.DateField(label="Работает с", required=False, help_text="Если пусто — с сегодняшнего дня.")
    is_teacher = forms.BooleanField(label="Педагогический работник", required=False, initial=True)
    role = forms.ChoiceField(
        label="Роль в наставничестве", required=False, choices=[("", "без роли"), *Appointment.ROLES],
        help_text="Можно назначить и позже, из карточки.",
    )  # fmt: skip
    lead_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Каким классом руководит", required=False,
        empty_label="не классный руководитель",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = self.fields["lead_class"].queryset = classes()

    def clean(self):
        data = super().clean()
        if data.get("school_class") and data.get("post"):
            self.add_error("post", "Укажите что-то одно: класс — ученику, должность — работнику.")
        check_class_of_role(self, data.get("role"), data.get("lead_class"), "lead_class")
        return data


def check_class_of_role(form, role, school_class, field):
    """A class teacher leads a class; nobody else does."""
    if role == "class_teacher" and not school_class:
        form.add_error(field, "Выберите класс, которым руководит классный руководитель.")
    if role != "class_teacher" and school_class:
        form.add_error(field, "Класс указывают только классному руководителю. Выберите эту роль или уберите класс.")


class PersonEditForm(LikelyData, VersionedForm):
    """The card's own data, the cases of the name, the class or the post of today."""

    to_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="не ученик",
        help_text="Новый класс действует с сегодняшнего дня, прежний остаётся в истории.",
    )  # fmt: skip
    as_post = forms.CharField(label="Должность", max_length=150, required=False)
    as_since = forms.DateField(
        label="Работает с", required=False, help_text="По этому дню ставится отметка «молодой специалист»."
    )
    as_teacher = forms.BooleanField(label="Педагогический работник", required=False)

    class Meta:
        model = Person
        fields = [
            *NAME,
            "teaching_since",
            "address",
            "identity_document",
            "name_genitive",
            "name_dative",
            "name_accusative",
        ]

    field_order = [*NAME, "to_class", "as_post", "as_since", "as_teacher", "teaching_since"]

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["to_class"].queryset = classes()
        self.fields["sex"].choices = SEXES
        work = self.instance.employments.active(on).first()
        self.initial |= {
            "to_class": self.instance.school_class(on),
            "as_post": work.post if work else "",
            "as_since": work.starts if work else None,
            "as_teacher": work.is_teacher if work else True,
        }
        for case in cases.CASES:
            self.fields[
                f"name_{case}"
            ].help_text = (
                f"Программа предлагает: «{cases.name(self.instance, case)}». Если верно, оставьте поле пустым."
            )

    def clean(self):
        data = super().clean()
        if data.get("to_class") and data.get("as_post"):
            self.add_error("as_post", "Укажите что-то одно: класс — ученику, должность — работнику.")
        if data.get("as_since") and data["as_since"] > self.on:
            self.add_error("as_since", "День, с которого человек работает, ещё не наступил. Проверьте дату.")
        return data


class GuardianForm(NewPersonForm):
    """A representative: somebody already known, or a new person in the same form."""

    guardian = forms.ChoiceField(label="Кто это", required=False, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Кем приходится ребёнку", choices=[("", "выберите"), *Guardianship.KINDS])
    document = forms.CharField(
        label="Документ о полномочиях", max_length=300, required=False,
        help_text="Например: свидетельство о рождении, номер и дата. Стоит в согласиях.",
    )  # fmt: skip
    is_restricted = forms.BooleanField(
        label="Ограничен в правах", required=False, help_text="Такой представитель ничего не видит и не подписывает."
    )
    restriction_ground = forms.CharField(label="Основание ограничения", max_length=300, required=False)

    field_order = ["guardian", *NAME, "is_another", "kind", "document", "is_restricted", "restriction_ground"]

    def __init__(self, *args, found=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("last_name", "first_name"):
            self.fields[name].required = False
        if found:
            self.fields["guardian"].choices = [
                ("", "новый человек, впишу ниже"),
                *((row.pk, row.full_name) for row in found),
            ]
        else:
            del self.fields["guardian"]

    def clean(self):
        data = super().clean()
        if not data.get("guardian"):
            for name, label in (("last_name", "Фамилия"), ("first_name", "Имя")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"Заполните «{label}» или найдите человека поиском.")
        if data.get("is_restricted") and not data.get("restriction_ground"):
            self.add_error("restriction_ground", "Укажите основание: решение суда или иной документ, его дату и номер.")
        return data

    def _likely(self, data):
        return [] if data.get("guardian") else super()._likely(data)


class AppointmentForm(HouseForm):
    """A role from a day, on a ground."""

    role = forms.ChoiceField(label="Роль", choices=[("", "выберите"), *Appointment.ROLES])
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="нет",
        help_text="Только для классного руководителя.",
    )  # fmt: skip
    ground = forms.CharField(label="Основание", max_length=200, required=False, help_text="Приказ, его дата и номер.")
    starts = forms.DateField(label="С какого дня")
    ends = forms.DateField(
        label="По какой день", required=False, help_text="Если срок известен, например у и. о. директора."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = classes()

    def clean(self):
        data = super().clean()
        check_class_of_role(self, data.get("role"), data.get("school_class"), "school_class")
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "Последний день раньше первого. Проверьте даты.")
        return data


class EndForm(HouseForm):
    """The last day of a role."""

    ends = forms.DateField(label="Последний день в роли")
