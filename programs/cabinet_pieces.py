"""What the programmes put into a participant's small cabinet: the next thing, the plan, the meetings, the papers.

Sentences for a mentee are read by a child of ten: short words, «ты» to a child.
"""

from django.urls import reverse

from programs.actions import early_ends
from programs.actions.pairs import may_answer
from programs.models import Handover, HelpCall, Meeting, Order, Pair, Petition, Plan, Pulse
from programs.panels import Panel, Seat, Step
from programs.views.pair_page import about
from registry.engine import access
from registry.text import count, long_date, short_date

WORKS = (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.CLOSING)


def by_role(seat: Seat, *, mentor="", mentee="", child="", guardian="") -> str:
    """The sentence for this reader; `child` for a mentee under fourteen, where it differs."""
    if seat.role == "mentee" and seat.to_child:
        return child or mentee
    return {"mentor": mentor, "mentee": mentee, "guardian": guardian}[seat.role]


def page(seat: Seat, anchor="") -> str:
    return seat.pair.get_absolute_url() + (f"#{anchor}" if anchor else "")


def answer_step(seat, user, on):
    """A proposed pair waits for this reader's yes or no."""
    if seat.pair.status != Pair.Status.PROPOSED:
        return None
    me = access.person_of(user)
    marks = seat.pair.agreements.filter(answer=None).select_related("side__person")
    if any(may_answer(mark, me, on) for mark in marks):
        text = by_role(
            seat, mentor="Вам предлагают стать наставником. Согласны ли вы?",
            mentee="Вам предлагают наставника. Согласны ли вы?", child="Тебе предлагают наставника. Ты за?",
            guardian="Ребёнку предлагают наставника. Согласны ли вы?",
        )  # fmt: skip
        return Step(text, page(seat, "answer"), "Ответить", 10)
    return Step("Ждём, когда ответят остальные. Ничего делать не нужно.", weight=60)


def end_step(seat, user, on):
    """An early end waits for this reader."""
    end = early_ends.open_end(seat.pair)
    if end is None or end.status != "asked":
        return None
    me = access.person_of(user)
    marks = end.marks.filter(answer=None).select_related("side__person", "early_end")
    if any(mark.party != "curator" and early_ends.may_answer(mark, me, on, user) for mark in marks):
        adult = "Предлагают закончить раньше срока. Решите, согласны ли вы."
        child = "Предлагают закончить встречи раньше срока. Ты за?"
        text = by_role(seat, mentor=adult, mentee=adult, child=child, guardian=adult)
        return Step(text, page(seat, "early-end"), "Ответить", 12)
    return None


def handover_step(seat, user, on):
    """A new mentor has talks to hold first."""
    if seat.role != "mentor":
        return None
    row = Handover.objects.visible_to(user, on).filter(change__pair=seat.pair).first()
    left = row.lines.exclude(part="done").filter(done_on=None).count() if row else 0
    if left:
        return Step(
            f"Вы приняли эту работу от другого наставника. Осталось: {count(left, 'дело', 'дела', 'дел')}.",
            row.get_absolute_url(), "К листу передачи", 15,
        )  # fmt: skip
    return None


def confirm_step(seat, user, on):
    """A meeting that the mentee or the guardian has not confirmed."""
    if seat.role == "mentor" or seat.is_closed:
        return None
    mine = access.related(user, "self", "my_child", on=on)
    row = Meeting.objects.awaiting(mine).filter(pair=seat.pair, denied_on=None).order_by("held_on", "pk").first()
    if row is None:
        return None
    text = by_role(
        seat, mentee=f"Подтвердите, что встреча {short_date(row.held_on)} была.",
        child=f"Встреча {short_date(row.held_on)} была? Скажи «да» или «нет».",
        guardian=f"Наставник пишет, что встреча {short_date(row.held_on)} была. Подтвердите.",
    )  # fmt: skip
    return Step(text, page(seat, f"meeting-{row.pk}"), "Ответить", 20)


def pulse_step(seat, user, on):
    """One question on fit; the answer is read by the curator alone."""
    row = Pulse.objects.waiting().filter(pair=seat.pair, person=access.person_of(user)).first()
    if row is None or seat.role == "guardian" or seat.pair.status != Pair.Status.WORKING:
        return None
    text = by_role(
        seat, mentor="Один вопрос: подходите ли вы друг другу? Ответ видит только куратор.",
        mentee="Один вопрос: как у вас дела с наставником? Наставник ответа не увидит.",
        child="Один вопрос: тебе хорошо с наставником? Наставник ответа не увидит.",
    )  # fmt: skip
    return Step(text, reverse("programs:pulse_answer", args=[row.pk]), "Ответить", 25)


def help_step(seat, user, on):
    """The answer to a call for help."""
    me = access.person_of(user)
    row = HelpCall.objects.filter(person=me, answered_on__isnull=False, read_on__isnull=True).first()
    if row is None or seat.role == "mentor":
        return None
    text = by_role(seat, mentee="Вам ответили на просьбу о помощи.", child="Тебе ответили на просьбу о помощи.",
                   guardian="Вам ответили на просьбу о помощи.")  # fmt: skip
    return Step(text, reverse("programs:help_detail", args=[row.pk]), "Прочитать", 11)


def plan_step(seat, user, on):
    """The plan waits for its mentor."""
    plan = _plan(seat)
    if seat.role != "mentor" or plan is None or plan.status != Plan.Status.DRAFT or seat.is_closed:
        return None
    text = "Куратор вернул план с замечанием." if plan.remark else "Заполните план и передайте его куратору."
    return Step(text, reverse("programs:plan_edit", args=[plan.pk]), "Открыть план", 30)


