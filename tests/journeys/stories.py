"""What the journeys begin with, made by the real actions."""

from tests import factories as make


def a_school_at_selection():
    """Reference data, office, a pupils' programme with a working commission, a teacher who is not in any base."""
    curator, director = make.office()
    programme = make.a_programme(by=curator)
    return curator, director, programme


def a_registered_mentor_with_consent():
    """(curator's user, mentor): in the register by an order, with a consent that opens some fields."""
    curator, _ = make.office()
    programme = make.a_programme(preset="teachers", by=curator)
    mentor = make.registered(make.a_mentor(education="высшее педагогическое"), programme)
    make.give_consents(mentor.person, ["publication"], allowed_fields=["name", "post", "competences"])
    return curator, mentor
