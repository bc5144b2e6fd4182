"""The text of a draft: the curator's wording with its words filled from the data, in the right cases."""

from string import Formatter

from programs.models import OrderWording
from programs.orders import kinds
from registry.engine import cases
from registry.models import Appointment, School


class _Blanks(dict):
    """Words that the wording names but the data lack stay visible in their braces."""

    def __missing__(self, key):
        return "{" + key + "}"


def regulation_genitive(regulation) -> str:
    """«Положения о наставничестве»: the whole title, its first words in the genitive."""
    if regulation.title.startswith(regulation.short_title):
        return regulation.genitive + regulation.title.removeprefix(regulation.short_title)
    return f"{regulation.genitive} «{regulation.title}»"


def words_of_all(programme, on) -> dict:
    """What may stand in braces in the wording of any order."""
    curator = Appointment.objects.active(on).filter(role="curator").select_related("person").first()
    words = programme.words
    return {
        "school": School.get().short_name,
        "year": programme.year.name,
        "programme": programme.title,
        "regulation": regulation_genitive(programme.regulation),
        "pairs_word": words.pair_many,
        "pairs_genitive": words.pair_many_genitive,
        "plans_word": words.plan_many,
        "roadmap_word": words.roadmap,
        "curator_dative": f"Куратору {curator.person.in_case('dative')}" if curator else "Куратору",
        "curator_accusative": f"куратора {curator.person.in_case('accusative')}" if curator else "куратора",
        "curator_post": cases.post(curator.person.post(on), "dative") if curator else "",
    }


def _used(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def compose(order, things, on) -> dict:
    """Title, preamble and points; a point with a word of a line is said once for every line.

    Such a point is left out for a line that has nothing to put there (nobody was curator before).
    """
    spec, wording = kinds.of(order), OrderWording.objects.get(kind=order.kind)
    words = words_of_all(order.programme, on) | spec.words(order.programme, things, on)
    first = 2 if spec.columns else 1
    lines = [spec.line_words(thing, place, on) for place, thing in enumerate(things, first)]
    known = set(lines[0]) if lines else set()
    points = []
    for point in wording.points:
        wanted = _used(point) & known
        rows = [line for line in lines if all(line[name] for name in wanted)] if wanted else [{}]
        points += [point.format_map(_Blanks(words | row)) for row in rows]
    about = words | (lines[0] if len(lines) == 1 else {})
    return {
        "title": wording.title.format_map(_Blanks(about)), "preamble": wording.preamble.format_map(_Blanks(about)),
        "points": points,
    }  # fmt: skip


def fill(order, things, on, *, before=None) -> None:
    """Write the text; with `before` (what compose() said of the former lines) only where nobody has edited it."""
    for name, text in compose(order, things, on).items():
        if before is None or getattr(order, name) == before[name]:
            setattr(order, name, text)
    order.save()
