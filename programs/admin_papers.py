"""The card file: the school's own words on papers, checked before they are kept, and a look at the next paper."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from programs.models import Pair, PaperWording, Programme
from programs.papers import awards, wording
from programs.papers.prose import PROSE
from registry.admin_base import HouseModelAdmin
from registry.answers import pdf_answer

HOW = (
    "Каждая строка — абзац. «- » в начале — пункт с номером{headings}. Слова в фигурных скобках подставятся сами, их "
    "список ниже; где слову сказать нечего, строка пропадёт. [Часть в квадратных скобках] пропадёт одна, без строки. "
    "___ — место для ручки: чем больше чёрточек, тем оно длиннее."
)


class PaperWordingForm(forms.ModelForm):
    """A word that the paper does not know is refused here and never on somebody's paper."""

    restore = forms.BooleanField(
        label="Вернуть текст, каким он был в начале", required=False,
        help_text="Ваш текст заменится начальным: он показан внизу страницы. Выданные бумаги останутся прежними.",
    )  # fmt: skip

    class Meta:
        model = PaperWording
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 24, "cols": 100})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            has_headings = self.instance.pk and PROSE[self.instance.paper].headings
            self.fields["text"].required = False
            self.fields["text"].help_text = HOW.format(headings=", «# » — заголовок" if has_headings else "")

    def clean(self):
        said = super().clean()
        if said.get("restore"):
            self.errors.pop("text", None)
            said["text"] = wording.defaults()[self.instance.paper]
        elif "text" in said:
            said["text"] = "\n".join(said["text"].splitlines()).strip()
            for fault in wording.faults(self.instance.paper, said["text"]):
                self.add_error("text", fault)
        return said


class PaperWordingAdmin(HouseModelAdmin):
    """One text a paper; papers that are issued keep what they said."""

    form = PaperWordingForm
    list_display = ["__str__", "is_own"]
    readonly_fields = ["seen", "known_words", "at_first"]

    def get_fields(self, request, obj=None):
        own = ["text", "restore"] if self.has_change_permission(request, obj) else ["text"]
        return [*own, "seen", "known_words", "at_first"]

    @admin.display(description="слова")
    def is_own(self, row):
        return "как в начале" if row.text == wording.defaults()[row.paper] else "свой"

    @admin.display(description="слова в скобках")
    def known_words(self, row):
        return "\n".join(f"{{{name}}} — {word.hint}" for name, word in PROSE[row.paper].words.items())

    @admin.display(description="как было в начале")
    def at_first(self, row):
        return wording.defaults()[row.paper]

    @admin.display(description="как выглядит")
    def seen(self, row):
        address = preview(row)
        if not address:
            return "Бумаги ещё нет: для неё нужна программа этого года, а соглашению — пара."
        return format_html('<a href="{}">Открыть бумагу с сохранёнными словами</a>', address)

    def get_urls(self):
        own = path("<int:pk>/sample/", self.admin_site.admin_view(self.sample), name="programs_paperwording_sample")
        return [own, *super().get_urls()]

    def sample(self, request, pk):
        """A sheet of nobody: numbers of awards are not spent on a look."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(PaperWording, pk=pk)
        layout = row.paper.removeprefix("award_")
        if layout == row.paper:
            raise Http404(row.paper)
        return pdf_answer(awards.TEMPLATE, awards.sample(layout, request.today), f"Образец, {row}")


def preview(row) -> str:
    """Where the next paper with these words can be looked at; empty where there is none yet."""
    if row.paper.startswith("award_"):
        return reverse("admin:programs_paperwording_sample", args=[row.pk])
    if row.paper == "agreement":
        pair = Pair.objects.filter(programme__year__is_active=True).order_by("-pk").first()
        return reverse("programs:agreement_pdf", args=[pair.pk]) if pair else ""
    programme = Programme.objects.filter(year__is_active=True).order_by("pk").first()
    if programme is None:
        return ""
    if row.paper.startswith("memo_"):
        return reverse("programs:memo_pdf", args=[programme.code, row.paper.removeprefix("memo_")])
    name = {"application": "application_blank", "notice": "notice_pdf"}[row.paper]
    return reverse(f"programs:{name}", args=[programme.code])
