"""The school's own words on papers that have no order behind them: agreements, applications, letters, memos."""

from django.db import models


class PaperWording(models.Model):
    """The prose of one paper, edited by the curator; {words in braces} are filled from the data when it is printed.

    A paper that is issued keeps the words it was issued with (domain, row 175).
    """

    PAPERS = [
        ("agreement", "соглашение наставника, наставляемого и родителя"),
        ("application", "заявление кандидата в наставники"),
        ("award_diploma", "грамота и благодарность"),
        ("award_parents", "письмо родителям наставника"),
        ("award_enterprise", "письмо организации наставника"),
        ("memo_mentor", "памятка наставника"),
        ("memo_mentee", "памятка наставляемого"),
        ("memo_parent", "памятка для родителей"),
        ("notice", "извещение родителям"),
    ]
    LONGEST = 6000

    paper = models.CharField("бумага", max_length=20, unique=True, choices=PAPERS)
    text = models.TextField("текст", max_length=LONGEST)

    class Meta:
        verbose_name = "текст бумаги"
        verbose_name_plural = "тексты соглашений, заявлений, писем и памяток"
        ordering = ["pk"]

    def __str__(self):
        return self.get_paper_display().capitalize()
