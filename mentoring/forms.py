"""Forms of the top floor: the request from the site, the search among mentors, the first director."""

import datetime

from django import forms

from programs.models import Request
from registry.engine import access
from registry.forms.base import HouseForm
from registry.models import Topic
from registry.models.people import USERNAME
from registry.text import name_key


class MentorSearch(HouseForm):
    """Search over what the cards show: nothing hidden can be found by guessing."""

    q = forms.CharField(label="Имя или слово", required=False, max_length=80)
    topic = forms.ChoiceField(label="С чем нужна помощь", required=False)

    def __init__(self, data, *, topics):
        super().__init__(data)
        self.fields["topic"].choices = [("", "любая тема"), *[(topic, topic) for topic in topics]]

    def narrow(self, cards):
        """Cards that hold every typed word and the topic; a wrong value in the address is simply not asked."""
        self.is_valid()
        words = name_key(self.cleaned_data.get("q", "")).split()
        topic = self.cleaned_data.get("topic", "")
        return [
            (slug, card)
            for slug, card in cards
            if all(word in name_key(" ".join(card.values())) for word in words)
            and (not topic or topic in card.get("competences", "").split("; "))
        ]


class JoinForm(HouseForm):
    """A wish to take part, without an account: the least that is needed to answer (ОЧ-П 2.10)."""

    WHO = [
        ("pupil", "Для себя: я учусь в школе"),
        ("child", "Для моего ребёнка, он учится в школе"),
        ("adult", "Для себя: я взрослый (педагог, родитель, выпускник, специалист)"),
    ]

    ROLES = [(code, words.capitalize()) for code, words in Request.ROLES]

    role = forms.ChoiceField(label="Что вы хотите", choices=ROLES, widget=forms.RadioSelect)
    for_whom = forms.ChoiceField(label="Для кого заявка", choices=WHO, widget=forms.RadioSelect)
    typed_name = forms.CharField(
        label="Фамилия, имя, отчество участника", max_length=250, help_text="Если заявка для ребёнка, напишите его имя."
    )
    typed_birth_date = forms.DateField(
        label="Дата рождения участника", required=False, help_text="Нужна, если наставника ищет обучающийся."
    )
    typed_class = forms.CharField(
        label="Класс или место работы", max_length=120, help_text="Например: 7 «А» или учитель математики."
    )
    contact_person = forms.CharField(
        label="Кто представляет ребёнка", max_length=250, required=False,
        help_text="Имя родителя или другого законного представителя. Нужно, если заявка для ребёнка.",
    )  # fmt: skip
    contact = forms.CharField(
        label="Телефон или почта для ответа", max_length=150, help_text="По нему куратор с вами свяжется."
    )
    topics = forms.ModelMultipleChoiceField(
        label="В чём", queryset=Topic.objects.filter(is_retired=False), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    words = forms.CharField(
        label="Своими словами", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="С чем помочь или чем вы готовы делиться. Одного предложения достаточно.",
    )  # fmt: skip
    website = forms.CharField(
        label="Это поле не заполняйте",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trap(self) -> bool:
        """A machine filled the field that people do not see."""
        return bool(self.data.get("website", "").strip())

    @property
    def is_for_pupil(self) -> bool:
        return self.cleaned_data.get("for_whom") in ("pupil", "child")

    def clean_typed_birth_date(self):
        day = self.cleaned_data["typed_birth_date"]
        if day and not datetime.date(1900, 1, 1) < day <= access.today():
            raise forms.ValidationError("Проверьте дату рождения: такой день ещё не наступил или слишком давно прошёл.")
        return day

    def clean(self):
        data = super().clean()
        if self.is_for_pupil and data.get("role") == "mentee" and not data.get("typed_birth_date", True):
            self.add_error(
                "typed_birth_date",
                "Заполните «Дата рождения участника»: наставник назначается с определённого возраста.",
            )
        if data.get("for_whom") == "child" and not data.get("contact_person"):
            self.add_error(
                "contact_person", "Заполните «Кто представляет ребёнка»: заявку подаёте вы, и отвечать будут вам."
            )
        return data

    def wish(self) -> dict:
        """What the request keeps."""
        kept = ("role", "typed_name", "typed_birth_date", "typed_class", "contact_person", "contact", "topics", "words")
        return {name: self.cleaned_data[name] for name in kept}

    def areas(self):
        """(area, its boxes, whether one is ticked), for a page where forty boxes would be a wall."""
        places = {str(pk): area for pk, area in self.fields["topics"].queryset.values_list("pk", "area")}
        found = {}
        for box in self["topics"].subwidgets:
            found.setdefault(places[str(box.data["value"])], []).append(box)
        pupils_first = sorted(found, key=lambda area: (area == "педагогика", area != "учёба", area))
        return [(area, found[area], any(box.data["selected"] for box in found[area])) for area in pupils_first]


class FirstDirectorForm(HouseForm):
    """The first person of an empty installation."""

    school = forms.CharField(
        label="Краткое наименование школы", max_length=150, help_text="Как на вывеске. Остальное — следующим шагом."
    )
    last_name = forms.CharField(label="Ваша фамилия", max_length=80)
    first_name = forms.CharField(label="Имя", max_length=80)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    username = forms.CharField(
        label="Логин", max_length=60, validators=[USERNAME], help_text="Буквы и цифры без пробелов.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password1 = forms.CharField(
        label="Пароль",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Не короче 10 знаков, не одни цифры и не похож на логин.",
    )
    password2 = forms.CharField(
        label="Пароль ещё раз", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self):
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Пароли не совпали. Введите второй раз то же самое.")
        return data

    def said(self) -> dict:
        """What the action asks for."""
        kept = ("school", "last_name", "first_name", "middle_name", "username")
        return {**{name: self.cleaned_data[name] for name in kept}, "password": self.cleaned_data["password1"]}
