"""A file that came with a form full of mistakes waits for the next try, so that nobody has to look for it again.

The field judges it as ever (engine/uploads.py); only what is good waits, for two hours, in a private folder. Its key
stands in the page that came back and in the session that sent it: no other session can use it. It goes with the first
answer that does not offer it again (the form is accepted, another file is chosen), or with the two hours.
"""

import datetime
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from registry.engine.uploads import Accepted

KEPT = datetime.timedelta(hours=2)
MOST = 5
"""Files that wait in one session; the oldest makes room."""
FOLDER = "held"
LEDGER = "held_files"
PREFIX, WITHOUT = "held-", "without-"
"""Before the name of the field, in what the page sends: the key, and the tick «without this file»."""


@dataclass
class Judged:
    """Lies at an upload as `judged`. The page that offers the file for the next try gives it a key."""

    accepted: Accepted
    rule: str
    key: str = ""
    is_offered: bool = False

    def offer(self) -> str:
        self.key, self.is_offered = self.key or secrets.token_hex(16), True
        return self.key


class GoneUpload(UploadedFile):
    """In the place of a file that waits no longer, or never was this session's: the field says so."""

    def __init__(self):
        super().__init__(name="файл", size=0)


def give_back(request) -> None:
    """The files that the page says were sent before stand among those of this request."""
    request.held_keys = []
    for field, key in [(name.removeprefix(PREFIX), key) for name, key in request.POST.items() if _is_key(name, key)]:
        if field in request.FILES or f"{WITHOUT}{field}" in request.POST:
            _forget(request.session, [key])
        else:
            request.FILES[field] = _upload(request, key)
            request.held_keys.append(key)


def settle(request) -> None:
    """After the answer: what its page offers waits, what was given back and is not offered again goes."""
    judged = [upload.judged for upload in request.FILES.values() if getattr(upload, "judged", None)]
    offered = {one.key: one for one in judged if one.is_offered}
    _forget(request.session, [key for key in request.held_keys if key not in offered])
    for key, one in offered.items():
        if key not in request.session.get(LEDGER, {}):
            _keep(request, one)


def forget_old(today=None) -> str:
    """The nightly chore, and a look at every new file: what has lain its two hours."""
    limit = time.time() - KEPT.total_seconds()
    return f"убрано файлов, которые ждали своей формы: {_remove(one for one in _lying() if _age(one) < limit)}"


def forget_all(person=None, *, by=None, on=None) -> int:
    """An erasure: any of them may name the person, and each is still with the one who sends it."""
    return _remove(_lying())


def _is_key(name, key) -> bool:
    return name.startswith(PREFIX) and bool(key)


def _upload(request, key):
    row, path = request.session.get(LEDGER, {}).get(key), _path(key)
    if not row or row["user"] != str(request.user.pk) or row["until"] < time.time() or not path.exists():
        return GoneUpload()
    upload = SimpleUploadedFile(row["name"], path.read_bytes(), row["media_type"])
    accepted = Accepted(upload.read(), row["name"], row["media_type"], row["pages"])
    upload.judged = Judged(accepted, row["rule"], key)
    return upload


def _keep(request, judged) -> None:
    forget_old()
    path, one = _path(judged.key), judged.accepted
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(one.data)
    known = request.session.get(LEDGER, {})
    newest = sorted(known, key=lambda key: known[key]["until"], reverse=True)
    _forget(request.session, newest[MOST - 1 :])
    request.session[LEDGER] = request.session.get(LEDGER, {}) | {judged.key: {
        "user": str(request.user.pk), "rule": judged.rule, "name": one.name, "media_type": one.media_type,
        "pages": one.pages, "until": time.time() + KEPT.total_seconds(),
    }}  # fmt: skip


def _forget(session, keys) -> None:
    """Only what this session holds."""
    known = session.get(LEDGER, {}) if keys else {}
    mine = [key for key in keys if key in known]
    if mine:
        _remove(_path(key) for key in mine)
        session[LEDGER] = {key: row for key, row in known.items() if key not in mine}


def _path(key):
    return settings.MEDIA_ROOT / FOLDER / key


def _lying():
    return (settings.MEDIA_ROOT / FOLDER).glob("*")


def _age(path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _remove(paths) -> int:
    gone = list(paths)
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
