"""Forms of the requests: whose it is, what it is about, what others know."""

import re

from django import forms
from django.db.models import Q

from programs import needs
from programs.models import Poster, Programme, Request
from registry.doubles import find
from registry.finding import people_q
from registry.forms.base import HouseForm
from registry.models import Form, Guardianship, Mentee, Person, SchoolClass, Topic, Year
from registry.naming import naming
from registry.text import name_key, short_date

NEW = "new"


class Phone(forms.TextInput):
    """The phone's own keyboard on a phone."""

    input_type = "tel"


class RequestFilter(HouseForm):
    """Search and filters of the list; they live in the address."""

    STATES = [
        ("", "все"),
        ("running", "в работе"),
        *Request.Status.choices,
        ("no_notes", "нет сведений третьих лиц"),
        ("no_talk", "нет беседы"),
    ]

    q = forms.CharField(label="Фамилия, имя", required=False)
    status = forms.ChoiceField(label="Состояние", choices=STATES, required=False)
    role = forms.ChoiceField(label="О чём", choices=[("", "все"), *Request.ROLES], required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", required=False, empty_label="все", to_field_name="code"
    )

    topic = forms.ModelChoiceField(Topic.objects.all(), label="Потребность", required=False, empty_label="все")
    form = forms.ChoiceField(label="Форма", required=False)
    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="все")
    post = forms.CharField(label="Должность", required=False)
    category = forms.ChoiceField(label="Категория", choices=[("", "все"), *Mentee.CATEGORIES], required=False)
    year = forms.ModelChoiceField(Year.objects.all(), label="Учебный год", required=False, empty_label="все")
    poster = forms.ModelChoiceField(Poster.objects.all(), label="Плакат", required=False, empty_label="все")
    counted = forms.CharField(widget=forms.HiddenInput, required=False)

    SELDOM = ("topic", "form", "group", "post", "category", "year", "poster")

    def __init__(self, data, *, programmes, on):
        super().__init__(data)
        self.on = on
        self.fields["programme"].queryset = programmes
        self.fields["group"].queryset = SchoolClass.objects.filter(year__is_active=True)
        titles = Form.objects.filter(programme__in=programmes).distinct().values_list("pk", "title")
        self.fields["form"].choices = [("", "все"), (needs.NO_FORM, "не выбрана"), *((str(pk), t) for pk, t in titles)]
        for name in self.SELDOM:
            if name not in ("topic", "form") and not (data and data.get(name)):
                self.fields[name].widget = forms.HiddenInput()

    def narrow(self, rows):
        """Wrong values in the address are simply not asked."""
        self.is_valid()
        asked = self.cleaned_data
        words = asked.get("q", "")
        rows = naming(rows, words, "person", also=Q(person__isnull=True) & people_q(words, name="typed_key"))
        if asked.get("status") == "running":
            rows = rows.running()
        elif asked.get("status") == "no_notes":
            rows = rows.running().filter(person__isnull=False).exclude(notes__answered_on__isnull=False)
        elif asked.get("status") == "no_talk":
            rows = rows.running().filter(role="mentee", no_talk="").exclude(talks__held_on__isnull=False)
        elif asked.get("status"):
            rows = rows.filter(status=asked["status"])
        if asked.get("role"):
            rows = rows.filter(role=asked["role"])
        if asked.get("programme"):
            rows = rows.filter(programme=asked["programme"])
        if asked.get("year"):
            rows = rows.filter(programme__year=asked["year"])
        if asked.get("poster"):
            rows = rows.filter(poster=asked["poster"])
        if asked.get("counted"):
            rows = needs.counted(rows)
        return needs.narrow(rows, asked, self.on)


def doubles(people, full_name: str, birth_date):
    """People who may be the same human: the same surname and name, or the same birth date and a like name."""
    words = name_key(full_name).split()
    if not words:
        return people.none()
    alike = Q(name_key__startswith=" ".join(words[:2])) if len(words) > 1 else Q(name_key__startswith=words[0])
    if birth_date and len(words) > 1:
        like = Q(name_key__startswith=words[0][:4]) & Q(name_key__contains=f" {words[1][:2]}")
        alike |= Q(birth_date=birth_date) & like
    if len(words) > 1:
        last, first, *rest = full_name.split()
        alike |= Q(pk__in=[one.pk for one in find(last, first, " ".join(rest), birth_date)])
    return people.filter(alike)


