"""The reader's process from outside: sheets, or a sentence that says why not."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

from django.conf import settings

from registry.engine.errors import Refused
from registry.imports.look import MAX_FILE, TORN

SECONDS = 40
DROPPED = (
    "Лист растянут на миллионы ячеек, и прочитать его не хватило памяти. Скопируйте список на новый лист и загрузите "
    "его."
)


@dataclass
class Sheet:
    """Filled rows of one sheet: (number in the file, cells); `holes` are cells that look empty and are not."""

    name: str
    rows: list
    holes: dict = field(default_factory=dict)


def read(path) -> tuple[list[Sheet], list[str]]:
    """Sheets and notes on the file; raises Refused with its own sentence for every file that cannot be taken."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "registry.imports.grid", str(path)],
            cwd=settings.BASE_DIR, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise Refused(DROPPED, field="file") from fault
    if done.returncode != 0:
        told = done.stderr.decode(errors="replace")
        far = done.returncode < 0 or any(word in told for word in ("memory", "Memory", "capacity", "alloc"))
        raise Refused(DROPPED if far else TORN, field="file")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise Refused(answer["fault"], field="file")
    return [Sheet(**sheet) for sheet in answer["sheets"]], answer["notes"]


def received(upload) -> bytes:
    """The bytes of an uploaded file, refused before they are read when there are too many."""
    if upload.size > MAX_FILE:
        raise Refused(
            "Файл больше 20 МБ: это не похоже на список людей. Уберите из книги картинки и лишние листы.", field="file"
        )
    return upload.read()


def read_bytes(data: bytes) -> tuple[list[Sheet], list[str]]:
    """The same for bytes that are not stored yet."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return read(file.name)
