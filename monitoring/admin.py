"""The card file of the monitoring: what is measured. Values have their own pages."""

from django import forms
from django.contrib import admin

from monitoring.models import Measurement, Parameter
from registry.admin_base import HouseModelAdmin


class ParameterForm(forms.ModelForm):
    """Bounds in order; what was measured keeps its bounds and its direction."""

    class Meta:
        model = Parameter
        fields = ["title", "audience", "better", "minimum", "maximum", "unit", "is_sensitive", "is_used", "position"]

    def clean(self):
        data = super().clean()
        low, high = data.get("minimum"), data.get("maximum")
        if low is not None and high is not None and low >= high:
            self.add_error("maximum", "«До» должно быть больше, чем «от».")
        fixed = {"audience", "better", "minimum", "maximum"} & set(self.changed_data)
        if self.instance.pk and fixed and Measurement.objects.filter(parameter=self.instance).exists():
            names = ", ".join(f"«{self.fields[name].label}»" for name in sorted(fixed))
            self.add_error(
                None,
                f"По этому параметру уже есть замеры: {names} не меняют, иначе вход и выход нельзя сравнить. "
                "Снимите отметку «измеряем» и заведите новый параметр.",
            )
        return data


@admin.register(Parameter)
class ParameterAdmin(HouseModelAdmin):
    form = ParameterForm
    may_add = True
    list_display = ["title", "audience", "better", "minimum", "maximum", "unit", "is_sensitive", "is_used"]
    list_filter = ["audience", "is_used", "is_sensitive"]
    search_fields = ["title"]

    def get_form(self, request, obj=None, **kwargs):
        """A new parameter also gets its code."""
        if obj is None:
            kwargs["fields"] = ["code", *ParameterForm.Meta.fields]
        return super().get_form(request, obj, **kwargs)
