"""What the ground floor puts into its own contribution points."""

from django.db.models import Q

from registry import permissions
from registry.engine import access, jobs, links, merging, nightly, tasks, workflow
from registry.engine.access import ALL_GROUPS, Relation


def myself(person, on):
    return Q(pk=person.pk)


def my_child(person, on):
    """Children under 18 whom I represent; a guardian's view closes on the eighteenth birthday."""
    from registry.models import Guardianship
    from registry.text import add_months

    rows = Guardianship.objects.active(on).filter(guardian=person, is_restricted=False)
    adult = Q(birth_date__isnull=False, birth_date__lte=add_months(on, -18 * 12))
    return Q(pk__in=rows.values("child")) & ~adult


def my_class(person, on):
    """Pupils of the classes that I lead on the day."""
    from registry.models import Appointment, Enrolment

    classes = Appointment.objects.active(on).filter(person=person, role="class_teacher").values("school_class")
    return Q(pk__in=Enrolment.objects.active(on).filter(school_class__in=classes).values("person"))


def office(person, on):
    """Curator and director keep the school's bases."""
    from registry.models import Appointment

    kept = Appointment.objects.active(on).filter(
        person=person, role__in=["director", "acting_director", "curator", "deputy_curator"]
    )
    return Q(pk__isnull=False) if kept.exists() else None


def contribute():
    from registry import doors, situations_of_bases
    from registry.actions.merging import RULES

    merging.rule |= RULES
    tasks.situation |= situations_of_bases.ALL

    own = ALL_GROUPS - {"special"}
    access.relation |= {
        "office": Relation("куратор или директор школы", office, ALL_GROUPS),
        "self": Relation("свои данные", myself, own),
        "my_child": Relation("законный представитель", my_child, own),
        "my_class": Relation("классный руководитель", my_class, frozenset({"identity", "contacts", "study"})),
    }
    links.door |= {"invite": doors.invite, "password": doors.password}
    permissions.add_all(permissions.TABLE)
    from registry import chores, situations
    from registry.actions.imports import JOBS

    nightly.chore |= chores.ALL
    jobs.kind |= JOBS
    tasks.situation |= situations.ALL
    from registry import holdings, situations_of_consents, situations_of_data
    from registry.erasure import purge

    holdings.contribute()
    nightly.chore["registry.retention"] = purge.nightly
    tasks.situation |= situations_of_data.ALL
    tasks.situation |= situations_of_consents.ALL
    contribute_scans()


def contribute_scans():
    """Consents that come back by the scanner: the job that reads them, and what an answer does to a waiting scan."""
    from registry import situations_of_scans
    from registry.actions import heap_lines, heaps

    jobs.kind[heaps.JOB] = heaps.read_heap
    tasks.situation |= situations_of_scans.ALL
    workflow.after("registry.Consent.become_valid", heap_lines.settled)
    workflow.after("registry.Consent.refuse", heap_lines.answered)
