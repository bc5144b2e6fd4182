"""Forms of a programme: made from a regulation, edited, and the lines of its roadmap."""

from django import forms

from programs.models import Activity, Programme
from programs.roadmap import RESPONSIBLE
from registry.forms.base import HouseForm, HouseModelForm, VersionedForm

WRONG_ORDER = "Программа не может кончиться раньше, чем начнётся. Исправьте даты."


class PresetForm(HouseForm):
    """One programme that the regulation yields: made or left out, with its title and dates."""

    make = forms.BooleanField(label="Создать эту программу", required=False, initial=True)
    title = forms.CharField(label="Название", max_length=200, required=False)
    starts = forms.DateField(label="Начало", required=False)
    ends = forms.DateField(label="Окончание", required=False)

    def __init__(self, *args, preset, year, **kwargs):
        self.preset = preset
        kwargs["initial"] = {"make": True, "title": preset.title, "starts": year.starts, "ends": year.ends}
        super().__init__(*args, prefix=preset.code, **kwargs)

    def clean(self):
        data = super().clean()
        if not data.get("make"):
            return data
        for name in ("title", "starts", "ends"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"Заполните «{self.fields[name].label}».")
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", WRONG_ORDER)
        return data


class ProgrammeForm(VersionedForm):
    """The year's own title, goal, dates, forms and kinds."""

    class Meta:
        model = Programme
        fields = ["title", "goal", "starts", "ends", "forms", "kinds"]
        widgets = {
            "goal": forms.Textarea(attrs={"rows": 4}),
            "forms": forms.CheckboxSelectMultiple,
            "kinds": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        regulation = self.instance.regulation
        self.fields["forms"].queryset = regulation.forms.all()
        self.fields["kinds"].queryset = regulation.kinds.all()
        self.fields["forms"].help_text = "По этим формам в этом году подбирают наставников."
        if not regulation.kinds.exists():
            del self.fields["kinds"]


class TickForm(HouseForm):
    """What a person knows and the data do not: that it was held, and what shows it."""

    done_on = forms.DateField(label="Когда проведено")
    note = forms.CharField(
        label="Чем подтверждается", max_length=300, required=False,
        help_text="Например: протокол родительского собрания от 12.09, публикация на сайте.",
    )  # fmt: skip


class ActivityForm(HouseModelForm):
    """Term and responsible roles of a line; a document often leaves them open."""

    responsible = forms.MultipleChoiceField(
        label="Ответственные", choices=list(RESPONSIBLE.items()), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Activity
        fields = ["due", "term", "responsible"]
        labels = {"due": "Провести до", "term": "Срок словами"}
        help_texts = {"term": "Например: сентябрь – октябрь. Так срок стоит в дорожной карте."}
