"""A guardianship after it was tied: corrected, restricted, ended."""

from django import forms

from registry.forms.base import HouseForm
from registry.models import Guardianship


class TieForm(HouseForm):
    """Who the guardian is to the child, and by which document."""

    kind = forms.ChoiceField(label="Кем приходится ребёнку", choices=Guardianship.KINDS)
    document = forms.CharField(
        label="Документ о полномочиях", max_length=300, required=False,
        help_text="Например: свидетельство о рождении, номер и дата. Стоит в согласиях.",
    )  # fmt: skip


class RestrictForm(HouseForm):
    """The paper by which a guardian is restricted, or the restriction is lifted."""

    ground = forms.CharField(
        label="Основание", max_length=300, help_text="Решение суда или иной документ, его дата и номер."
    )
    since = forms.DateField(label="С какого дня")

    def __init__(self, *args, lifts, **kwargs):
        super().__init__(*args, **kwargs)
        if lifts:
            del self.fields["since"]


class TieEndForm(HouseForm):
    """The last day of the powers, and why."""

    ends = forms.DateField(label="Последний день полномочий")
    ground = forms.CharField(
        label="Почему", max_length=300, required=False, help_text="Например: опека снята постановлением, дата и номер."
    )