def known_as(person, on) -> str:
    """How a choice tells two people of one name apart."""
    born = f"родился {short_date(person.birth_date)}" if person.birth_date and person.sex == "m" else (
        f"дата рождения {short_date(person.birth_date)}" if person.birth_date else ""
    )  # fmt: skip
    return ", ".join(part for part in (person.full_name, person.what_is(on), born) if part)


class WhoForm(HouseForm):
    """Whose request it is: somebody known, or a new person in the same form, a child with the representative."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label="Программа", empty_label="выберите")
    who = forms.ChoiceField(label="Чей это запрос", widget=forms.RadioSelect, required=False)
    last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    first_name = forms.CharField(label="Имя", max_length=80, required=False)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    birth_date = forms.DateField(label="Дата рождения", required=False)
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="не ученик"
    )
    post = forms.CharField(
        label="Должность в школе", max_length=150, required=False, help_text="Только для работника вашей школы."
    )
    phone = forms.CharField(label="Телефон", max_length=40, required=False, widget=Phone)
    guardian_name = forms.CharField(
        label="Кто представляет ребёнка", max_length=240, required=False,
        help_text="Фамилия, имя, отчество родителя или опекуна. Можно указать позже, но без него не будет согласий.",
    )  # fmt: skip
    guardian_kind = forms.ChoiceField(
        label="Кем приходится ребёнку", choices=[("", "выберите"), *Guardianship.KINDS], required=False
    )
    guardian_phone = forms.CharField(label="Телефон представителя", max_length=40, required=False, widget=Phone)
    is_another = forms.BooleanField(label="Это другой человек, тёзка", required=False)

    NEW_FIELDS = (
        "last_name", "first_name", "middle_name", "birth_date", "school_class", "post", "phone",
        "guardian_name", "guardian_kind", "guardian_phone", "is_another",
    )  # fmt: skip

    def __init__(self, *args, people, found, programmes, on, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.on = people, on
        self.fields["programme"].queryset = programmes
        self.fields["school_class"].queryset = SchoolClass.objects.filter(year__is_active=True)
        if len(programmes) == 1 and not self.initial.get("programme"):
            self.initial["programme"] = programmes[0]
        found = {person.pk: person for person in found}
        posted = self.data.get("who", "") if self.is_bound else ""
        if posted.isdecimal() and int(posted) not in found:
            found |= {person.pk: person for person in self._with_facts(people.filter(pk=posted))}
        self.found, self.asks_twin = found, bool(self.data.get("is_another")) if self.is_bound else False
        self._offer()
        self.initial["who"] = chosen or ("" if found else NEW)

    @staticmethod
    def _with_facts(people):
        return people.prefetch_related("enrolments__school_class", "employments")

    def _offer(self):
        self.fields["who"].widget = forms.RadioSelect() if self.found else forms.HiddenInput()
        self.fields["who"].choices = [
            *((str(pk), known_as(person, self.on)) for pk, person in self.found.items()),
            (NEW, "новый человек, впишу ниже"),
        ]

    @property
    def is_known(self) -> bool:
        """The page folds the new person's fields away while there is somebody to choose from."""
        chosen = self.data.get("who", "") if self.is_bound else self.initial["who"]
        return bool(self.found) and chosen != NEW and not self.asks_twin

    def new_person(self):
        """Fields of the person's own, for the page."""
        return [self[name] for name in self.NEW_FIELDS[:7]]

    def new_guardian(self):
        return [self[name] for name in self.NEW_FIELDS[7:10]]

    @property
    def person(self) -> Person | None:
        """The known person who was chosen."""
        chosen = self.cleaned_data.get("who") or NEW
        return None if chosen == NEW else self.found[int(chosen)]

    def clean(self):
        data = super().clean()
        if "who" in self.errors or (data.get("who") or NEW) != NEW:
            return data
        if self.found and not data.get("who") and not data.get("last_name"):
            self.add_error("who", "Выберите человека из списка или впишите нового ниже.")
            return data
        for name in ("last_name", "first_name"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"Заполните «{self.fields[name].label}» или найдите человека поиском.")
        if data.get("school_class") and data.get("post"):
            self.add_error("post", "Укажите что-то одно: класс — ученику, должность — работнику.")
        if data.get("school_class") and "birth_date" not in self.errors and not data.get("birth_date"):
            self.add_error("birth_date", "Заполните «Дата рождения»: по ней проверяется возраст ребёнка.")
        self._clean_guardian(data)
        self._clean_doubles(data)
        return data

    def _clean_guardian(self, data):
        name = data.get("guardian_name", "").split()
        if not name:
            return
        if len(name) < 2:
            self.add_error("guardian_name", "Напишите и фамилию, и имя представителя.")
        if not data.get("guardian_kind"):
            self.add_error("guardian_kind", "Заполните «Кем приходится ребёнку».")

    def _clean_doubles(self, data):
        """The same human twice is two sets of consents: the likeness is shown before anything is made."""
        if data.get("is_another") or not (data.get("last_name") and data.get("first_name")):
            return
        name = f"{data['last_name']} {data['first_name']}"
        same = self._with_facts(doubles(self.people, name, data.get("birth_date")))[:10]
        if same:
            self.found |= {person.pk: person for person in same}
            self.asks_twin = True
            self._offer()
            self.add_error("who", (
                f"Похожий человек уже есть: {known_as(same[0], self.on)}. Выберите его в списке, "
                "а если это тёзка, отметьте «Это другой человек, тёзка»."
            ))  # fmt: skip

    def deed(self) -> dict:
        """`person` or `person_fields` with `guardian_fields`, as the actions take them."""
        if self.person:
            return {"person": self.person}
        data = self.cleaned_data
        names = ("last_name", "first_name", "middle_name", "birth_date", "school_class", "post", "phone")
        guardian = None
        if data["guardian_name"]:
            last, first, *rest = data["guardian_name"].split()
            guardian = {
                "last_name": last, "first_name": first, "middle_name": " ".join(rest),
                "phone": data["guardian_phone"], "kind": data["guardian_kind"],
            }  # fmt: skip
        return {"person": None, "person_fields": {name: data[name] for name in names}, "guardian_fields": guardian}


