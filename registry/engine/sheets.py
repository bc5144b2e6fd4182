"""Scanned sheets as pictures: out of a PDF or a photo, with their codes, upright; and back into one PDF.

Knows nothing of consents. Runs in the process of a job: pdfium bears one thread only.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

READ_DPI, KEPT_SIDE = 200, 1754  # a sheet is read at 200 dots per inch and kept as A4 at 150
MAX_POINTS = 9_000_000
QR = zxingcpp.BarcodeFormat.QRCode
TILT = 12  # degrees beyond a right angle that are straightened


@dataclass
class Reading:
    """What one side of a sheet shows: its codes, whether it is empty, the picture as it is kept."""

    texts: list[str] = field(default_factory=list)
    is_blank: bool = False
    jpeg: bytes = b""


def pictures(path: Path, media_type: str) -> Iterator[Image.Image | None]:
    """Each page as a picture; None for a page that cannot be drawn."""
    if media_type != "application/pdf":
        with Image.open(path) as photo:
            yield photo.convert("RGB")
        return
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(pdf)):
            try:
                page = pdf[number]
                width, height = page.get_size()
                scale = min(READ_DPI / 72, math.sqrt(MAX_POINTS / max(width * height, 1)))
                picture = page.render(scale=scale).to_pil().convert("RGB")
                page.close()
            except (pypdfium2.PdfiumError, ValueError, MemoryError):
                picture = None
            yield picture
    finally:
        pdf.close()


def read(picture: Image.Image) -> Reading:
    """Codes of the page, found with growing patience, and the picture (shrunk in place) set upright by them."""
    gray = picture.convert("L")
    found = zxingcpp.read_barcodes(gray, formats=QR)
    picture = picture if has_colour(picture) else gray.copy()
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.BICUBIC, reducing_gap=2)
    if not found and is_blank(gray):
        return Reading(is_blank=True, jpeg=as_jpeg(picture))
    if not found:
        found = _patiently(gray)
    texts = list(dict.fromkeys(one.text for one in found))
    return Reading(texts=texts, jpeg=as_jpeg(upright(picture, found[0].orientation) if found else picture))


def has_colour(picture: Image.Image) -> bool:
    """Blue ink or a stamp, on a sheet that is otherwise black on white."""
    if picture.mode == "L":
        return False
    red, green, blue = picture.reduce(4).split()
    return max(ImageChops.difference(red, blue).getextrema()[1], ImageChops.difference(red, green).getextrema()[1]) > 40


def _patiently(gray):
    """The same page made larger, harder, softer and turned, until a code is seen."""
    for variant in _variants(gray):
        found = zxingcpp.read_barcodes(variant, formats=QR)
        if found:
            return found
    return []


def _variants(gray):
    flat = ImageOps.autocontrast(gray, cutoff=1)
    yield flat
    yield flat.filter(ImageFilter.MedianFilter(3))
    yield _even_light(gray)
    large = flat.resize((gray.width * 2, gray.height * 2), Image.Resampling.BICUBIC)
    yield large
    yield large.filter(ImageFilter.UnsharpMask(4, 200, 0))
    for level in (96, 128, 160, 190):
        yield flat.filter(ImageFilter.GaussianBlur(1)).point(lambda value, level=level: 255 * (value > level))
    for angle in (8, -8, 20, -20, 45):
        yield flat.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    yield gray.resize((gray.width // 2, gray.height // 2), Image.Resampling.BOX)


def _even_light(gray):
    """Without the shadow of a hand: each point against the light around it."""
    light = gray.resize((64, 64), Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5)).resize(gray.size)
    return ImageOps.autocontrast(ImageChops.invert(ImageChops.subtract(light, gray)), cutoff=1)


def is_blank(gray: Image.Image) -> bool:
    """An empty back: no more than specks on even paper, the edges left out."""
    small = gray.resize((200, 280), Image.Resampling.BOX).crop((10, 10, 190, 270))
    counts = small.histogram()
    total, passed, paper = sum(counts), 0, 255
    for level, amount in enumerate(counts):
        passed += amount
        if passed * 2 >= total:
            paper = level
            break
    return sum(counts[: max(0, paper - 40)]) < total * 0.0015


def upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Turned back by the angle at which its code lies; a strong slant is a photo's perspective and stays."""
    quarter = round(orientation / 90) * 90
    rest = orientation - quarter
    turned = picture.rotate(quarter, expand=True) if quarter % 360 else picture
    if 2 <= abs(rest) <= TILT:
        turned = turned.rotate(rest, Image.Resampling.BILINEAR, expand=True, fillcolor="white")
    return turned


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def turned(jpeg: bytes, degrees: int) -> bytes:
    """The kept picture, clockwise."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        return as_jpeg(picture.rotate(-degrees, expand=True))


def as_jpeg(picture: Image.Image, side: int = KEPT_SIDE, quality: int = 75) -> bytes:
    small = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    if max(small.size) > side:
        small = small.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def signature(jpeg: bytes) -> bytes:
    """A small picture of where the sheet is signed: the lowest written part above the band of the code."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        opened.draft("L", (900, 900))
        gray = opened.convert("L")
    low = _lowest_ink(gray)
    height = gray.height
    left, right = int(gray.width * 0.1), int(gray.width * 0.98)
    part = gray.crop((left, max(0, int(low - height * 0.15)), right, min(height, int(low + height * 0.015))))
    return as_jpeg(part, side=640, quality=55)


def _lowest_ink(gray) -> int:
    """The row of the last printed line above the code's band (the lowest seventh of the sheet)."""
    columns, rows = 120, 240
    small = gray.resize((columns, rows), Image.Resampling.BOX)
    paper = sorted(small.tobytes())[columns * rows // 2]
    for row in range(int(rows * 0.865), int(rows * 0.25), -1):
        line = small.crop((8, row, columns - 6, row + 1)).tobytes()
        if sum(value < paper - 28 for value in line) >= 3:
            return int((row + 1) * gray.height / rows)
    return int(gray.height * 0.8)


def as_pdf(jpegs: list[bytes]) -> bytes:
    """The pictures as pages of one PDF, as they are, without a date or a maker."""
    import pikepdf

    with pikepdf.new() as pdf:
        for jpeg in jpegs:
            with Image.open(io.BytesIO(jpeg)) as picture:
                (width, height), is_gray = picture.size, picture.mode == "L"
            lying = width > height
            across, down = (842, 595) if lying else (595, 842)
            scale = min(across / width, down / height)
            image = pikepdf.Stream(pdf, jpeg)
            image.update({
                "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": width, "/Height": height,
                "/ColorSpace": pikepdf.Name.DeviceGray if is_gray else pikepdf.Name.DeviceRGB,
                "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode,
            })  # fmt: skip
            page = pdf.add_blank_page(page_size=(across, down))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=pdf.make_indirect(image)))
            place = ((across - width * scale) / 2, (down - height * scale) / 2)
            page.Contents = pdf.make_stream(
                f"q {width * scale:.2f} 0 0 {height * scale:.2f} {place[0]:.2f} {place[1]:.2f} cm /Im Do Q".encode()
            )
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()
