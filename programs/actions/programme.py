"""A programme of a year is made from a regulation's roadmap and belongs to the school afterwards."""

from django.db import transaction

from programs.models import Activity, Programme, ProgrammeRule, Stage
from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused


def code_of(preset, year) -> str:
    """The programme's code, which stands in addresses and in the scope of consents."""
    return f"{year.starts.year}-{preset.regulation.code}-{preset.code}".replace("_", "-")


@transaction.atomic
def make_programme(preset, year, *, by, on, title="", starts=None, ends=None) -> Programme:
    """Copy stages and activities of the preset's roadmap into the year (ОЧ-П 2.1, 2.9)."""
    may(by, "programs.programme_edit")
    code = code_of(preset, year)
    if Programme.objects.filter(code=code).exists():
        raise Refused(f"Программа «{preset.title}» на {year} учебный год уже есть. Откройте её и измените, что нужно.")
    programme = Programme.objects.create(
        code=code, year=year, regulation=preset.regulation, roadmap=preset.roadmap, audience=preset.audience,
        title=title or preset.title, starts=starts or year.starts, ends=ends or year.ends,
    )  # fmt: skip
    programme.forms.set(preset.forms.all())
    programme.kinds.set(preset.regulation.kinds.all())
    for template in preset.roadmap.stages.prefetch_related("activities"):
        stage = Stage.objects.create(
            programme=programme, number=template.number, key=template.key, title=template.title,
            duration=template.duration, important=template.important, documents=template.documents,
        )  # fmt: skip
        Activity.objects.bulk_create(
            Activity(
                stage=stage, number=line.number, title=line.title, term=line.term, responsible=line.responsible,
                fact=line.fact, position=line.position,
            )
            for line in template.activities.all()
        )  # fmt: skip
    journal.write(by, "создана программа", programme)
    return programme


@transaction.atomic
def set_rule(programme, key, value, *, by, reason) -> ProgrammeRule:
    """The year's own value of a rule, with the words of what sets it."""
    may(by, "programs.programme_edit")
    if not reason.strip():
        raise Refused("Укажите, чем установлено правило: это увидят все, кому оно откажет.", field="reason")
    before = programme.rule(key)
    row, _ = ProgrammeRule.objects.update_or_create(
        programme=programme, key=key, defaults={"value": value, "reason": reason}
    )
    programme.forget_rules()
    journal.write(by, "изменено правило программы", programme, key=key, before=str(before.value), after=str(value))
    return row


@transaction.atomic
def unset_rule(programme, key, *, by) -> None:
    """Back to what the regulation says."""
    may(by, "programs.programme_edit")
    row = ProgrammeRule.objects.filter(programme=programme, key=key).first()
    if row is None:
        raise Refused("Это правило и так действует по документу школы.")
    journal.write(by, "правило программы возвращено к документу", programme, key=key, before=str(row.value))
    row.delete()
    programme.forget_rules()


@transaction.atomic
def schedule_activity(activity, *, by, term, due, responsible) -> Activity:
    """When a line of the roadmap is due and who answers for it: the documents often leave it open."""
    may(by, "programs.programme_edit")
    activity.term, activity.due, activity.responsible = term, due, list(responsible)
    activity.save()
    journal.write(by, "назначены срок и ответственные", activity, due=due, responsible=list(responsible))
    return activity


@transaction.atomic
def tick_activity(activity, *, by, on, done_on, note) -> Activity:
    """Mark as held what the system cannot know; computed lines are not ticked."""
    may(by, "programs.programme_edit")
    if activity.fact:
        raise Refused("Эта строка считается сама по данным программы: отмечать её не нужно.")
    if done_on > on:
        raise Refused("Дата проведения ещё не наступила.", field="done_on")
    activity.done_on, activity.done_note, activity.done_by = done_on, note, by.person
    activity.save()
    journal.write(by, "отмечено мероприятие дорожной карты", activity, done_on=done_on)
    return activity


@transaction.atomic
def untick_activity(activity, *, by) -> Activity:
    """The mark was a mistake."""
    may(by, "programs.programme_edit")
    activity.done_on, activity.done_note, activity.done_by = None, "", None
    activity.save()
    journal.write(by, "снята отметка мероприятия", activity)
    return activity
