"""Reference data of all floors, in one call."""

from monitoring.loading import load_parameters
from programs.loading import load_programme_reference
from registry.loading import load_ground_floor


def load_all(adopted_on):
    """May run any number of times; `adopted_on` is the day from which the texts of consents apply."""
    load_ground_floor(adopted_on)
    load_programme_reference()
    load_parameters()
