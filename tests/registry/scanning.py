"""A scanner and a phone in software: printed consents come back crooked, noisy, blurred, upside down."""

import io
import random

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from registry.actions import heaps
from registry.engine import sheets
from registry.papers import consent_sheets
from tests import factories as make


def printed(consents, reader, *, two_sided=False) -> bytes:
    """The very PDF that goes to the printer."""
    return consent_sheets.sheets(consents, make.TODAY, reader=reader, two_sided=two_sided)


def pages_of(pdf: bytes, dpi=150) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    document.close()
    return pages


def signed(page, chance: random.Random):
    """Somebody wrote on it with a pen: here and there, and under the text."""
    page = page.copy()
    draw = ImageDraw.Draw(page)
    for _ in range(3):
        x, y = chance.randint(150, 900), chance.randint(300, 1400)
        points = [(x + step * 9, y + chance.randint(-18, 18)) for step in range(16)]
        draw.line(points, fill=50, width=3)
    return page


def scanned(page, chance: random.Random, *, tilt=3, blur=0.8, noise=18, quality=(40, 60), over=None) -> bytes:
    """A page of a cheap office scanner, as the JPEG inside its PDF."""
    page = signed(page, chance).rotate(chance.uniform(-tilt, tilt), Image.Resampling.BICUBIC, fillcolor=245)
    if chance.random() < 0.4 if over is None else over:
        page = page.rotate(180)
    page = page.filter(ImageFilter.GaussianBlur(blur * chance.random()))
    specks = Image.effect_noise(page.size, noise).point(lambda value: value)
    page = ImageChops.add(page, specks, scale=1, offset=-128)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=chance.randint(*quality))
    return out.getvalue()


def photographed(page, chance: random.Random) -> bytes:
    """A phone's photo: on a table, in perspective, with the shadow of a hand, lying on its side."""
    page = signed(page, chance).convert("RGB")
    width, height = page.size
    table = Image.new("RGB", (width + 300, height + 300), (120, 96, 70))
    slant = [chance.randint(0, 70) for _ in range(8)]
    corners = [
        (-150 - slant[0], -150 - slant[1]), (-150 - slant[2], height + 150 + slant[3]),
        (width + 150 + slant[4], height + 150 + slant[5]), (width + 150 + slant[6], -150 - slant[7]),
    ]  # fmt: skip
    quad = [number for corner in corners for number in corner]
    mask = Image.new("L", page.size, 255).transform(table.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    seen = page.transform(table.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    table.paste(seen, mask=mask)
    shadow = Image.linear_gradient("L").resize(table.size).point(lambda value: 110 + value * 145 // 255)
    table = ImageChops.multiply(table, shadow.convert("RGB")).rotate(chance.choice([0, 90, 180, 270]), expand=True)
    out = io.BytesIO()
    table.save(out, "JPEG", quality=chance.randint(50, 70))
    return out.getvalue()


def foreign_page() -> Image.Image:
    """A timetable that got among the consents."""
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    for row in range(200, 1500, 60):
        draw.rectangle((150, row, 1000 - row % 170, row + 14), fill=40)
    return page


def foreign_pdf() -> bytes:
    return as_heap([sheets.as_jpeg(foreign_page())])


def as_heap(jpegs) -> bytes:
    """The PDF that the scanner saves."""
    return sheets.as_pdf(jpegs)


def file_of(data: bytes, name="пачка.pdf"):
    return SimpleUploadedFile(name, data)


def upload(curator, *files):
    """Through the real action; jobs run at once in tests."""
    named = [one if hasattr(one, "name") else file_of(one) for one in files]
    return heaps.upload_heap(named, by=curator, on=make.TODAY).heap
