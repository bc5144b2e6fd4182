"""What the top floor puts into the contribution points: the first director's door, and the first steps."""

from registry.engine import links, tasks


def contribute():
    from mentoring import doors, first_hour

    links.door["first_director"] = doors.first_director
    tasks.situation |= first_hour.SITUATIONS
