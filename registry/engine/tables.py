"""A table leaves the house: an Excel file in which nothing can run, with dates as dates and room to read."""

import datetime
import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
STARTS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value):
    """A text that a table program could run gets an apostrophe in front; control characters go.

    >>> safe("=1+1"), safe("8 900"), safe(5)
    ("'=1+1", '8 900', 5)
    """
    if not isinstance(value, str):
        return value
    value = CONTROL.sub("", value)
    return f"'{value}" if value.lstrip(" \u00a0").startswith(STARTS_LIKE_A_FORMULA) else value


def workbook(title: str, headers, rows) -> bytes:
    """One sheet: headings in the first row, which stays in sight, then the rows; every text is a text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append([safe(one) for one in headers])
    widths = [len(str(one)) for one in headers]
    for row in rows:
        sheet.append([safe(value) for value in row])
        widths = [max(width, _length(value)) for width, value in zip(widths, row, strict=True)]
    for cells in sheet.iter_rows():
        for cell in cells:
            _dress(cell)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width + 2, 6), 40)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = "1:1"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _length(value) -> int:
    return 10 if isinstance(value, datetime.date) else max(map(len, str(value or "").splitlines()), default=0)


def _dress(cell):
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if cell.row == 1:
        cell.font = Font(bold=True)
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith("'")
    elif isinstance(cell.value, datetime.date):
        cell.number_format = "DD.MM.YYYY"
