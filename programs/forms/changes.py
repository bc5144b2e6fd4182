"""Forms of a replacement and of an extension."""

from django import forms

from programs.actions.changes import grounds
from programs.choosing import places
from programs.forms.pairs import said
from registry.forms.base import HouseForm
from registry.models import Mentor
from registry.text import joined, short_date


class ChangeForm(HouseForm):
    """Ground and paper: the same for both changes."""

    ground = forms.ChoiceField(label="Основание", widget=forms.RadioSelect)
    paper = forms.CharField(
        label="Документ", max_length=200, required=False,
        help_text="Заявление, ходатайство, справка или приказ: вид, дата, номер. Встанет в приказ.",
    )  # fmt: skip
    note = forms.CharField(
        label="Примечание для себя", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="В приказ не попадёт.",
    )  # fmt: skip

    def __init__(self, *args, pair, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(row, row[:1].upper() + row[1:]) for row in grounds(pair, self.KIND)]
        self.set_up(pair, user, on)
        self.order_fields([self.FIRST, "ground", "paper", "note"])


class ReplacementForm(ChangeForm):
    KIND, FIRST = "replacement", "new_mentor"
    new_mentor = forms.ModelChoiceField(Mentor.objects.none(), label="Новый наставник")

    def set_up(self, pair, user, on):
        """Mentors of the register with a free place; a pupil's card says the class."""
        rule = pair.programme.rule("replacement.keeps_term")
        field = self.fields["new_mentor"]
        field.queryset = Mentor.objects.visible_to(user, on).select_related("person")
        taking_part = {person.pk for person in pair.journal_people()}
        offered = [row for row in places(pair.programme, on) if row.mentor.person_id not in taking_part]
        field.choices = [("", "выберите"), *((row.mentor.pk, said(row.mentor, on, row.words)) for row in offered)]
        field.help_text = f"Срок работы не меняется: до {short_date(pair.ends)} {rule.why}."


class ExtensionForm(ChangeForm):
    KIND, FIRST = "extension", "new_ends"
    new_ends = forms.DateField(label="Продлить до")

    def set_up(self, pair, user, on):
        rule = pair.programme.rule("extension.grounds")
        self.fields["paper"].required = True
        self.fields[
            "new_ends"
        ].help_text = (
            f"Сейчас до {short_date(pair.ends)}. Продлевают, если есть причина {rule.why}: {joined(rule.value)}."
        )
