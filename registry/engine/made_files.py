"""Files that long works make for the one who asked: each lies for three days, and then goes.

Nothing is lost with it: what such a file holds stays where it came from, and the work makes it anew.
"""

import contextlib
import datetime
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from registry.engine.errors import Refused

KEPT = datetime.timedelta(days=3)
"""They hold papers about many people: taken away at once, they do not stay on the server."""


@dataclass(frozen=True)
class MadeFiles:
    """The files of one kind of long work, in a folder of their own under MEDIA_ROOT."""

    folder: str
    suffix: str
    gone: str
    """What the reader is told once the file is no longer there."""
    removed: str
    """The words of the nightly chore before the number: «убрано стопок»."""

    def path_of(self, job) -> Path:
        return self._folder / f"{job.pk}{self.suffix}"

    @contextlib.contextmanager
    def written(self, job):
        """An open file, written beside its place and moved there whole; made once more, it replaces the former one."""
        target = self.path_of(job)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            try:
                yield draft
            except BaseException:
                Path(draft.name).unlink(missing_ok=True)
                raise
        Path(draft.name).replace(target)

    def ready(self, job) -> Path:
        """Where the file lies; refused in words once it is gone."""
        path = self.path_of(job)
        if not path.exists():
            raise Refused(self.gone)
        return path

    def forget(self, today) -> str:
        """The nightly chore: what is older than three days, and what a power cut left behind."""
        limit = (datetime.datetime.now(datetime.UTC) - KEPT).timestamp()
        return f"{self.removed}: {self._remove(path for path in self._lying() if path.stat().st_mtime < limit)}"

    def forget_person(self, person, *, by, on) -> int:
        """An erasure leaves no file that may name the person; returns how many went."""
        return self._remove(self._lying())

    @property
    def _folder(self) -> Path:
        return settings.MEDIA_ROOT / self.folder

    def _lying(self):
        return self._folder.glob("*")

    @staticmethod
    def _remove(paths) -> int:
        gone = list(paths)
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)