def meeting_step(seat, user, on):
    """The next meeting, known or to be agreed."""
    if seat.pair.status not in WORKS or seat.is_closed:
        return None
    ahead = Meeting.objects.planned().filter(pair=seat.pair, held_on__gte=on)
    ahead = ahead.order_by("held_on", "starts_at", "pk").first()
    if ahead:
        when = long_date(ahead.held_on) + (f" в {ahead.starts_at:%H:%M}" if ahead.starts_at else "")
        where = f", {ahead.place}" if ahead.place and not ahead.is_link else ""
        return Step(f"Встреча {when}{where}.", page(seat, f"meeting-{ahead.pk}"), "Подробнее", 35)
    last = Meeting.objects.held().filter(pair=seat.pair).order_by("held_on", "pk").last()
    if seat.role == "mentor":
        text = f"Последняя встреча была {short_date(last.held_on)}." if last else "Встреч ещё не было."
        return Step(f"{text} Договоритесь о следующей и запишите её, когда она пройдёт.",
                    reverse("programs:meeting_new", args=[seat.pair.pk]), "Записать встречу", 40)  # fmt: skip
    if last and last.next_time:
        return Step(f"К следующей встрече: {last.next_time}.", page(seat, "meetings"), "Наши встречи", 45)
    return Step(
        by_role(seat, mentee="Наставник договорится с вами о встрече. Пока ничего делать не нужно.",
                child="Скоро наставник позовёт тебя на встречу. Пока ничего делать не нужно.",
                guardian="Наставник договорится с ребёнком о встрече. Пока ничего делать не нужно."), weight=60,
    )  # fmt: skip


def state_step(seat, user, on):
    """A pair that does not run: what it means, in one sentence."""
    said = {
        Pair.Status.AGREED: "Все согласны. Ждём приказа директора, потом начнутся встречи.",
        Pair.Status.SUSPENDED: "Встречи пока остановлены. Когда можно продолжать, скажет куратор.",
        Pair.Status.PROPOSED: "Ждём, когда ответят остальные.",
    }.get(seat.pair.status)
    return Step(said, weight=70) if said else None


def _plan(seat):
    if not hasattr(seat.pair, "_plan_of_seat"):
        seat.pair._plan_of_seat = Plan.objects.filter(pair=seat.pair).prefetch_related("lines").first()
    return seat.pair._plan_of_seat


def plan_panel(seat, user, on):
    """How far the plan is, and what is due next."""
    plan = _plan(seat)
    if plan is None or seat.is_closed:
        return None
    done, total = plan.done_share
    ahead = [line for line in plan.lines.all() if not line.mark]
    ahead.sort(key=lambda line: (line.due is None, line.due or on))
    title = by_role(seat, mentor="План", mentee="Мой план", guardian="План ребёнка")
    return Panel("cabinet/_plan.html", {"title": title, "plan": plan, "done": done, "total": total, "next": ahead[:2]})


def meetings_panel(seat, user, on):
    """What is agreed, what was, and the way to all of it."""
    if seat.is_closed or seat.pair.status in (Pair.Status.PROPOSED, Pair.Status.AGREED):
        return None
    rows = Meeting.objects.filter(pair=seat.pair)
    held = list(rows.held().order_by("-held_on", "-pk")[:2])
    return Panel("cabinet/_meetings.html", {
        "title": "Наши встречи", "held": held, "number": rows.held().count(),
        "ahead": list(rows.planned().filter(held_on__gte=on).order_by("held_on", "pk")[:2]),
        "may_log": seat.role == "mentor" and seat.pair.status in WORKS,
        "url": page(seat, "meetings"), "pair": seat.pair,
    })  # fmt: skip


def papers_panel(seat, user, on):
    """Orders that name the reader or the child, the agreement, the plan, the memo of one's role."""
    pair = seat.pair
    orders = Order.objects.visible_to(user, on).registered().filter(about(pair)).distinct()
    rows = [
        (f"Приказ директора от {short_date(order.date)}" if seat.to_child else str(order), order.get_absolute_url())
        for order in orders.order_by("pk")
    ]
    mine = {row["pk"] for row in access.related(user, "self", "my_child", on=on)}
    for row in Petition.objects.visible_to(user, on).filter(pair=pair, person__in=mine):
        asked = "Просьба о другом наставнике" if row.kind == "petition" else "Заявление о сложении обязанностей"
        rows.insert(0, (f"{asked}: {row.get_status_display()}", row.get_absolute_url()))
    if pair.status not in (Pair.Status.PROPOSED, Pair.Status.CANCELLED) and not seat.is_closed:
        if access.may(user, "programs.agreement_print", pair):
            words = "Договорённость на бумаге" if seat.to_child else "Соглашение о работе"
            rows.append((words, reverse("programs:agreement_pdf", args=[pair.pk])))
        if _plan(seat):
            rows.append(("План на бумаге", reverse("programs:plan_pdf", args=[_plan(seat).pk])))
    kind = "mentor" if seat.role == "mentor" else "mentee"
    memo = reverse("programs:memo_pdf", args=[pair.programme.code, kind])
    rows.append((by_role(seat, mentor="Памятка наставника", mentee="Памятка: мои права и обязанности",
                         child="Памятка: что мне можно и что нужно делать",
                         guardian="Памятка участника"), memo))  # fmt: skip
    return Panel("cabinet/_papers.html", {"rows": rows, "is_mentor": seat.role == "mentor"})


STEPS = {
    "programs.answer": answer_step, "programs.early_end": end_step, "programs.handover": handover_step,
    "programs.help": help_step, "programs.pulse": pulse_step, "programs.confirm": confirm_step,
    "programs.plan": plan_step, "programs.meeting": meeting_step,
    "programs.state": state_step,
}  # fmt: skip
PIECES = {"programs.meetings": meetings_panel, "programs.plan": plan_panel, "programs.papers": papers_panel}
