"""Sheets beside an order: approval with the way of the draft, acquaintance with the marks; and a stack to sign."""

from programs.orders import kinds
from programs.papers import order as paper
from registry.engine import jobs, papers
from registry.text import short_date

TEMPLATE = "papers/order_sheets.html"


def context(order) -> dict:
    """What the sheets show today: an acquaintance sheet is printed again and again until everybody has signed."""
    said = paper.context(order)
    marks = {row.person_id: row for row in order.acquaintances.all()}
    return {
        **{key: said[key] for key in ("number", "date", "heading", "approvals", "history")},
        "title": f"Листы согласования и ознакомления: {paper.title(order)}",
        "named": [_line(person, marks.get(person.pk), said) for person in kinds.of(order).named(order)],
    }


def _line(person, mark, said) -> dict:
    """Empty cells wait for the pen; who has read it in the cabinet needs none."""
    post = next((one["post"] for one in said["named"] if one["name"] == person.full_name), "")
    done = mark is not None and mark.read_on
    return {
        "name": person.full_name, "post": post, "read": short_date(mark.read_on) if done else "",
        "how": ("подпись на бумажном листе" if mark.on_paper else "отметка в программе") if done else "",
    }  # fmt: skip


def stack(orders, report=jobs.unheard) -> bytes:
    """Drafts one behind the other in one file, with empty places for number and date: for those who sign with a pen."""
    with_style, drawn = papers.style(), []
    for place, order in enumerate(orders):
        report(place, len(orders), "Верстаем проекты")
        said = {**paper.context(order), "for_pen": True}
        drawn.append(papers.layout(papers.html(paper.TEMPLATE, said), with_style))
    pages = [page for document in drawn for page in document.pages]
    return drawn[0].copy(pages).write_pdf(pdf_variant=papers.VARIANT)
