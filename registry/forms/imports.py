"""A file with a list, and what is in it."""

from django import forms

from registry.forms.base import HouseForm
from registry.models import ImportBatch


class BringForm(HouseForm):
    """The file as the school has it."""

    kind = forms.ChoiceField(label="Кто в списке", choices=ImportBatch.KINDS, initial="pupils")
    file = forms.FileField(
        label="Файл со списком", allow_empty_file=True,
        help_text="Excel (.xlsx, .xls), OpenOffice (.ods) или .csv, как есть: столбцы и листы в любом порядке.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt", "data-send": ""}),
    )  # fmt: skip
