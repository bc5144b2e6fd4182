"""The ledger of erasures: a file outside the database, so that an old backup cannot bring people back.

MEDIA_ROOT/ledger/erasures.jsonl, one line of JSON for each erasure, only ever appended:
{"mark": "<Person.mark, a random UUID>", "code": "7К2М9", "on": "2026-11-21"}. Nothing in it is personal.
"""

import datetime
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Line:
    """One erasure: whose (a random mark), under which code, on which day."""

    mark: uuid.UUID
    code: str
    on: datetime.date


def path() -> Path:
    return Path(settings.MEDIA_ROOT) / "ledger" / "erasures.jsonl"


def append(mark: uuid.UUID, code: str, on: datetime.date, file: Path | None = None) -> None:
    """One more line, on the disk before this returns."""
    file = file or path()
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"mark": str(mark), "code": code, "on": on.isoformat()}, ensure_ascii=False)
    with file.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def read(file: Path | None = None) -> list[Line]:
    """All erasures, the oldest first; a line torn by a power cut at the very end is skipped.

    Raises ValueError for a line that is damaged in the middle: then the file must be mended by hand.
    """
    file = file or path()
    if not file.exists():
        return []
    rows, found = file.read_text(encoding="utf-8").splitlines(), []
    for number, row in enumerate(rows, 1):
        try:
            said = json.loads(row)
            found.append(Line(uuid.UUID(said["mark"]), said["code"], datetime.date.fromisoformat(said["on"])))
        except (ValueError, KeyError) as fault:
            if number < len(rows):
                raise ValueError(f"{file}: line {number} is damaged: {fault}") from fault
    return found


def join(other: Path) -> int:
    """Add the lines of another ledger that ours lacks (the machine's own, when a backup brings an older one)."""
    known = {line.mark for line in read()}
    new = [line for line in read(other) if line.mark not in known]
    for line in new:
        append(line.mark, line.code, line.on)
    return len(new)
