"""How a page speaks to its reader: «ты» and words of a child of ten to a child, «вы» to everybody else."""

from registry.engine import access

CHILD_READS_UNTIL = 14


def is_child(person, on) -> bool:
    """Whether the page says «ты»: somebody under fourteen, or a pupil whose age nobody has written down."""
    if person is None:
        return False
    age = person.age(on)
    return person.is_minor(on) if age is None else age < CHILD_READS_UNTIL


def to_child(request) -> bool:
    """Whether the reader who is signed in is such a child; asked once a request."""
    if not hasattr(request, "_to_child"):
        user = getattr(request, "user", None)
        request._to_child = is_child(access.person_of(user) if user else None, request.today)
    return request._to_child


def said(request, adult: str, child: str) -> str:
    """The sentence for this reader."""
    return child if to_child(request) else adult
