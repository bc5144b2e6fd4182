"""A look into a file before anything opens it: what it is by content, and whether it will burst.

No Django here: this runs in the reader's own process (grid.py).
"""

import io
import re
import zipfile
import zlib

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_UNPACKED = 120 * MEGABYTE
"""A list of 10,000 pupils unpacks to about 10 MB."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HINT = "Откройте список в Excel и сохраните: «Файл → Сохранить как → Книга Excel (.xlsx)»."
STRANGERS = [
    (b"%PDF", f"Это документ PDF, а не таблица. {HINT}"),
    (b"\xff\xd8\xff", "Это фотография (JPEG), а не таблица. Нужен файл, в котором список набран."),
    (b"\x89PNG", "Это картинка (PNG), а не таблица. Нужен файл, в котором список набран."),
    (b"GIF8", "Это картинка (GIF), а не таблица. Нужен файл, в котором список набран."),
    (b"{\\rtf", f"Это текстовый документ (RTF), а не таблица. {HINT}"),
    (b"Rar!", "Это архив RAR. Распакуйте его и загрузите таблицу, которая в нём лежит."),
    (b"7z\xbc\xaf", "Это архив 7-Zip. Распакуйте его и загрузите таблицу, которая в нём лежит."),
]


class Unreadable(Exception):
    """The file cannot be taken; the text says why and what to do."""


def kind_of(data: bytes) -> str:
    """xlsx, ods, xls or csv, by content and not by name; raises Unreadable for everything else."""
    if not data.strip():
        raise Unreadable("Файл пустой: в нём нет ни одного знака. Проверьте, тот ли файл выбран.")
    if len(data) > MAX_FILE:
        raise Unreadable("Файл больше 20 МБ: это не похоже на список людей. Уберите из книги картинки и лишние листы.")
    for beginning, sentence in STRANGERS:
        if data.startswith(beginning):
            raise Unreadable(sentence)
    if data[4:8] == b"ftyp":
        raise Unreadable("Это фотография или видео с телефона, а не таблица. Нужен файл, в котором список набран.")
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(LOCKED)
        return "xls"
    return _kind_of_text(data)


LOCKED = (
    "Книга закрыта паролем. Откройте её в Excel, снимите пароль («Файл → Сведения → Защита книги → "
    "Зашифровать с паролем», сотрите пароль), сохраните и загрузите снова."
)
TORN = "Файл повреждён или скачан не до конца. Скачайте его ещё раз или сохраните заново из Excel."
BOMB = (
    "Файл разворачивается больше чем в 120 МБ: список людей столько не занимает. Скопируйте таблицу в новую книгу "
    "и загрузите её."
)


def _kind_of_zip(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Unreadable(TORN) from fault
    names = {entry.filename for entry in archive.infolist()}
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Unreadable("Это архив с паролем. Распакуйте его и загрузите таблицу, которая в нём лежит.")
    measure(archive)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable(LOCKED)
        kind = archive.read("mimetype") if "mimetype" in names else b""
        if b"spreadsheet" in kind:
            return "ods"
        raise Unreadable(f"Это документ OpenOffice, но не таблица. {HINT}")
    if "word/document.xml" in names:
        raise Unreadable("Это документ Word. Скопируйте таблицу из него в Excel, сохраните и загрузите.")
    raise Unreadable("Это архив, а не таблица. Распакуйте его и загрузите таблицу, которая в нём лежит.")


def measure(archive: zipfile.ZipFile) -> None:
    """Unpack everything into nowhere, a megabyte at a time: what the archive says of its sizes may be a lie."""
    if len(archive.infolist()) > 3000:
        raise Unreadable(BOMB)
    total = 0
    for entry in archive.infolist():
        for piece in unpacked(archive, entry):
            total += len(piece)
            if total > MAX_UNPACKED:
                raise Unreadable(BOMB)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo):
    """The bytes of one entry in pieces, by its packed size and not by the size that it declares."""
    source = archive.fp
    source.seek(entry.header_offset)
    head = source.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise Unreadable(TORN)
    source.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    packed = source.read(entry.compress_size)
    if len(packed) < entry.compress_size:
        raise Unreadable(TORN)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable(f"Файл сжат непривычным способом. {HINT}")
    unpacker = zlib.decompressobj(-15)
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, MEGABYTE)
            packed = unpacker.unconsumed_tail
    except zlib.error as fault:
        raise Unreadable(TORN) from fault


def _kind_of_text(data: bytes) -> str:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if re.match(rb"<(!doctype html|html|table|meta|head)", start):
        raise Unreadable(f"Это веб-страница с именем таблицы: так выгружают некоторые электронные журналы. {HINT}")
    if start.startswith(b"<?xml"):
        raise Unreadable(f"Это таблица в старом формате XML. {HINT}")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "csv"
    if b"\x00" in data[:65536]:
        raise Unreadable(f"Это не таблица: внутри файла нет ни текста, ни листов Excel. {HINT}")
    return "csv"
