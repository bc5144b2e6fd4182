"""Real bad files, made by script: what a phone, a scanner and an ill-willed person send."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, ImageDraw


def picture(size=(900, 1200), kind="JPEG", mode="RGB", exif=None, **options) -> bytes:
    image = Image.new(mode, size, "white" if mode != "1" else 1)
    ImageDraw.Draw(image).rectangle((50, 60, 300, 200), fill=0)
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if exif else {}), **options)
    return out.getvalue()


def with_place_and_turn() -> bytes:
    """A phone's photo: lies on its side, knows where it was taken and by what."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0131] = 6, "FakePhone", "SecretCamera 1.0"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (58.0, 8.0, 12.0)
    return picture((1200, 900), exif=exif)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("run.js", "alert(1)")
    return out.getvalue()


def pdf(change=None, pages=1, **options) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99], A=action)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([link]))


def page_deed(document):
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x()"))


def attachment(document):
    document.attachments["evil.exe"] = b"MZ"


def opens_on_a_page(document):
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def huge_image(document):
    image = pikepdf.Stream(document, zlib.compress(b"\0" * 1000))
    image.update({
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 60000, "/Height": 60000,
        "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.FlateDecode,
    })  # fmt: skip
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=document.make_indirect(image)))


def png_bomb(side=30_000) -> bytes:
    """30,000 × 30,000 points in 900 kB."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    line = b"\0" * (side // 8 + 1)
    body = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf_bomb(size=1_500_000_000) -> bytes:
    """A cross-reference stream that unpacks into a gigabyte and a half."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b"\0" * 10_000_000) for _ in range(size // 10_000_000)) + packer.flush()
    head = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    place = len(head)
    xref = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(body)
    return head + xref + body + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % place


FILES = {
    "пустой.pdf": (lambda: b"", "пустой"),
    "пароль.pdf": (lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "паролем"),
    "сценарий.pdf": (lambda: pdf(script), "действия или сценарий"),
    "запуск.pdf": (lambda: pdf(launch), "действия или сценарий"),
    "страница.pdf": (lambda: pdf(page_deed), "действия или сценарий"),
    "вложение.pdf": (lambda: pdf(attachment), "вложены другие файлы"),
    "обрывок.pdf": (lambda: pdf()[:120], "повреждён"),
    "без страниц.pdf": (lambda: pdf(pages=0), "нет ни одной страницы"),
    "длинный.pdf": (lambda: pdf(pages=12), "слишком много страниц"),
    "картина.pdf": (lambda: pdf(huge_image), "слишком велик внутри"),
    "бомба.pdf": (pdf_bomb, "повреждён"),
    "хвост.pdf": (lambda: pdf() + archive(), "спрятан архив"),
    "обрывок.jpg": (lambda: picture()[:-400], "обрывается"),
    "обрывок.png": (lambda: picture(kind="PNG")[:-40], "обрывается"),
    "битый.png": (lambda: _spoiled(picture(kind="PNG")), "повреждена"),
    "айфон.heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "Наиболее совместимые"),
    "айфон.jpg": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "HEIC"),
    "двойной.gif": (lambda: b"GIF89a" + b"\0" * 20 + pdf(), "GIF"),
    "двойной.pdf": (lambda: b"GIF89a" + b"\0" * 20 + pdf(), "GIF"),
    "мусор впереди.pdf": (lambda: b"junk\n" + pdf(), "не похож"),
    "архив внутри.jpg": (lambda: picture() + archive(), "спрятан другой файл"),
    "архив внутри.png": (lambda: picture(kind="PNG") + archive(), "спрятан другой файл"),
    "страница внутри.jpg": (lambda: picture(comment=b"<script>alert(1)</script>"), "спрятан другой файл"),
    "pdf внутри.jpg": (lambda: picture() + pdf(), "спрятан другой файл"),
    "страница.html": (lambda: b"<!doctype html><script>1</script>", "страница из браузера"),
    "картинка.svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "страница из браузера"),
    "архив.zip": (archive, "архив или документ Office"),
    "скан.tif": (lambda: b"II*\0" + b"\0" * 99, "TIFF"),
    "программа.pdf": (lambda: b"MZ" + b"\0" * 500, "не похож"),
    "бомба.png": (png_bomb, "слишком велика"),
    "точка.png": (lambda: picture((3, 3), kind="PNG"), "слишком мала"),
}  # fmt: skip
"""name → (how it is made, words of its own sentence)"""


def _spoiled(data: bytes) -> bytes:
    middle = data.find(b"IDAT") + 20
    return data[:middle] + bytes(99) + data[middle + 99 :]
