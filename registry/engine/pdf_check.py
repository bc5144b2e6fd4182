"""Looks through an uploaded PDF in a child process with little memory and little time.

Run as a script it reads the PDF from stdin and prints one word and the number of pages. A PDF is refused when it
asks for a password, does or carries anything besides pages, or would unpack into gigabytes.
"""

import io
import subprocess
import sys
from pathlib import Path

SECONDS = 2  # of the processor
PATIENCE = 15  # seconds on the clock: a busy server must not take a good scan for a bomb
MEMORY = 160 * 1024 * 1024  # beyond the libraries and the file itself
MAX_OBJECTS = 60_000
MAX_IMAGE = 80_000_000  # points of one picture inside
DEEDS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE")

SENTENCES = {
    "password": "PDF закрыт паролем. Сохраните его без пароля или отсканируйте лист заново.",
    "active": "В PDF есть действия или сценарий, а не только страницы. Распечатайте файл «в PDF» и загрузите новый.",
    "attached": "В PDF вложены другие файлы. Распечатайте файл «в PDF» и загрузите новый.",
    "archive": "Внутри PDF спрятан архив. Такое не принимаем: отсканируйте лист заново.",
    "broken": "PDF повреждён и не открывается. Скопируйте его ещё раз или отсканируйте лист заново.",
    "empty": "В PDF нет ни одной страницы. Отсканируйте листы ещё раз.",
    "bomb": "PDF слишком сложный или слишком велик внутри. Отсканируйте листы с 150–200 точками на дюйм.",
    "long": "В PDF слишком много страниц. Разделите пачку на части.",
}


def look(data: bytes, max_pages: int) -> int:
    """Number of pages of a harmless PDF; Refused with the sentence of its fault."""
    from registry.engine.errors import Refused

    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__, str(max_pages)],
            input=data, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        word, _, pages = done.stdout.decode().strip().partition(" ")
    except subprocess.TimeoutExpired:
        word, pages = "bomb", ""
    if word == "ok":
        return int(pages)
    raise Refused(SENTENCES.get(word) or SENTENCES["bomb"])


def judge(data: bytes, max_pages: int) -> str:
    """The word for the parent."""
    import pikepdf

    if b"PK\x05\x06" in data[-70_000:]:
        return "archive"
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True, suppress_warnings=True) as pdf:
            if len(pdf.objects) > MAX_OBJECTS:
                return "bomb"
            word = _inside(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return "password"
    except MemoryError:
        return "bomb"
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return "broken"
    if word:
        return word
    if not pages:
        return "empty"
    return "long" if max_pages and pages > max_pages else _opened(data, pages)


def _opened(data: bytes, pages: int) -> str:
    """The library that will draw the pages must open it too, and count as many."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        counted = len(pdf)
        pdf.close()
    except pypdfium2.PdfiumError:
        return "broken"
    return f"ok {pages}" if counted == pages else "broken"


def _inside(pdf) -> str:
    """«active», «attached» or «bomb» when something in the file does, carries or unpacks more than pages do."""
    import pikepdf

    root = pdf.Root
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        return "active"
    names = root.get("/Names", {})
    if "/JavaScript" in names or "/AA" in root or "/XFA" in root.get("/AcroForm", {}):
        return "active"
    if "/EmbeddedFiles" in names:
        return "attached"
    for thing in pdf.objects:
        word = _of_object(thing)
        if word:
            return word
    return ""


def _of_object(thing, depth=0) -> str:
    """The object and what stands directly inside it; what it refers to is looked at in its own turn."""
    import pikepdf

    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        word = _of_dictionary(thing)
        if word:
            return word
        inner = [thing.get(key) for key in thing.keys()]  # noqa: SIM118  (a stream is no mapping)
    else:
        return ""
    if depth > 12:
        return "bomb"
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            word = _of_object(value, depth + 1)
            if word:
                return word
    return ""


def _of_dictionary(thing) -> str:
    if "/AA" in thing or "/JS" in thing or str(thing.get("/S", "")) in DEEDS:
        return "active"
    if "/EF" in thing or str(thing.get("/Subtype", "")) in ("/FileAttachment", "/RichMedia", "/Screen"):
        return "attached"
    if thing.get("/Subtype") == "/Image" and int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > MAX_IMAGE:
        return "bomb"
    return ""


def main():
    import resource

    import pikepdf  # noqa: F401  (the limit counts from here)
    import pypdfium2  # noqa: F401

    data = sys.stdin.buffer.read()
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(judge(data, int(sys.argv[1])))


if __name__ == "__main__":
    main()
