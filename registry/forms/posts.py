"""The cases of a post; the look of papers."""

from django import forms

from registry.engine import cases
from registry.forms.base import HouseForm, HouseModelForm
from registry.models import PostCase, School


class PostForm(HouseForm):
    """Three cases; an empty field takes what the machine proposes."""

    def __init__(self, *args, title, **kwargs):
        super().__init__(*args, **kwargs)
        for case in cases.CASES:
            label = PostCase._meta.get_field(case).verbose_name
            self.fields[case] = forms.CharField(
                label=label[:1].upper() + label[1:], max_length=200, required=False,
                help_text=f"Программа предлагает: «{cases.post(title, case)}». Если верно, оставьте поле пустым.",
            )  # fmt: skip


class PaperSetupForm(HouseModelForm):
    """Face, size and margins of the papers that are laid out from now on."""

    class Meta:
        model = School
        fields = ["paper_face", "paper_size", "paper_left", "paper_right", "paper_top", "paper_bottom"]
