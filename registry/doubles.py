"""Probable doubles: is this the human whom the school already knows? A question for the curator, never an answer.

Three likenesses, each with its reason in words:
- same: one name (ё is е, Latin look-alikes are Cyrillic) and one birth date;
- close: one birth date, and names that differ by a slip of the hand, by order, or by the surname alone;
- namesake: one name, and no birth date that would tell them apart; in two classes they are two people.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from registry.text import name_key

LOOKALIKE = str.maketrans("aceopxyktmhbACEOPXYKTMHB", "асеорхуктмнвАСЕОРХУКТМНВ")
"""Latin letters that look like Cyrillic ones."""

SAME, CLOSE, NAMESAKE = "same", "close", "namesake"
WORDS = {
    SAME: "то же имя и та же дата рождения",
    CLOSE: "та же дата рождения, имя отличается одной-двумя буквами, порядком или только фамилией",
    NAMESAKE: "то же имя, а дата рождения известна не у обоих",
}


@dataclass(frozen=True)
class Known:
    """What is compared: an id, folded names, a birth date, the class of today."""

    pk: int
    last: str
    first: str
    middle: str
    birth_date: datetime.date | None = None
    class_id: int | None = None


def fold(text: str) -> str:
    """The key of a name for comparison.

    >>> fold("Cёмин- Алёшин ")
    'семин алешин'
    """
    return name_key((text or "").translate(LOOKALIKE).replace("-", " "))


def one_slip(one: str, other: str) -> bool:
    """Equal, or apart by one letter: lost, added, wrong, or two neighbours that changed places.

    >>> one_slip("петров", "пертов"), one_slip("петров", "петро"), one_slip("иван", "олег")
    (True, True, False)
    """
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) + 1 == len(other):
        return one[start:] == other[start + 1 :]
    if len(one) != len(other):
        return False
    swapped = one[start + 1 : start + 2] + one[start : start + 1] == other[start : start + 2]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])


def alike(one: Known, other: Known) -> str:
    """How the two look alike: same, close, namesake, or an empty text."""
    middles = not one.middle or not other.middle or one.middle == other.middle
    is_name = one.last == other.last and one.first == other.first and middles
    if one.birth_date and other.birth_date:
        if one.birth_date != other.birth_date:
            return ""
        if is_name:
            return SAME
        return CLOSE if _close(one, other) else ""
    if is_name and not (one.class_id and other.class_id and one.class_id != other.class_id):
        return NAMESAKE
    return ""


def _close(one: Known, other: Known) -> bool:
    if {one.last, one.first} == {other.last, other.first}:
        return True
    if one.middle and (one.first, one.middle) == (other.first, other.middle):
        return True  # a new surname
    middles = not one.middle or not other.middle or one_slip(one.middle, other.middle)
    return middles and one_slip(one.last, other.last) and one_slip(one.first, other.first)


class Index:
    """Everybody known, to be asked thousands of times without a query each."""

    def __init__(self, people):
        self.born, self.named = defaultdict(list), defaultdict(list)
        for known in people:
            self.add(known)

    @classmethod
    def of(cls, people) -> "Index":
        """From a queryset of Person, in two queries."""
        return cls(_known(people))

    def add(self, known: Known):
        if known.birth_date:
            self.born[known.birth_date].append(known)
        self.named[known.last, known.first].append(known)

    def like(self, asked: Known) -> list[tuple[str, int]]:
        """(likeness, id) of everybody alike, the surest first."""
        candidates = {one.pk: one for one in self.named[asked.last, asked.first]}
        if asked.birth_date:
            candidates |= {one.pk: one for one in self.born[asked.birth_date]}
        found = [(alike(asked, one), pk) for pk, one in candidates.items() if pk != asked.pk]
        return sorted(
            ((how, pk) for how, pk in found if how), key=lambda pair: ([SAME, CLOSE, NAMESAKE].index(pair[0]), pair[1])
        )


def _known(people):
    from registry.models import Enrolment

    classes = dict(
        Enrolment.objects.filter(ends__isnull=True, person__in=people.order_by().values("pk")).values_list(
            "person", "school_class"
        )
    )
    rows = people.order_by("pk").values_list("pk", "last_name", "first_name", "middle_name", "birth_date")
    for pk, last, first, middle, born in rows:
        yield Known(pk, fold(last), fold(first), fold(middle), born, classes.get(pk))


def known(last, first, middle="", birth_date=None, *, class_id=None, pk=0) -> Known:
    """A human who is asked about; `pk` when he is in the base himself."""
    return Known(pk, fold(last), fold(first), fold(middle), birth_date, class_id)


def find(last, first, middle="", birth_date=None, *, school_class=None, exclude=None) -> list:
    """People of the base who may be this human, the surest first; each has `likeness` and `likeness_words`.

    `exclude` is the person himself, when his own card is being looked at.
    """
    from registry.models import Person

    asked = known(
        last, first, middle, birth_date,
        class_id=school_class.pk if school_class else None, pk=exclude.pk if exclude else 0,
    )  # fmt: skip
    near = Q(name_key__startswith=name_key(f"{last} {first}")) | Q(name_key__startswith=asked.last + " " + asked.first)
    if birth_date:
        near |= Q(birth_date=birth_date)
    people = Person.objects.filter(near, erased_at__isnull=True)
    likeness = {pk: how for how, pk in reversed(Index.of(people).like(asked))}
    rows = list(Person.objects.filter(pk__in=likeness))
    for row in rows:
        row.likeness = likeness[row.pk]
        row.likeness_words = WORDS[row.likeness]
    return sorted(rows, key=lambda row: ([SAME, CLOSE, NAMESAKE].index(row.likeness), row.name_key))
