"""Forms of the portfolio: words, a photograph, a document."""

from django import forms

from registry.forms.base import HouseForm
from registry.forms.files import OneFileField


class PortfolioForm(HouseForm):
    """The words of the portfolio; every field may stay empty."""

    education = forms.CharField(label="Образование", max_length=300, required=False)
    experience_years = forms.IntegerField(label="Стаж, лет", min_value=0, max_value=80, required=False)
    achievements = forms.CharField(
        label="Достижения", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Конкурсы, олимпиады, награды, успехи тех, кому вы помогли (без их фамилий).",
    )  # fmt: skip
    publications = forms.CharField(
        label="Публикации, семинары, открытые уроки", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    interests = forms.CharField(
        label="Интересы", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    motto = forms.CharField(
        label="Кредо", max_length=200, required=False, help_text="Одна фраза о том, зачем вы это делаете."
    )


class _FileForm(HouseForm):
    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].judge_by(rule)


class PhotoForm(_FileForm):
    file = OneFileField(label="Фотография")


class DocumentForm(_FileForm):
    title = forms.CharField(label="Что это", max_length=150, help_text="Например: «Грамота за победу в олимпиаде».")
    file = OneFileField(label="Файл")
