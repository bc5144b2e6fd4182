"""Rows of the school's lists on django-import-export: which column is what, how a cell is read and how it is written.

The same resource reads a list, shows what a row changes, and writes the list out: a list that was exported and
comes back unchanged brings «изменений нет».
"""

import difflib
import re

from import_export import resources
from import_export.fields import Field
from import_export.widgets import Widget

from registry.imports import values
from registry.imports.headings import fields_of
from registry.models import Guardianship, Mentor, Person
from registry.text import name_key, short_date

OLDEST_PUPIL, YOUNGEST_PUPIL = 20, 5


class Cell(Widget):
    """`read` takes a cell or raises Fault; `show` writes a value; `alike` says that two values are one."""

    def __init__(self, read, show=str, alike=None):
        super().__init__()
        self.read, self.show = read, show
        self.alike = alike or (lambda one, other: one == other)

    def clean(self, value, row=None, **kwargs):
        return self.read(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None or value == "" else self.show(value)


def same_words(one, other) -> bool:
    """Apart by case of letters, ё or spaces only."""
    return name_key(str(one or "")) == name_key(str(other or ""))


def names(value) -> str:
    return " ".join(filter(None, value))


def said_class(value) -> str:
    return f"{value[0]}{value[1]}"


def said_ages(value) -> str:
    start, end = value
    if start is None and end is None:
        return ""
    if end is None:
        return f"от {start}"
    return f"до {end}" if start is None else f"{start}–{end}"


def said_hours(value) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def choice(table) -> Cell:
    """A value of a list of choices, by its name in Russian."""
    codes = dict(table)
    words = {name_key(label): code for code, label in table}
    return Cell(values.words_of(words, "такого варианта нет"), lambda code: codes[code])


def _name_cells() -> dict[str, Cell]:
    one = Cell(values.one_name, alike=same_words)
    whole = Cell(values.full_name, names, lambda a, b: same_words(names(a), names(b)))
    return {"full_name": whole, "last_name": one, "first_name": one, "middle_name": one}


def _person_cells() -> dict[str, Cell]:
    sexes = dict(Person.SEXES)
    return {
        "sex": Cell(values.sex, lambda code: sexes[code]),
        "phone": Cell(values.phone, alike=values.same_phone),
        "email": Cell(values.email, alike=lambda a, b: a.lower() == b.lower()),
        "address": Cell(values.line(300), alike=same_words),
    }


def _parent_cells() -> dict[str, Cell]:
    kinds = dict(Guardianship.KINDS)
    found = {}
    for number in (1, 2):
        found |= {
            f"p{number}_name": Cell(values.full_name, names, lambda a, b: same_words(names(a), names(b))),
            f"p{number}_phone": Cell(values.phone, alike=values.same_phone),
            f"p{number}_kind": Cell(values.guardian_kind, lambda code: kinds[code]),
        }
    return found


class ListResource(resources.Resource):
    """A list of one kind. Rows are humans (registry/imports/humans.py) with an attribute for each field."""

    kind = ""
    left_out_of_export: tuple = ()

    def __init__(self, on):
        super().__init__()
        self.on = on
        labels = fields_of(self.kind)
        self.fields = {
            code: Field(attribute=code, column_name=labels[code].label, widget=cell)
            for code, cell in self.cells().items()
        }

    def cells(self) -> dict[str, Cell]:
        raise NotImplementedError

    def born(self, youngest, oldest, who):
        return Cell(values.born(self.on, youngest, oldest, who), short_date)

    def get_export_fields(self, selected_fields=None):
        return [field for code, field in self.fields.items() if code not in self.left_out_of_export]

    def get_export_headers(self, selected_fields=None):
        return [field.column_name for field in self.get_export_fields()]

    def export_resource(self, instance, selected_fields=None, **kwargs):
        return [field.export(instance) for field in self.get_export_fields()]


class PupilResource(ListResource):
    """Pupils with up to two representatives."""

    kind = "pupils"
    left_out_of_export = ("full_name",)

    def cells(self):
        return {
            **_name_cells(),
            "school_class": Cell(values.school_class, said_class),
            "birth_date": self.born(YOUNGEST_PUPIL, OLDEST_PUPIL, "ученику"),
            **_person_cells(), **_parent_cells(),
        }  # fmt: skip


class StaffResource(ListResource):
    """Those who work at the school."""

    kind = "staff"
    left_out_of_export = ("full_name",)

    def cells(self):
        return {
            **_name_cells(),
            "post": Cell(values.line(150), alike=same_words),
            "is_teacher": Cell(lambda cell: values.yes_no(cell) == "yes", lambda yes: "да" if yes else "нет"),
            "hired_on": Cell(values.past(self.on), short_date),
            "birth_date": self.born(16, 100, "работнику"),
            **_person_cells(),
        }  # fmt: skip


class MentorBaseResource(ListResource):
    """The base of mentors in its 16 columns; what is counted from pairs is not taken in."""

    kind = "mentors"

    def cells(self):
        return {
            "full_name": _name_cells()["full_name"],
            "contact": Cell(
                values.contact, lambda pair: ", ".join(filter(None, pair)),
                lambda a, b: values.same_phone(a[0], b[0]) and a[1] == b[1],
            ),
            "workplace": Cell(values.line(200), alike=same_words),
            "competences": Cell(self.topics, ", ".join, lambda a, b: sorted(a) == sorted(b)),
            "achievements": Cell(values.line(2000), alike=same_words),
            "interests": Cell(values.line(1000), alike=same_words),
            "wished_age": Cell(values.ages, said_ages),
            "hours": Cell(values.hours, said_hours),
            "entered_on": Cell(values.past(self.on), short_date),
            "case_url": Cell(values.url),
            "category": choice(Mentor.CATEGORIES),
        }  # fmt: skip

    def topics(self, cell) -> list[str]:
        """Titles of the vocabulary out of one cell; a word that is not there is a fault with the nearest one."""
        if not hasattr(self, "vocabulary"):
            from registry.models import Topic

            self.vocabulary = {name_key(topic.title): topic.title for topic in Topic.objects.all()}
        words = [one.strip(" .") for one in re.split("[;,]", values.line(2000)(cell)) if one.strip(" .")]
        found = []
        while words:
            size = next((size for size in range(len(words), 0, -1) if self._title(words[:size])), 0)
            if not size:  # a title may hold a comma itself
                near = difflib.get_close_matches(name_key(", ".join(words[:2])), self.vocabulary, 1, 0.4)
                hint = f". Может быть, «{self.vocabulary[near[0]]}»?" if near else ""
                raise values.Fault(f"в словаре потребностей и компетенций нет «{words[0]}»{hint}")
            found.append(self._title(words[:size]))
            words = words[size:]
        return found

    def _title(self, words) -> str:
        return self.vocabulary.get(name_key(", ".join(words)), "")


class MenteeBaseResource(ListResource):
    """The base of mentees in its 13 columns; contacts are kept on the cards of the child and the representative."""

    kind = "mentees"

    def cells(self):
        return {
            "full_name": _name_cells()["full_name"],
            "birth_year": Cell(values.birth_year),
            "main_request": Cell(values.line(1000), alike=same_words),
            "entered_on": Cell(values.past(self.on), short_date),
            "case_url": Cell(values.url),
        }


BY_KIND = {one.kind: one for one in (PupilResource, StaffResource, MentorBaseResource, MenteeBaseResource)}
