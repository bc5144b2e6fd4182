import os, re, datetime
import pytest
from pathlib import Path
from programs.models import Award
from programs.papers import agreement, application, awards, notice, yearbook
from registry.engine import papers
from tests import factories as make
from tests.programs.story import nominated
from tests.programs import paper_year
pytestmark = pytest.mark.django_db
TODAY = make.TODAY
OUT = Path(os.environ["SNAP"])

def test_snap(reference):
    OUT.mkdir(parents=True, exist_ok=True)
    make.office()
    teachers, pupils = make.a_programme(preset="teachers"), make.a_programme(preset="pupils")
    pairs = [make.a_pair(teachers), make.a_pair(pupils)]
    rows = [nominated(teachers, "application", **paper_year.HARD), nominated(teachers, "application", **paper_year.LONG)]
    child = pairs[1].mentees[0]
    paper_year.award(teachers, [pairs[0].mentor], "diploma", "благодарность")
    paper_year.award(teachers, [pairs[0].mentor], "diploma", "грамота")
    for layout in ("parents", "enterprise"):
        w = {"number": "77", "date": TODAY, "reason": "за терпение", "ground": "решение", "layout": layout, "kind": "письмо", "person": child,
             "programme": pupils, "addressee": "Директору АО «Завод»"}
        row = Award(**w); row.order = None
        draw(layout, awards.TEMPLATE, {**awards.context(row), "code": "23456789AB"})
    for n, row in enumerate(Award.objects.order_by("pk")):
        draw(f"diploma{n}", awards.TEMPLATE, {**awards.context(row), "code": "23456789AB"})
    for n, pair in enumerate(pairs):
        draw(f"agreement{n}", agreement.TEMPLATE, agreement.context(pair, TODAY))
    pairs[1].goal = "подтянуть геометрию"; draw("agreement2", agreement.TEMPLATE, agreement.context(pairs[1], TODAY))
    for n, row in enumerate(rows):
        draw(f"application{n}", application.TEMPLATE, application.context(teachers, row, TODAY))
    draw("application_blank", application.TEMPLATE, application.context(pupils, None, TODAY))
    draw("nomination_blank", application.NOMINATION, application.nomination(pupils, None, TODAY))
    for kind in yearbook.memo_kinds():
        draw(f"memo_{kind}", yearbook.MEMO, yearbook.memo(pupils, kind, TODAY))
    draw("notice", notice.TEMPLATE, notice.context(pupils, [child], TODAY))
    draw("notice_blank", notice.TEMPLATE, notice.context(teachers, [], TODAY))

def draw(name, template, said):
    html = papers.html(template, said)
    (OUT / f"{name}.html").write_text(re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)))
    data = papers.pdf(html)
    import pypdfium2
    for n, page in enumerate(pypdfium2.PdfDocument(data)):
        page.render(scale=1.2).to_pil().save(OUT / f"{name}-{n}.png")
