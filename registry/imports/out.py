"""Rows that were left out, as a table to be mended and brought again."""

from registry.engine.tables import workbook
from registry.imports.headings import fields_of
from registry.imports.values import text


def left_out(batch) -> bytes:
    """Their own columns first, then where they stood and why they were not taken."""
    rows = list(batch.rows.filter(left_out=True).order_by("place"))
    labels = fields_of(batch.kind)
    codes = [code for code in labels if any(code in row.raw for row in rows)]
    headings = [*(labels[code].label for code in codes), "Где в файле", "Почему не загружено"]
    table = [[*(said(row.raw.get(code)) for code in codes), row.where, why(row)] for row in rows]
    return workbook("Не загружено", headings, table)


def why(row) -> str:
    told = [
        f"{row.address(one['column'])}: {one['label']} «{one['value']}» — {one['reason']}; пример: {one['example']}"
        for one in row.problems
    ]
    return "; ".join(told) or "отмечено «оставить без загрузки»"


def said(pair) -> str:
    """The cell as it stood in the file."""
    if pair is None or (isinstance(pair[1], dict) and "x" in pair[1]):
        return ""
    return text(pair[1])
