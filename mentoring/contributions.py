"""What the top floor puts into the contribution points: the first director's door, first steps, care of the data."""

from registry.engine import links, nightly, tasks


def contribute():
    from mentoring import daily_letter, doors, first_hour, upkeep

    links.door["first_director"] = doors.first_director
    nightly.chore["mentoring.daily_letter"] = daily_letter.send_all
    tasks.situation |= first_hour.SITUATIONS | upkeep.SITUATIONS
