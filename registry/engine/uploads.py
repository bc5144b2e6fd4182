"""What may be uploaded where: one table of types and sizes, judged by content and not by name.

`accept` reads, judges and gives back clean bytes: a picture is decoded and written anew (place, time and phone are
gone, the picture stands upright), a PDF is looked through by a child process with little memory and little time
(engine/pdf_check.py), because a small file may unpack into gigabytes.
"""

import contextlib
import io
import re
import struct
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageFile, ImageOps

from registry.engine import pdf_check
from registry.engine.errors import Refused

MB = 1024 * 1024
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
WORDS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG"}
SUFFIX = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}


@dataclass(frozen=True)
class Rule:
    """`side` is the longest side, in pixels, that is kept of a picture; `hint` tells the reader what fits."""

    kinds: tuple[str, ...]
    max_bytes: int
    hint: str
    max_pages: int = 0
    max_pixels: int = 64_000_000
    side: int = 3000

    @property
    def accept(self) -> str:
        """For the file field: what the window of the browser offers."""
        return ",".join((*self.kinds, *(SUFFIX[kind] for kind in self.kinds)))


RULES: dict[str, Rule] = {
    "scan_heap": Rule(
        (PDF, JPEG, PNG), 60 * MB, "PDF со сканера (до 300 страниц) или фотографии JPEG и PNG, до 60 МБ каждая.", 300
    ),
    "consent_scan": Rule(
        (PDF, JPEG, PNG), 15 * MB, "PDF (до 10 страниц) или фотография JPEG либо PNG, до 15 МБ.", 10
    ),
    "order_scan": Rule(
        (PDF, JPEG, PNG), 30 * MB, "PDF (до 60 страниц) или фотография JPEG либо PNG, до 30 МБ.", 60
    ),
    "certificate_scan": Rule(
        (PDF, JPEG, PNG), 15 * MB, "PDF (до 10 страниц) или фотография JPEG либо PNG, до 15 МБ.", 10
    ),
    "portfolio_document": Rule(
        (PDF, JPEG, PNG), 15 * MB, "PDF (до 10 страниц) или фотография JPEG либо PNG, до 15 МБ.", 10
    ),
    "asked_document": Rule(
        (PDF, JPEG, PNG), 15 * MB, "PDF (до 60 страниц) или фотография JPEG либо PNG, до 15 МБ.", 60
    ),
    "material": Rule(
        (PDF, JPEG, PNG), 15 * MB, "PDF (до 200 страниц), JPEG или PNG, до 15 МБ. Документ Word сохраните как PDF.", 200
    ),
    "portfolio_photo": Rule((JPEG, PNG), 15 * MB, "Фотография JPEG или PNG, до 15 МБ.", side=1600),
}  # fmt: skip
"""Field → what fits into it. Tables (.xlsx and the like) are judged by the import, which looks into the archive."""

FOREIGN = [
    (b"GIF8", "Это GIF. Откройте картинку и сохраните её как JPEG или PNG."),
    (b"PK\x03\x04", "Это архив или документ Office, а не скан. Сохраните документ как PDF и загрузите PDF."),
    (b"II*\x00", "Это TIFF. В программе сканера выберите «сохранять как PDF» и отсканируйте ещё раз."),
    (b"MM\x00*", "Это TIFF. В программе сканера выберите «сохранять как PDF» и отсканируйте ещё раз."),
    (b"BM", "Это BMP. Откройте картинку и сохраните её как JPEG или PNG."),
    (b"RIFF", "Это картинка WebP. Откройте её и сохраните как JPEG или PNG."),
    (b"\xd0\xcf\x11\xe0", "Это старый документ Word или Excel. Сохраните его как PDF и загрузите PDF."),
    (b"Rar!", "Это архив. Распакуйте его и загрузите сканы."),
    (b"7z\xbc\xaf", "Это архив. Распакуйте его и загрузите сканы."),
    (b"\x1f\x8b", "Это архив. Распакуйте его и загрузите сканы."),
]  # fmt: skip
HEIC = (
    "Это снимок в формате HEIC. На айфоне откройте «Настройки → Камера → Форматы» и выберите «Наиболее совместимые» "
    "(на Андроиде выключите в настройках камеры «Высокоэффективные снимки»), затем снимите ещё раз. "
    "Или отправьте снимок себе письмом: он станет JPEG."
)
CUT = "Файл обрывается на середине: он передан или скопирован не до конца. Скопируйте его ещё раз или снимите заново."
HIDDEN = "Внутри картинки спрятан другой файл. Такое не принимаем: сфотографируйте или отсканируйте лист заново."
BROKEN = "Картинка повреждена и не открывается. Снимите или отсканируйте лист заново."
_flag = threading.Lock()


@dataclass(frozen=True)
class Accepted:
    """Clean bytes, a harmless name with the right ending, and the real type."""

    data: bytes
    name: str
    media_type: str
    pages: int = 1


def accept(upload, field: str) -> Accepted:
    """Judge an uploaded file (anything with `name`, `size` and `read()`). Refused says what is wrong and what to do."""
    rule = RULES[field]
    title = display_name(upload.name)
    try:
        if upload.size > rule.max_bytes:
            raise Refused(
                f"Файл больше {rule.max_bytes // MB} МБ. Сканируйте с качеством 150–200 точек на дюйм "
                "или разделите пачку на части."
            )
        upload.seek(0)
        data = upload.read()
        kind = kind_of(data, rule)
        if kind == PDF:
            pages = pdf_check.look(data, rule.max_pages)
            return Accepted(data, clean_name(title, PDF), PDF, pages)
        return Accepted(clean_picture(data, kind, rule), clean_name(title, kind), kind)
    except Refused as refusal:
        raise Refused(*(f"«{title}» не принят. {gap.text}" for gap in refusal.gaps)) from refusal


