"""Demands about personal data and the answers, terms of retention, an erasure, the search in the journal."""

from django import forms

from registry.forms.base import HouseForm, VersionedForm
from registry.models import Appointment, Employment, Erasure, Person, Retention, SubjectRequest
from registry.models.subject import default_system


class AskForm(HouseForm):
    """What the person wants; in the cabinet the day is today, from paper the curator types it."""

    kind = forms.ChoiceField(label="О чём обращение", choices=SubjectRequest.KINDS, widget=forms.RadioSelect)
    about = forms.CharField(label="О каких данных", max_length=200, required=False)
    words = forms.CharField(
        label="Напишите своими словами", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Если просите исправить: как правильно. Если хотите только узнать, что хранится, можно не писать.",
    )  # fmt: skip
    asked_by = forms.ChoiceField(label="Кто подал обращение", required=False, widget=forms.RadioSelect)
    received_on = forms.DateField(label="Когда поступило", required=False)

    CHILD_KINDS = {
        "stored": "Узнать, что школа знает обо мне", "correct": "Исправить то, что неверно",
        "stop": "Больше не использовать мои данные", "erase": "Удалить мои данные",
    }  # fmt: skip

    def __init__(self, *args, person, on, from_paper, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:
            self._simply()
        self.person = person
        self.people = {str(one.pk): one for one in (person, *person.guardians(on))}
        if from_paper:
            self.fields["asked_by"].choices = [(pk, one.full_name) for pk, one in self.people.items()]
            self.fields["asked_by"].required = self.fields["received_on"].required = True
            self.initial.setdefault("received_on", on)
        else:
            del self.fields["asked_by"], self.fields["received_on"]

    def _simply(self):
        """The words of a child of ten."""
        self.fields["kind"].label = "О чём попросить"
        self.fields["kind"].choices = list(self.CHILD_KINDS.items())
        self.fields["kind"].error_messages["required"] = "Выбери, о чём попросить."
        self.fields["about"].label = "Что именно"
        self.fields["words"].label = "Напиши своими словами"
        self.fields["words"].help_text = "Если что-то неверно, напиши, как правильно. Можно ничего не писать."

    def asker(self):
        return self.people.get(self.cleaned_data.get("asked_by", ""))


class AnswerForm(HouseForm):
    """The school's answer."""

    outcome = forms.ChoiceField(label="Итог", choices=SubjectRequest.OUTCOMES, widget=forms.RadioSelect, initial="done")
    answer = forms.CharField(
        label="Ответ", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Обращайтесь к человеку. Что сделано, когда, а если отказано — почему и по какому закону.",
    )  # fmt: skip


class RequestFilter(HouseForm):
    """Open ones first."""

    SHOW = [("", "ждут ответа"), ("all", "все")]

    q = forms.CharField(label="Фамилия, имя", required=False)
    kind = forms.ChoiceField(label="О чём", choices=[("", "любое"), *SubjectRequest.KINDS], required=False)
    show = forms.ChoiceField(label="Какие", choices=SHOW, required=False)


class RetentionForm(VersionedForm):
    """How long, counted from what, by which ground."""

    class Meta:
        model = Retention
        fields = ["unit", "amount", "counted", "ground", "is_checked"]
        widgets = {"ground": forms.Textarea(attrs={"rows": 3})}


class ErasureForm(HouseForm):
    """What the act must say (приказ Роскомнадзора от 28.10.2022 № 179)."""

    reason = forms.ChoiceField(label="Причина", choices=[("", "выберите"), *Erasure.REASONS])
    note = forms.CharField(
        label="Пояснение",
        max_length=300,
        required=False,
        help_text="Например: заявление от 12.11.2026, выбыл 31.08.2026.",
    )
    members = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кто уничтожает и подписывает акт", widget=forms.CheckboxSelectMultiple,
        help_text="Не меньше двух человек.",
    )  # fmt: skip
    guardians = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Уничтожить и данные представителей, известных только по этому ребёнку",
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sheets = forms.CharField(
        label="Бумажные носители", max_length=300, required=False,
        help_text="Какие бумаги уничтожены и сколько листов. Если бумаг нет, оставьте пустым.",
    )  # fmt: skip
    system = forms.CharField(label="Информационная система", max_length=200)
    processor = forms.CharField(
        label="Кто обрабатывал данные по поручению школы", max_length=300, required=False,
        help_text="Если поручения нет, оставьте пустым.",
    )  # fmt: skip

    def __init__(self, *args, person, guardians, on, **kwargs):
        super().__init__(*args, **kwargs)
        acting = Appointment.objects.active(on).exclude(role="class_teacher").values("person")
        staff = Person.objects.filter(pk__in=Employment.objects.active(on).filter(person__in=acting).values("person"))
        self.fields["members"].queryset = (
            (staff | Person.objects.filter(pk__in=acting))
            .exclude(pk=person.pk)
            .filter(erased_at__isnull=True)
            .distinct()
        )
        self.initial.setdefault("system", default_system())
        if guardians:
            self.fields["guardians"].queryset = guardians
            self.initial.setdefault("guardians", list(guardians))
        else:
            del self.fields["guardians"]


class JournalFilter(HouseForm):
    """Who, about whom, what and when."""

    WHAT = [
        ("", "всё"),
        ("opened", "открывали данные"),
        ("left", "выгружали и печатали"),
        ("changed", "меняли"),
    ]

    who = forms.CharField(label="Кто", required=False)
    about = forms.CharField(label="О ком", required=False)
    verb = forms.CharField(label="Что сделано", required=False, help_text="")
    what = forms.ChoiceField(label="Какие действия", choices=WHAT, required=False)
    since = forms.DateField(label="С", required=False)
    until = forms.DateField(label="По", required=False)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "Последний день раньше первого. Проверьте даты.")
        return data
