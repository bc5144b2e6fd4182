"""Forms of a mentee's way: whose word is asked, the talk, the conclusion, the next step of help."""

from django import forms

from programs.actions.way import holders
from programs.models import ThirdPartyNote
from registry.forms.base import HouseForm
from registry.models import Appointment, Employment, Form, Person, Topic


class TopicsForm(HouseForm):
    """The need by topics, which the page shows by area: forty topics in a heap would be a wall."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(is_retired=False), label="Потребности", required=False, widget=forms.CheckboxSelectMultiple
    )

    def areas(self):
        """(area, its boxes)"""
        places = {str(pk): area for pk, area in self.fields["topics"].queryset.values_list("pk", "area")}
        found = {}
        for box in self["topics"].subwidgets:
            found.setdefault(places[str(box.data["value"])], []).append(box)
        return list(found.items())


class ConclusionForm(TopicsForm):
    """What the talk and the words of others have shown: the need, the form that would help, a conclusion."""

    form = forms.ModelChoiceField(
        Form.objects.none(), label="Какая форма поможет", required=False, empty_label="пока не ясно",
        help_text="По ней строится сводка «потребность × форма».",
    )  # fmt: skip
    analysis = forms.CharField(
        label="Вывод", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Что показали беседа и сведения третьих лиц. Видят куратор и директор.",
    )  # fmt: skip
    no_talk = forms.CharField(
        label="Если беседы не было — почему", max_length=500, required=False,
        help_text="Без беседы и без этой причины анализ не закрыть.",
    )  # fmt: skip

    def __init__(self, *args, row, has_talk=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = row.programme.forms.all() if row.programme else Form.objects.none()
        if row.role == "mentor" or has_talk:
            del self.fields["no_talk"]


class MendForm(TopicsForm):
    """A conclusion that has to be corrected after it was closed."""

    form = forms.ModelChoiceField(
        Form.objects.none(), label="Какая форма поможет", required=False, empty_label="пока не ясно"
    )
    analysis = forms.CharField(label="Вывод", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    reason = forms.CharField(
        label="Почему исправляете", max_length=300, help_text="Прежний вывод останется рядом, с этой причиной."
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = row.programme.forms.all()


class EntrustForm(HouseForm):
    """Whom the curator asks to hold the talk."""

    holder = forms.ModelChoiceField(Person.objects.none(), label="Кто проведёт", empty_label="выберите")
    due = forms.DateField(label="До какого дня", required=False)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders(on)


class TalkForm(HouseForm):
    """The talk as it was: when, who, what it has shown, and what only the curator and the psychologist read."""

    held_on = forms.DateField(label="Когда была беседа")
    holder = forms.ModelChoiceField(Person.objects.none(), label="Кто провёл", empty_label="выберите")
    result = forms.CharField(
        label="Что показала беседа", max_length=3000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Что человек хочет, что получается, что трудно. Видят куратор, директор и психолог.",
    )  # fmt: skip
    special = forms.CharField(
        label="Особые отметки", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="То, чего не увидят участник, родители, наставник и директор. Диагнозы не пишите.",
    )  # fmt: skip

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders(on)


class SupportForm(HouseForm):
    """The next step for a mentee without a pair."""

    step = forms.CharField(
        label="Что будет сделано", max_length=300,
        help_text="Например: беседа с психологом, включить в группу по математике, предложить клуб.",
    )  # fmt: skip
    due = forms.DateField(label="До какого дня")
    who = forms.ModelChoiceField(Person.objects.none(), label="Кто делает", empty_label="выберите")

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = holders(on)


class StepDoneForm(HouseForm):
    """What came of the step, and the next one in the same breath."""

    done_on = forms.DateField(label="Когда сделано")
    note = forms.CharField(label="Что получилось", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def proposals(row, on) -> list[tuple[str, str, bool]]:
    """(person:role, words, proposed): the class teacher, psychologists, social workers, and the representatives."""
    titles = dict(ThirdPartyNote.ROLES)
    group = row.person.school_class(on)
    acting = Appointment.objects.active(on).select_related("person", "school_class")
    known = acting.filter(role__in=["psychologist", "social_worker"]) | acting.filter(
        role="class_teacher", school_class=group, school_class__isnull=False
    )
    asked = set(row.notes.asked().values_list("author", flat=True)) | {row.person_id}
    order = ["class_teacher", "psychologist", "social_worker"]
    found = {}
    for fact in sorted(known, key=lambda fact: order.index(fact.role)):
        if fact.person_id not in asked and fact.person_id not in found:
            scope = f" {fact.school_class}" if fact.school_class else ""
            words = f"{fact.person.short_name}, {titles[fact.role]}{scope}"
            found[fact.person_id] = (f"{fact.person_id}:{fact.role}", words, fact.role != "social_worker")
    for guardian in row.person.guardians(on) if row.person.is_minor(on) else ():
        if guardian.pk not in asked and guardian.pk not in found:
            found[guardian.pk] = (f"{guardian.pk}:guardian", f"{guardian.short_name}, законный представитель", False)
    return list(found.values())


class AskForm(HouseForm):
    """Whose word is asked: those whom the school's own facts propose, and any teacher."""

    who = forms.MultipleChoiceField(label="Кого спросить", required=False, widget=forms.CheckboxSelectMultiple)
    teacher = forms.ModelChoiceField(
        Person.objects.none(), label="Ещё учитель", required=False, empty_label="никого больше"
    )

    def __init__(self, *args, row, on, **kwargs):
        super().__init__(*args, **kwargs)
        found = proposals(row, on)
        self.fields["who"].choices = [(value, words) for value, words, _ in found]
        self.initial["who"] = [value for value, _, is_proposed in found if is_proposed]
        if not found:
            del self.fields["who"]
        busy = {value.split(":")[0] for value, _, _ in found} | {str(row.person_id)}
        teachers = Employment.objects.active(on).filter(is_teacher=True).values("person")
        asked = row.notes.asked().values("author")
        others = Person.objects.filter(pk__in=teachers)
        self.fields["teacher"].queryset = others.exclude(pk__in=asked).exclude(pk__in=busy)

    def clean(self):
        data = super().clean()
        if not data.get("who") and not data.get("teacher"):
            raise forms.ValidationError("Отметьте, кого спросить, или выберите учителя.")
        return data

    def asked(self) -> list[tuple[Person, str]]:
        """(person, role) of everybody chosen."""
        pairs = [value.split(":") for value in self.cleaned_data.get("who", ())]
        people = Person.objects.in_bulk([int(pk) for pk, _ in pairs])
        chosen = [(people[int(pk)], role) for pk, role in pairs]
        teacher = self.cleaned_data.get("teacher")
        return chosen + ([(teacher, "teacher")] if teacher else [])


class NoteForm(HouseForm):
    """The third party's own words."""

    text = forms.CharField(
        label="Ваши сведения", max_length=3000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Коротко и по делу: что важно знать, чтобы подобрать наставника. Диагнозы и чужие тайны не пишите.",
    )  # fmt: skip
