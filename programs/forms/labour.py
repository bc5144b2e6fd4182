"""Forms of the papers that labour law wants."""

from django import forms

from programs.actions.labour import earliest_end
from programs.models import Side, SupplementaryAgreement
from registry.forms.base import HouseForm, VersionedForm


class SignedOnForm(HouseForm):
    """The day on the signed paper."""

    signed_on = forms.DateField(label="Дата на подписанном листе")


class RegimeForm(HouseForm):
    regime = forms.ChoiceField(label="Трудовой режим наставника", choices=Side.REGIMES, widget=forms.RadioSelect)


class SupplementForm(VersionedForm):
    """A draft may wait unfinished; the blocks of art. 351.8 are asked when it gets its number."""

    class Meta:
        model = SupplementaryAgreement
        fields = ["contract", "content", "starts", "ends", "form", "payment"]
        widgets = {"content": forms.Textarea(attrs={"rows": 5}), "payment": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "content": "Перечень работ или ссылка на план: посещение уроков, разбор, помощь с документами.",
            "form": "Индивидуальная или групповая, очно или дистанционно, сколько часов в неделю.",
            "payment": "Сумма, процент или баллы, когда выплачивают, каким актом школы установлено.",
        }


class NumberForm(HouseForm):
    number = forms.CharField(label="Номер", max_length=30, required=False, help_text="Пусто — следующий по порядку.")


class EndForm(HouseForm):
    """The day of the notice does not count; the earliest end is proposed."""

    notice_by = forms.ChoiceField(label="Кто прекращает", choices=SupplementaryAgreement.WHO, widget=forms.RadioSelect)
    notice_on = forms.DateField(label="Уведомление вручено")
    ends_early_on = forms.DateField(label="Последний день работы наставником")

    def __init__(self, *args, on, **kwargs):
        first = earliest_end(on)
        kwargs.setdefault("initial", {"notice_on": on, "ends_early_on": first, "notice_by": "employee"})
        super().__init__(*args, **kwargs)
        self.fields[
            "ends_early_on"
        ].help_text = (
            f"Если уведомление вручено сегодня, то не раньше {first:%d.%m.%Y}: три рабочих дня (ст. 351.8 ТК РФ)."
        )
