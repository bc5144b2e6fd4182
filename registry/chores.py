"""What the ground floor does every night: letters that wait, and what has outlived its use."""

import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from registry.engine import held, mail, papers
from registry.imports import retention
from registry.models import PersonalLink, SubmittedForm

LINKS = datetime.timedelta(days=90)
"""A dead personal link is kept so long: its page still says what happened to it."""
FORMS = datetime.timedelta(days=7)
"""Nobody sends the same form a week later."""


def links(today) -> str:
    """Used, replaced and expired links whose time is long over."""
    gone, _ = PersonalLink.objects.filter(until__lt=timezone.now() - LINKS).delete()
    return f"убрано старых личных ссылок: {gone}"


def forms(today) -> str:
    """Keys of forms that were accepted long ago."""
    gone, _ = SubmittedForm.objects.filter(at__lt=timezone.now() - FORMS).delete()
    return f"убрано ключей старых форм: {gone}"


def sessions(today) -> str:
    """Sessions that have ended."""
    gone, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"убрано закончившихся сеансов: {gone}"


def files(today) -> str:
    """What a power cut left between the bytes of a paper and the commit goes; a paper without its bytes is told."""
    gone = papers.leftovers()
    for path in gone:
        path.unlink(missing_ok=True)
    names = [file.name for file in papers.lost()]
    told = f"; файлов нет на диске, верните их из резервной копии: {', '.join(names)}" if names else ""
    return f"убрано недописанных файлов: {len(gone)}{told}"


ALL = {
    "registry.letters_again": mail.retry,
    "registry.letters_forgotten": mail.forget,
    "registry.links": links,
    "registry.forms": forms,
    "registry.sessions": sessions,
    "registry.files": files,
    "registry.held": held.forget_old,
    "registry.imports": retention.clean_old,
}
