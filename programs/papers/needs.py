"""The summary of needs on paper: the same tables as on the page and in the workbook."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/needs.html"


def context(tables, title, on) -> dict:
    """Plain values; a line is its label and its numbers."""
    return {
        "title": title, "date": long_date(on), "school_name": School.get().short_name,
        "tables": [
            {
                "title": table.title, "line": table.line, "columns": table.columns, "note": table.note,
                "rows": [(row.label, [cell.number for cell in (*row.cells, row.total)]) for row in table.rows],
                "foot": [cell.number for cell in table.foot],
            }
            for table in tables
        ],
    }  # fmt: skip


def _write(sheet, row, column, value):
    """Text stays text: what begins with = + - @ is never a formula."""
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, int):
        cell.value = value
        return cell
    cell.value, cell.data_type = str(value), "s"
    cell.quotePrefix = str(value).startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def workbook(said: dict) -> bytes:
    """One sheet a table."""
    book = Workbook()
    book.remove(book.active)
    for table in said["tables"]:
        sheet = book.create_sheet(table["title"].replace("×", "x")[:31])
        _write(sheet, 1, 1, f"{said['title']}. {table['title']}, {said['date']}").font = Font(bold=True)
        lines = [(table["line"], table["columns"]), *table["rows"], ("Всего запросов", table["foot"])]
        for number, (label, values) in enumerate(lines, start=3):
            for column, value in enumerate([label, *values], start=1):
                cell = _write(sheet, number, column, value)
                if number in (3, len(lines) + 2):
                    cell.font = Font(bold=True)
        sheet.column_dimensions["A"].width = 44
        for column in range(2, len(table["columns"]) + 2):
            sheet.column_dimensions[get_column_letter(column)].width = 18
        sheet.freeze_panes = "B4"
    if not said["tables"]:
        _write(book.create_sheet("Сводка"), 1, 1, "Запросов пока нет")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
