"""Both bases as tables: the very columns, in the very order, of the forms of МР-42/02 (13 and 16).

A row is made of plain values (programs/rows.py); the resource says under which heading each stands.
"""

from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget


class Plain(Widget):
    """Numbers and dates stay numbers and dates: a table sorts by them."""

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


def column(title: str, name: str) -> Field:
    return Field(attribute=name, column_name=title, widget=Plain(), readonly=True)


class RowsResource(Resource):
    """Takes ready rows instead of a queryset."""

    def iter_queryset(self, queryset):
        yield from queryset

    def get_queryset(self):
        raise NotImplementedError("the rows are given to export()")


class MenteeResource(RowsResource):
    """«База наставляемых», 13 columns."""

    number = column("№", "number")
    name = column("ФИО наставляемого", "name")
    contacts = column("Контактные данные для связи (данные представителя)", "contacts")
    birth_year = column("Год рождения наставляемого", "birth_year")
    request = column("Основной запрос наставляемого", "request")
    entered_on = column("Дата вхождения в программу", "entered_on")
    other_names = column("ФИО наставника", "other_names")
    form = column("Форма наставничества", "form")
    other_workplace = column("Место работы/учёбы наставника", "other_workplace")
    ended_on = column("Дата завершения программы", "ended_on")
    results = column("Результаты программы", "results")
    case_url = column("Ссылка на кейс/отзыв наставляемого на сайте организации", "case_url")
    is_passed = column("Отметка о прохождении программы", "is_passed")


class MentorResource(RowsResource):
    """«База наставников», 16 columns."""

    number = column("№", "number")
    name = column("ФИО наставника", "name")
    contacts = column("Контактные данные для связи", "contacts")
    workplace = column("Место работы/учёбы наставника", "workplace")
    competences = column("Основные компетенции наставника", "competences")
    achievements = column("Важные для программы достижения наставника", "achievements")
    interests = column("Интересы наставника", "interests")
    wished_age = column("Желаемый возраст наставляемых", "wished_age")
    hours = column("Ресурс времени на программу наставничества", "hours")
    entered_on = column("Дата вхождения в программу", "entered_on")
    other_names = column("ФИО наставляемого (наставляемых)", "other_names")
    form = column("Форма наставничества", "form")
    other_workplace = column("Место работы/учёбы наставляемого", "other_workplace")
    ended_on = column("Дата завершения программы", "ended_on")
    results = column("Результаты программы", "results")
    case_url = column("Ссылка на кейс/отзыв наставника на сайте организации", "case_url")
