"""What stands beside the work in the demo year: materials, events, contests, a helper, a document, a suggestion."""

import datetime

from programs.actions import asked, contests, helpers, materials, open_events, suggestions
from programs.models import Pair

DAY = datetime.timedelta(days=1)
LIBRARY = [
    ("Положение о наставничестве", "act", "all", "Права и обязанности наставника и наставляемого."),
    ("Памятка: первая встреча", "method", "all", "О чём говорить и как договориться о правилах."),
    ("Как вести трудный разговор", "method", "mentors", "Вопросы, которые помогают услышать друг друга."),
]  # fmt: skip

PUPIL = {
    "event": ("workshop", "Оригами для первоклассников", "классный руководитель, 12 первоклассников",
              "Всё объяснено понятно. Говорить громче."),
    "contest": ("Живая классика", "school", "Читали вслух два раза в неделю."),
    "help": "Выразительное чтение",
    "words": "Готовится к конкурсам и помогает первоклассникам. Прошу поблагодарить перед классом.",
}  # fmt: skip
TEACHER = {
    "event": ("lesson", "Дроби вокруг нас", "заместитель директора, учителя 5–7 классов",
              "Цель урока достигнута. Оставлять больше времени на вывод."),
    "contest": ("Педагогический дебют", "municipal", "Разобрали критерии, записали пробное занятие."),
    "help": "Работа с электронным журналом",
    "words": "Открытый урок удался, коллеги взяли его материалы. Прошу поблагодарить на педсовете.",
}  # fmt: skip


def happen(year) -> None:
    """After the ordinary work: links instead of files, so that the demo is built quickly."""
    prog, by, today = year.pupils_programme or year.programmes[0], year.school.by, year.today
    main, _ = year.leads()
    for title, kind, reader, note in LIBRARY:
        materials.add_to_library(
            prog, by=by, on=today - 30 * DAY, title=title, kind=kind, reader=reader, note=note,
            link="https://school.example/nastavnichestvo",
        )  # fmt: skip
    pairs = list(Pair.objects.filter(programme=prog, status="working").order_by("pk").prefetch_related("sides__person"))
    ours = next((pair for pair in pairs if pair.mentor == main), None)
    if ours is None or ours.starts > today - 14 * DAY:
        return
    _of_pair(ours, by, today, PUPIL if year.pupils_programme else TEACHER)
    asked.ask(
        prog, asked.mentors_of(prog, today), by=by, on=today, title="Анкета наставника за полугодие",
        words="Можно снимком; на бумаге — в кабинет 12.", due=today + 14 * DAY,
    )  # fmt: skip


def _of_pair(pair, by, today, told):
    """The pair of the accounts `mentor`, `mentee` and `parent`."""
    child = pair.mentees[0]
    materials.add_to_pair(
        pair, by=by, on=today - 5 * DAY, title="Видеоурок о процентах", kind="task",
        note="Посмотреть до следующей встречи.", link="https://school.example/procenty",
    )  # fmt: skip
    kind, theme, visitors, conclusion = told["event"]
    open_events.add(
        pair, child, by=by, on=today, kind=kind, held_on=today - 6 * DAY, theme=theme, visitors=visitors,
        conclusion=conclusion,
    )  # fmt: skip
    title, level, preparation = told["contest"]
    contests.add(
        pair, child, by=by, on=today, kind="contest", title=title, level=level, held_on=today - 4 * DAY,
        preparation=preparation, outcome="prize", result="диплом II степени",
    )  # fmt: skip
    teacher = helpers.who_may_help(pair, today).order_by("pk").last()
    if teacher:
        row = helpers.ask(pair, teacher, by=by, on=today - 9 * DAY, subject=told["help"])
        row = helpers.answer_on_paper(row, by=by, on=today - 8 * DAY, agrees=True, signed_on=today - 8 * DAY)
        helpers.count_hours(row, by=by, on=today, held_on=today - 5 * DAY, minutes=45, done="репетиция")
    if hasattr(pair.mentor, "user"):
        suggestions.suggest(
            pair, child, by=pair.mentor.user, on=today, kind="award",
            words=told["words"],
        )  # fmt: skip
