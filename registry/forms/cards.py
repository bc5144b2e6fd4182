"""Cards of the two bases: a mentor (with the person, if new), a mentee, a certificate; filters of the lists."""

from django import forms
from django.db.models import Q

from registry.forms.base import HouseModelForm, VersionedForm
from registry.forms.people import NAME, NewPersonForm, classes
from registry.models import Certificate, Mentee, Mentor, SchoolClass, Topic

CARD = [
    "category", "workplace", "competences", "experience_years", "education", "achievements", "interests", "motto",
    "wished_age_from", "wished_age_to", "hours_a_week", "case_url", "note",
]  # fmt: skip
NARROW = {name: forms.Textarea(attrs={"rows": 3}) for name in ("achievements", "interests", "note")}


def topics(known=()):
    """Words that are offered, and those which the card has already, even if they are offered no more."""
    return Topic.objects.filter(Q(is_retired=False) | Q(pk__in=[topic.pk for topic in known]))


def check_ages(form, data):
    """The wish is a span."""
    low, high = data.get("wished_age_from"), data.get("wished_age_to")
    if low and high and high < low:
        form.add_error("wished_age_to", "Желаемый возраст: «до» меньше, чем «от». Поменяйте местами.")


class MentorForm(VersionedForm):
    """The card of a mentor."""

    competences = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label="Компетенции", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="С чем наставник поможет: по ним подбирают пару.",
    )  # fmt: skip

    class Meta:
        model = Mentor
        fields = CARD
        widgets = NARROW

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = self.instance.competences.all() if self.instance.pk else ()
        self.fields["competences"].queryset = topics(known)
        self.fields["case_url"].assume_scheme = "https"

    def clean(self):
        data = super().clean()
        check_ages(self, data)
        return data


class MentorAddForm(NewPersonForm):
    """A new person and the card in one form: what the school needs to bring him to the commission, no more."""

    category = forms.ChoiceField(label="Кто это", choices=[("", "выберите"), *Mentor.CATEGORIES])
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="не ученик"
    )
    post = forms.CharField(label="Должность в школе", max_length=150, required=False)
    workplace = forms.CharField(
        label="Место работы или учёбы", max_length=200, required=False, help_text="Для наставников не из школы."
    )
    experience_years = forms.IntegerField(label="Стаж, лет", min_value=0, max_value=80, required=False)
    competences = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label="Компетенции", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="С чем наставник поможет: по ним подбирают пару.",
    )  # fmt: skip

    field_order = [
        "category", *NAME, "is_another", "school_class", "post", "workplace", "experience_years", "competences",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = classes()
        self.fields["competences"].queryset = topics()

    def clean(self):
        data = super().clean()
        category = data.get("category")
        if category == "pupil" and not data.get("school_class"):
            self.add_error("school_class", "Выберите класс, в котором учится наставник.")
        if category in ("teacher", "staff") and not data.get("post"):
            self.add_error("post", "Укажите должность работника школы: она стоит в приказах.")
        if category in Mentor.OUTSIDERS and (data.get("school_class") or data.get("post")):
            self.add_error("category", "Класс и должность в школе указывают только её ученикам и работникам.")
        return data

    def card_fields(self) -> dict:
        """What `actions.cards.add_mentor` takes."""
        names = ("category", "workplace", "experience_years", "competences")
        return {name: self.cleaned_data[name] for name in names}


class MenteeForm(VersionedForm):
    """The card of a mentee."""

    needs = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label="Потребности", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="В чём нужна помощь: по ним подбирают наставника.",
    )  # fmt: skip

    class Meta:
        model = Mentee
        fields = [
            "category", "needs", "main_request", "difficulties", "strengths", "interests", "case_url", "note",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("main_request", "difficulties", "strengths", "interests", "note")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needs"].queryset = topics(self.instance.needs.all())
        self.fields["case_url"].assume_scheme = "https"
        if self.instance.kind != "teacher":
            del self.fields["difficulties"], self.fields["strengths"]
        self.fields["note"].help_text = "Видят только куратор и директор."


class CertificateForm(HouseModelForm):
    """The fact of a certificate; its copy is not kept."""

    class Meta:
        model = Certificate
        fields = ["kind", "number", "issued_on", "issuer", "valid_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "выберите"), *Certificate.KINDS]

    def clean(self):
        data = super().clean()
        issued, until = data.get("issued_on"), data.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", "Справка не может кончиться раньше, чем выдана. Проверьте даты.")
        return data
