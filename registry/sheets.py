"""A table as an Excel file: text stays text, dates stay dates, the heading stays in sight."""

import datetime
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, headings: list[str], rows) -> bytes:
    """One sheet. A cell that begins with = + - @ leaves as text, never as a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    widths = [len(name) for name in headings]
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _put(sheet.cell(number, place), value)
            widths[place - 1] = max(widths[place - 1], min(len(str(value or "")), 50))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell, value):
    if isinstance(value, datetime.date):
        cell.value, cell.number_format = value, "DD.MM.YYYY"
    elif isinstance(value, int):
        cell.value = value
    elif value not in (None, ""):
        cell.value = str(value).replace("\u00a0", " ")
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if str(value)[:1] in "=+-@":
            cell.quotePrefix = True
