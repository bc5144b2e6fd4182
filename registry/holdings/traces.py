"""Account, links, letters, files, journal: what a person leaves by using the house."""

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from registry.engine import held, journal
from registry.engine.inventory import Holding, gone, shown
from registry.text import name_key

SAFETY = "безопасность данных (ст. 19 152-ФЗ)"


def account(person, on):
    user = getattr(person, "user", None)
    if user:
        yield from shown("Логин", user.username, user.created_at)
        yield from shown("Последний вход", timezone.localtime(user.last_login) if user.last_login else "")


def erase_account(person, *, by, on) -> int:
    """The way in with its second step, failed attempts and accepted forms; sessions have ended before."""
    from axes.models import AccessAttempt, AccessFailureLog, AccessLog

    from registry.models import SubmittedForm, User

    user = User.objects.filter(person=person).first()
    if user is None:
        return 0
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(username__iexact=user.username).delete()
    SubmittedForm.objects.filter(user=str(user.pk)).delete()
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        _shut(user)
    return 1


def _shut(user):
    """Somebody's lists stand on the account: it stays without a login, a password and a second step."""
    from django_otp.plugins.otp_static.models import StaticDevice
    from django_otp.plugins.otp_totp.models import TOTPDevice

    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
    user.username, user.is_active, user.is_superuser, user.last_login = f"ended-{user.pk}", False, False, None
    user.set_unusable_password()
    user.save()


def erase_imports(person, *, by, on) -> int:
    """Rows of brought lists about the person, tied or not, and the file in which they still stand."""
    from registry.engine import papers
    from registry.erasure import label_of
    from registry.erasure.names import marks_of
    from registry.imports.retention import forget
    from registry.models import DifferentPeople, ImportedRow

    DifferentPeople.objects.filter(Q(one=person) | Q(other=person)).delete()
    number, marks, batches = forget(person), marks_of(person, label_of(person.code)), set()
    for row in ImportedRow.objects.filter(batch__cleaned_at=None).select_related("batch"):
        words = " ".join(_texts([row.raw, row.fixes]))
        if marks.stand_in(words) or _has_all(words, person):
            batches.add(row.batch)
            row.delete()
            number += 1
    for batch in batches:
        if batch.file:
            papers.destroy(batch.file)
    return number


def _has_all(words: str, person) -> bool:
    """Surname, name and patronymic stand in the row, each perhaps in its own cell."""
    key = name_key(words)
    parts = [name_key(one) for one in (person.last_name, person.first_name, person.middle_name) if one]
    return len(parts) > 1 and all(part in key for part in parts)


def _texts(value) -> list[str]:
    """Every text inside a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]


def links(person, on):
    for row in person.links.all():
        state = "использована" if row.used_at else "заменена" if row.replaced_at else "не использована"
        yield from shown("Личная ссылка", f"{LINKS.get(row.purpose, 'для одного дела')}, {state}", row.created_at)


LINKS = {
    "invite": "приглашение в кабинет", "password": "новый пароль", "confirm_meeting": "подтверждение встречи",
    "agree_pair": "согласие на пару", "first_director": "первый вход",
}  # fmt: skip


def erase_links(person, *, by, on) -> int:
    return gone(person.links.all())


def letters(person, on):
    for row in person.letters.all():
        sent = "отправлено" if row.sent_at else "не отправлено"
        yield from shown("Письмо", f"{row.subject or row.purpose}, {sent}", row.created_at)


def erase_letters(person, *, by, on) -> int:
    from registry.models import Letter

    return gone(Letter.objects.filter(Q(person=person) | Q(about=person)))


def files(person, on):
    from registry.models import StoredFile

    for row in StoredFile.objects.filter(readers=person, closed_on__isnull=True):
        yield from shown("Файл, который человек может открыть", row.name, row.created_at)


def close_files(person, *, by, on) -> int:
    """The person is no reader any more; a paper that names the person is closed to all but the office."""
    from registry.engine import papers
    from registry.models import StoredFile

    mine = StoredFile.objects.filter(readers=person)
    named = mine.filter(paper__isnull=False, closed_on__isnull=True)
    own = set(mine.filter(paper__isnull=True).values_list("pk", flat=True))
    number = named.update(closed_on=on)
    for file in mine:
        file.readers.remove(person)
    for file in papers.unclaimed().filter(pk__in=own, readers__isnull=True):
        papers.destroy(file)  # given to the person alone, and nothing else of the house stands on it
        number += 1
    return number


def erase_lines(person, *, by, on) -> int:
    """Lines of the journal stay with the number of the person; names in them become the code."""
    from registry.erasure import label_of, sweep
    from registry.erasure.names import marks_of
    from registry.models import JournalLine, Merge

    label = label_of(person.code)
    Merge.objects.filter(kept=person).update(lost_name=label)
    marks = marks_of(person, label)
    JournalLine.objects.filter(actor_id=str(person.pk)).update(actor_name=label)
    about = journal.about(person)
    about.filter(target=journal.target_of(person)).update(target_name=label)
    return sweep.clean(about | JournalLine.objects.filter(actor_id=str(person.pk)), marks, linked=True)


def lines(person, on):
    yield from shown("Строк в журнале", str(journal.about(person).count()))


def jobs(person, on):
    user = getattr(person, "user", None)
    for row in user.jobs.all() if user else ():
        yield from shown("Запущена долгая работа", row.title, row.created_at)


HOLDINGS = {
    "letters": Holding(
        "Письма", "contacts", "участие в программе наставничества", "participation",
        {"registry.Letter": ("person", "about", "address", "subject", "text", "fault")}, letters, erase=erase_letters,
    ),
    "imports": Holding(
        "Загруженные списки", "identity", "учёт обучающихся и работников школы", "participation",
        {"registry.ImportBatch": ("brought_by", "name"), "registry.ImportedRow": ("person", "people", "raw", "fixes"),
         "registry.DifferentPeople": ("one", "other")},
        None, erase=erase_imports,
    ),
    "links": Holding(
        "Личные ссылки", "contacts", SAFETY, "access",
        {"registry.PersonalLink": ("person", "created_by")}, links, erase=erase_links,
    ),
    "files": Holding(
        "Файлы", "documents", "документы школы, в которых человек назван", "orders",
        {"registry.StoredFile": ("readers", "name"), "registry.Paper": ("title", "said")}, files, erase=close_files,
    ),
    "held": Holding(
        "Файлы, которые ждут своей формы", "documents", "ввод данных, не дольше двух часов", "access",
        erase=held.forget_all, place=90,
    ),
    "journal": Holding(
        "Журнал действий", "documents", SAFETY, "journal",
        {"registry.JournalLine": ("actor_name", "target_name", "people", "detail"),
         "registry.Merge": ("kept", "lost_name")}, lines, erase=erase_lines,
    ),
    "account": Holding(
        "Вход в кабинет", "identity", SAFETY, "access",
        {"registry.User": ("person", "username"), "registry.Job": ("started_by", "title", "note", "result", "error")},
        account, erase=erase_account,
    ),
}  # fmt: skip