class RequestForm(WhoForm):
    """A wish that the office writes down."""

    SOURCES = [("office", "рассказал лично, по телефону"), ("paper", "принёс на бумаге")]

    role = forms.ChoiceField(label="О чём запрос", choices=Request.ROLES, widget=forms.RadioSelect, initial="mentee")
    words = forms.CharField(
        label="Своими словами", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="С чем помочь или чем человек готов делиться. Одного предложения достаточно.",
    )  # fmt: skip
    source = forms.ChoiceField(label="Как получен", choices=SOURCES, initial="office", required=False)

    field_order = ["programme", "role", "who", *WhoForm.NEW_FIELDS, "words", "source"]


class TieForm(WhoForm):
    """Says whose the typed request is; a new person is prefilled from what was typed."""

    def __init__(self, *args, row, **kwargs):
        last, first, middle = [*row.typed_name.split(maxsplit=2), "", "", ""][:3]
        number = re.match(r"\s*(\d{1,2})\s*[«\"-]?\s*([А-Яа-яЁё])?\b", row.typed_class)
        school_class = (
            number
            and SchoolClass.objects.filter(
                year__is_active=True, grade=number[1], letter__iexact=(number[2] or "").upper()
            ).first()
        )
        phone = row.contact if re.fullmatch(r"[\d\s()+-]{5,40}", row.contact) else ""
        kwargs["initial"] = {
            "programme": row.programme_id, "last_name": last, "first_name": first, "middle_name": middle,
            "birth_date": row.typed_birth_date, "school_class": school_class,
            "phone": "" if row.contact_person else phone,
            "guardian_name": re.sub(r"\s*\(.*\)", "", row.contact_person),
            "guardian_phone": phone if row.contact_person else "",
        }  # fmt: skip
        super().__init__(*args, **kwargs)
