"""The form of a pair that began on paper: who, since when, by which order, and what was done before."""

from django import forms

from programs.forms.pairs import PairForm
from registry.forms.files import OneFileField
from registry.models import Appointment, Person

PAPER = ("agreed_on", "number", "date", "signed_by", "file", "original_place")
PAST = ("meetings", "minutes", "last_on", "past_note")


class PaperPairForm(PairForm):
    """The pair's own fields with those of the paper; nothing here is in the future."""

    agreed_on = forms.DateField(
        label="Когда участники согласились", help_text="День последней подписи на листах согласия."
    )
    number = forms.CharField(label="Номер приказа", max_length=30)
    date = forms.DateField(label="Дата приказа")
    signed_by = forms.ModelChoiceField(
        Person.objects.none(), label="Кто подписал приказ", empty_label=None,
        help_text="Директор или тот, кто исполнял его обязанности в этот день.",
    )  # fmt: skip
    file = OneFileField(rule="order_scan", label="Скан приказа", required=False)
    original_place = forms.CharField(
        label="Где лежит подлинник", max_length=200, required=False, help_text="Например: папка «Приказы 2026», сейф."
    )
    meetings = forms.IntegerField(label="Сколько встреч уже было", required=False, min_value=0, max_value=400)
    minutes = forms.IntegerField(label="Всего минут", required=False, min_value=0, max_value=40000)
    last_on = forms.DateField(label="Когда была последняя", required=False)
    past_note = forms.CharField(
        label="Что сделано", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Одной строкой. Отдельные встречи можно внести потом в журнал.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = False
        self.fields["note"].label = "Почему именно эти люди"
        self.fields["note"].help_text = "Можно оставить пустым."
        self.initial.pop("starts", None)
        scan = self.fields["file"]
        scan.help_text += " Если приказ с этим номером и датой уже внесён для другой пары, скан не нужен."
        facts = Appointment.objects.filter(role__in=["director", "acting_director"])
        self.fields["signed_by"].queryset = Person.objects.filter(pk__in=facts.values("person"))

    def paper(self) -> dict:
        """What the action takes besides the conditions of the pair."""
        data = self.cleaned_data
        return {"scan": data["file"], **{name: data[name] for name in (*PAPER, *PAST) if name != "file"}}