def display_name(name: str) -> str:
    """The last part of what the browser sent, without control and turning characters."""
    last = PurePosixPath(str(name or "").replace("\\", "/")).name
    visible = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return visible.strip(" .")[-120:] or "файл"


def clean_name(title: str, kind: str) -> str:
    """The name with the ending that the content has: «скан.exe» that is a PDF becomes «скан.pdf»."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", title) or "файл"
    return stem + SUFFIX[kind]


def kind_of(data: bytes, rule: Rule) -> str:
    """The type by the first bytes, at offset 0; what does not fit gets its own sentence."""
    if not data:
        raise Refused("Файл пустой: в нём нет ни одного байта. Проверьте, сохранился ли скан, и выберите его снова.")
    for kind, magic in ((PDF, b"%PDF-"), (JPEG, b"\xff\xd8\xff"), (PNG, b"\x89PNG\r\n\x1a\n")):
        if data.startswith(magic):
            if kind not in rule.kinds:
                raise Refused(f"Это {WORDS[kind]}, а сюда подходит другое. {rule.hint}")
            return kind
    if data[4:8] == b"ftyp":
        raise Refused(HEIC if data[8:12] in HEIC_BRANDS else f"Это видео или незнакомый снимок. {rule.hint}")
    for magic, sentence in FOREIGN:
        if data.startswith(magic):
            raise Refused(sentence)
    head = data[:1024].lstrip().lower()
    if head.startswith((b"<", b"\xef\xbb\xbf<")):
        raise Refused(f"Это страница из браузера, а не скан. {rule.hint}")
    raise Refused(f"Файл не похож ни на PDF, ни на картинку, что бы ни стояло в его имени. {rule.hint}")


HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


def clean_picture(data: bytes, kind: str, rule: Rule) -> bytes:
    """Decode and write anew: upright, at most `side` long, without a trace of where and with what it was taken."""
    tail = _tail(data, kind)
    if _is_archive(tail) or b"%PDF-" in tail[:4096] or re.search(rb"<(script|html|svg|iframe|!doctype)", data, re.I):
        raise Refused(HIDDEN)
    with _strictly(), Image.open(io.BytesIO(data), formats=[WORDS[kind]]) as picture:
        width, height = picture.size
        if width * height > rule.max_pixels or not _fits(picture, kind):
            raise Refused(
                f"Картинка слишком велика: {width}×{height} точек. Снимите лист с обычным качеством "
                "или отсканируйте с 200 точками на дюйм."
            )
        if min(width, height) < 16:
            raise Refused(f"Картинка слишком мала: {width}×{height} точек. На ней ничего не прочесть.")
        picture.draft("RGB", (rule.side, rule.side))
        turned = ImageOps.exif_transpose(_shrunk(picture, rule.side))
        out = io.BytesIO()
        plain = Image.new(turned.mode, turned.size)
        plain.paste(turned)
        plain.save(out, WORDS[kind], **({"quality": 85} if kind == JPEG else {"optimize": False}))
        return out.getvalue()


def _shrunk(picture, side):
    """In a plain mode and not longer than `side`; a palette and a mask become colours on white."""
    if picture.mode in ("P", "PA", "LA", "RGBA", "I", "I;16", "F"):
        picture = _on_white(picture)
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    picture.thumbnail((side, side))
    return picture


def _on_white(picture):
    if picture.mode in ("I", "I;16", "F"):
        return picture.point(lambda value: value / 256).convert("L")
    exif = picture.getexif()
    full = picture.convert("RGBA")
    ground = Image.new("RGB", full.size, "white")
    ground.paste(full, mask=full.getchannel("A"))
    ground.info["exif"] = exif.tobytes() if exif else b""
    return ground


def _fits(picture, kind) -> bool:
    """Whether the decoded picture stays small: a JPEG is shrunk while decoding, the rest must fit as it is."""
    width, height = picture.size
    if kind == JPEG:
        return not picture.info.get("progressive") or width * height <= 25_000_000
    depth = 4 if picture.mode in ("P", "PA", "RGBA", "LA", "I", "F") else len(picture.getbands())
    return width * height * depth <= 80_000_000


def _tail(data: bytes, kind: str) -> bytes:
    """What stands after the picture's own end; Refused when the end is not there."""
    if kind == PNG:
        end = data.rfind(b"IEND\xaeB`\x82")
        if end < 0:
            raise Refused(CUT)
        return data[end + 8 :]
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        if mark == 0xDA:
            end = data.find(b"\xff\xd9", place)
            if end >= 0:
                return data[end + 2 :]
            break
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise Refused(CUT)


def _is_archive(tail: bytes) -> bool:
    """A ZIP is known by its last lines, wherever it begins."""
    return b"PK\x05\x06" in tail[-70_000:] or tail.startswith(b"PK\x03\x04")


@contextlib.contextmanager
def _strictly():
    """WeasyPrint makes Pillow load cut pictures without a word, for the whole process: not here."""
    with _flag:
        loose, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        except (Image.DecompressionBombError, MemoryError) as fault:
            raise Refused("Картинка слишком велика. Снимите лист с обычным качеством.") from fault
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as fault:
            raise Refused(CUT if "truncated" in str(fault) else BROKEN) from fault
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = loose
