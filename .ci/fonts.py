"""Cuts the web fonts out of their packages: var/fonts/pt-sans-regular.woff2 and its five sisters.

The whole faces hold 350–460 KB each; a page needs Latin, Cyrillic with the letters of the peoples
of Russia, and punctuation. Does nothing where the files are up to date.
"""

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "fonts"
STAMP = FOLDER.parent / "fonts.stamp"
FACES = [
    (family, name, weight, style)
    for family in ("PT Sans", "PT Serif")
    for name, weight, style in (
        ("regular", 400, "normal"),
        ("bold", 700, "normal"),
        ("italic", 400, "italic"),
    )
]
LETTERS = [
    *range(0x20, 0x180),  # Latin
    *range(0x400, 0x530),  # Cyrillic and its supplement
    *range(0x2010, 0x2040),  # dashes, quotation marks, ellipsis
    *(ord(sign) for sign in "€₽№™←↑→↓−≈≠≤≥"),
]


def made_from():
    """What the files depend on: this recipe and the versions of the faces and of the cutter."""
    packages = ("fontpkg-pt-sans", "fontpkg-pt-serif", "fonttools")
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return "\n".join([recipe, *(f"{package} {version(package)}" for package in packages)])


def file_of(family, name):
    return FOLDER / f"{family.lower().replace(' ', '-')}-{name}.woff2"


def up_to_date():
    return (
        STAMP.exists()
        and STAMP.read_text() == made_from()
        and all(file_of(family, name).exists() for family, name, _, _ in FACES)
    )


def cut(source, target):
    """Write the needed letters of one face; in one step, since a server may be reading the file."""
    from fontTools import subset

    options = subset.Options(flavor="woff2")
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    unfinished = target.with_suffix(".part")
    subset.save_font(font, unfinished, options)
    unfinished.replace(target)


def main():
    if up_to_date():
        return
    import fontpkg

    FOLDER.mkdir(parents=True, exist_ok=True)
    for family, name, weight, style in FACES:
        cut(fontpkg.path(family, weight=weight, style=style), file_of(family, name))
    STAMP.write_text(made_from())


if __name__ == "__main__":
    sys.exit(main())
