"""Forms of the pair: filters, the proposal, an answer from paper, the result."""

from django import forms

from programs.choosing import admitted, paired, places
from programs.models import Pair, Programme
from registry.forms.base import HouseForm, VersionedForm
from registry.models import Form, Kind, Mentee, Mentor, RoleModel
from registry.text import add_months, count, short_date

ANSWERS = [("yes", "согласен (согласна)"), ("no", "не согласен (не согласна)")]


class PairFilter(HouseForm):
    """What the list shows; lives in the address."""

    q = forms.CharField(label="Имя", required=False, max_length=80)
    programme = forms.ModelChoiceField(Programme.objects.none(), label="Программа", required=False, empty_label="все")
    form = forms.ModelChoiceField(Form.objects.none(), label="Форма", required=False, empty_label="все")
    status = forms.ChoiceField(label="Состояние", required=False, choices=[("", "все"), *Pair.Status.choices])

    def __init__(self, data, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        self.fields["form"].queryset = Form.objects.filter(pair__isnull=False).distinct()
        self.is_valid()

    def narrow(self):
        """For the list of those without a mentor: name and programme only, and the address stays on that list."""
        for name in ("form", "status"):
            del self.fields[name]
        self.fields["show"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def chosen(self, name):
        """The value that the address asks for, or nothing when it makes no sense."""
        return getattr(self, "cleaned_data", {}).get(name) or None


def said(card, on, state) -> str:
    """«Хертек Сайын-Белек Кан-ооловна, 7 «А» класс, свободно 1 из 2»"""
    return ", ".join(part for part in (card.person.full_name, card.person.what_is(on), state) if part)


class PairForm(HouseForm):
    """Whom to join, on which conditions. Lists offer what fits; the rules are asked by the action."""

    form = forms.ModelChoiceField(Form.objects.none(), label="Форма наставничества")
    mentor = forms.ModelChoiceField(Mentor.objects.none(), label="Наставник")
    mentee = forms.ModelChoiceField(Mentee.objects.none(), label="Наставляемый")
    is_group = forms.BooleanField(label="Это группа: один наставник и несколько наставляемых", required=False)
    others = forms.ModelMultipleChoiceField(
        Mentee.objects.none(), label="Остальные участники группы", required=False, widget=forms.CheckboxSelectMultiple
    )
    role_model = forms.ModelChoiceField(RoleModel.objects.none(), label="Ролевая модель", required=False)
    starts = forms.DateField(label="Начало")
    ends = forms.DateField(label="Окончание")
    mode = forms.ChoiceField(label="Как встречаются", choices=Pair.MODES)
    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.none(), label="Виды наставничества", required=False, widget=forms.CheckboxSelectMultiple
    )
    goal = forms.CharField(
        label="Цель", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Что должно измениться к концу работы. Перейдёт в план.",
    )  # fmt: skip
    note = forms.CharField(
        label="Почему именно эти люди", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Одно-два предложения: их увидят куратор и директор.",
    )  # fmt: skip

    def __init__(self, *args, programme, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self._offer_forms()
        self._offer_people(user, on)
        self._say_term(on)

    def _offer_forms(self):
        own = list(self.programme.forms.prefetch_related("role_models"))
        self.fields["form"].queryset = self.programme.regulation.forms.all()
        self.fields["form"].choices = [("", "выберите"), *((row.pk, row.title) for row in own)]
        if len(own) == 1 and not self.initial.get("form"):
            self.initial["form"] = own[0].pk
        models = self.fields["role_model"]
        models.queryset = RoleModel.objects.filter(form__regulation=self.programme.regulation)
        models.choices = [
            ("", "не указывать"),
            *((row.title, [(model.pk, model.title) for model in row.role_models.all()]) for row in own),
        ]
        kinds = self.programme.kinds.all()
        self.fields["kinds"].queryset = kinds
        if not kinds:
            del self.fields["kinds"]

    def _offer_people(self, user, on):
        mentor, mentee, others = (self.fields[name] for name in ("mentor", "mentee", "others"))
        mentor.queryset = Mentor.objects.visible_to(user, on).select_related("person")
        mentee.queryset = others.queryset = Mentee.objects.visible_to(user, on).select_related("person")
        groups: dict = {}
        for row in places(self.programme, on):
            label = said(row.mentor, on, row.words)
            groups.setdefault(row.mentor.get_category_display(), []).append((row.mentor.pk, label))
        busy = paired(self.programme)
        cards = sorted(
            admitted(self.programme).visible_to(user, on), key=lambda row: (row.person_id in busy, row.person.name_key)
        )
        rows = [(card.pk, said(card, on, "уже с наставником" if card.person_id in busy else "")) for card in cards]
        offered = {str(pk) for group in groups.values() for pk, _ in group}
        mentor.choices = [("", "выберите"), *groups.items(), *self._asked("mentor", offered)]
        mentee.choices = [("", "выберите"), *rows, *self._asked("mentee", {str(pk) for pk, _ in rows})]
        others.choices = rows

    def _asked(self, name, offered):
        """The one that was asked for although nobody offers it: the rules will say why not."""
        key = str((self.data.get(name) if self.is_bound else self.initial.get(name)) or "")
        card = self.fields[name].queryset.filter(pk=key).first() if key.isdecimal() and key not in offered else None
        return [(card.pk, f"{card.person.full_name} (не из этого списка)")] if card else []

    def _say_term(self, on):
        longest, shortest = self.programme.rule("pair.max_months"), self.programme.rule("pair.min_months")
        last = min(add_months(on, longest.value), self.programme.ends)
        self.initial.setdefault("starts", on)
        self.initial.setdefault("ends", max(last, on))
        text = (
            f"Не больше {count(longest.value, 'месяца', 'месяцев', 'месяцев')} {longest.why}: "
            f"если начать {short_date(on)}, самый поздний день — {short_date(add_months(on, longest.value))}."
        )
        if shortest.value:
            text += f" И не меньше {count(shortest.value, 'месяца', 'месяцев', 'месяцев')} {shortest.why}."
        self.fields["ends"].help_text = text

    def mentees(self) -> list:
        """The mentee and, in a group, the others."""
        first, others = self.cleaned_data["mentee"], self.cleaned_data["others"]
        return list(dict.fromkeys([first, *others]))


class PaperAnswerForm(HouseForm):
    """An answer that was given with a pen, entered by the curator."""

    person = forms.ModelChoiceField(None, label="Кто ответил", empty_label=None)
    answer = forms.ChoiceField(label="Ответ", choices=ANSWERS, widget=forms.RadioSelect)
    note = forms.CharField(label="Замечание", required=False, max_length=300)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ResultForm(VersionedForm):
    """How the pair's work ended, before the order on completion."""

    class Meta:
        model = Pair
        fields = ["result", "result_text", "no_final_meeting"]
        labels = {"no_final_meeting": "Если заключительной встречи не было — почему"}
        widgets = {"result_text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"result_text": "Чего достигли: два-три предложения, без личных подробностей."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("result", "result_text"):
            self.fields[name].required = True
        self.fields["result"].choices = [("", "выберите"), *Pair.RESULTS]
