"""Forms of the monitoring: numbers with their bounds, and a reason to work without them."""

from django import forms

from monitoring.actions import said
from registry.forms.base import HouseForm


class SideForm(HouseForm):
    """Values of one person at one moment; a field for each parameter, empty ones are left out."""

    def __init__(self, *args, person, parameters, known, **kwargs):
        initial = {
            str(parameter.pk): f"{float(known[parameter.pk]):g}" for parameter in parameters if parameter.pk in known
        }
        super().__init__(*args, prefix=f"p{person.pk}", initial=initial, **kwargs)
        self.person, self.known = person, known
        self.parameters = {str(parameter.pk): parameter for parameter in parameters}
        for key, parameter in self.parameters.items():
            self.fields[key] = self._field(parameter)

    @staticmethod
    def _field(parameter):
        unit = f", {parameter.unit}" if parameter.unit else ""
        low, high = said(parameter.minimum), said(parameter.maximum)
        bounds = {"min": f"{float(parameter.minimum):g}", "max": f"{float(parameter.maximum):g}"}
        field = forms.DecimalField(
            label=parameter.title, required=False, max_digits=6, decimal_places=1, localize=False,
            help_text=f"От {low} до {high}{unit}; {parameter.get_better_display()}.",
            widget=forms.NumberInput(attrs={**bounds, "step": "0.1", "inputmode": "decimal"}),
        )  # fmt: skip
        field.error_messages["invalid"] = f"«{parameter.title}»: напишите число."
        return field

    def clean(self):
        data = super().clean()
        for key, parameter in self.parameters.items():
            value = data.get(key)
            if value is None:
                if key not in self.errors and parameter.pk in self.known:
                    self.add_error(key, "Замер уже внесён: впишите верное значение, убрать его нельзя.")
            elif not parameter.minimum <= value <= parameter.maximum:
                self.add_error(
                    key, f"От {said(parameter.minimum)} до {said(parameter.maximum)}, а введено {said(value)}."
                )
        return data

    def values(self) -> dict:
        """What the action takes."""
        return {
            parameter: self.cleaned_data[key]
            for key, parameter in self.parameters.items()
            if self.cleaned_data.get(key) is not None
        }


class WaiverForm(HouseForm):
    """Why there will be no values."""

    reason = forms.CharField(
        label="Почему замера не будет", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Причину увидят все, кто открывает эту страницу.",
    )  # fmt: skip
