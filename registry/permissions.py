"""Who may: one table of predicates, deed → who. No dates, no statuses here."""

import rules

from registry.engine import access


@rules.predicate
def is_curator(user):
    return access.has_role(user, "curator")


@rules.predicate
def is_director(user):
    return access.has_role(user, "director")


@rules.predicate
def is_secretary(user):
    return access.has_role(user, "secretary")


@rules.predicate
def is_psychologist(user):
    return access.has_role(user, "psychologist", "social_worker")


@rules.predicate
def is_class_teacher(user):
    return access.has_role(user, "class_teacher")


@rules.predicate
def is_self(user, obj):
    """The row is about the user: a person, or a row with `person`."""
    me = access.person_of(user)
    about = obj.person_id if hasattr(obj, "person_id") else getattr(getattr(obj, "person", obj), "pk", None)
    return me is not None and me.pk == about


@rules.predicate
def signs_for_self(user, obj):
    """The row is about the user, who is old enough to answer: under 14 a guardian does (ч. 6 ст. 9 152-ФЗ)."""
    me = access.person_of(user)
    return is_self(user, obj) and not (me.is_minor(access.today()) and (me.age(access.today()) or 0) < 14)


@rules.predicate
def is_guardian_of(user, obj):
    """The user may act for the child whom the row is about."""
    me = access.person_of(user)
    child = getattr(obj, "person", obj)
    return me is not None and child is not None and child.guardians(access.today()).filter(pk=me.pk).exists()


@rules.predicate
def teaches_class_of(user, obj):
    """The user is the class teacher of this pupil's class."""
    child = getattr(obj, "person", obj)
    return access.related(user, "my_class").filter(pk=child.pk).exists()


@rules.predicate
def is_participant(user):
    return access.person_of(user) is not None


@rules.predicate
def may_act_as_director(user, person):
    """The account of one who approves orders is opened by the director alone: who prepares does not approve."""
    from registry.models import Appointment

    if person is None:
        return False
    acting = Appointment.objects.active(access.today())
    return acting.filter(person=person, role__in=["director", "acting_director"]).exists()


@rules.predicate
def has_started(user, job):
    """The long work was started by the user."""
    return job.started_by_id == user.pk


@rules.predicate
def is_the_director(user, person):
    """The person is the director, whose lost second step only the console takes off."""
    from registry.models import Appointment

    if person is None:
        return False
    return Appointment.objects.active(access.today()).filter(person=person, role="director").exists()


@rules.predicate
def keeps_the_school(user, person):
    """The person is a curator or acts as the director."""
    return person is not None and access.has_role(getattr(person, "user", None), "curator", "director")


@rules.predicate
def prepared_erasure(user, row):
    """Who prepares does not approve."""
    return row is not None and row.prepared_by_id == access.person_of(user).pk


@rules.predicate
def asked_it(user, row):
    """The demand is the user's own."""
    return row is not None and row.asked_by_id == access.person_of(user).pk


office = is_curator | is_director

TABLE = {
    "registry.school_edit": office,
    "registry.year_edit": office,
    "registry.base_view": office,
    "registry.person_list": office | is_class_teacher | is_psychologist,
    "registry.person_add": office,
    "registry.person_edit": office,
    "registry.person_invite": is_director | (is_curator & ~may_act_as_director),
    "registry.person_reset": is_director | (is_curator & ~may_act_as_director) | teaches_class_of,
    "registry.factor_reset": (is_director & ~is_self & ~is_the_director) | (is_curator & ~is_self & ~keeps_the_school),
    "registry.appointment_edit": office,
    "registry.person_merge": is_director | (is_curator & ~may_act_as_director),
    "registry.double_list": office,
    "registry.base_export": office,
    "registry.topic_view": office,
    "registry.topic_edit": is_curator,
    "registry.mentor_edit": is_curator,
    "registry.mentee_edit": is_curator,
    "registry.certificate_check": is_curator,
    "registry.consent_list": office | is_class_teacher,
    "registry.consent_ask": is_curator,
    "registry.consent_print": is_curator,
    "registry.heap_view": office,
    "registry.heap_upload": is_curator,
    "registry.certificate_scans": is_director,
    "registry.consent_receive": is_curator,
    "registry.consent_withdraw": is_curator | signs_for_self | is_guardian_of,
    "registry.consent_refuse": is_curator | signs_for_self | is_guardian_of,
    "registry.consent_register": office,
    "registry.text_view": office,
    "registry.text_edit": is_curator,
    "registry.duty_list": office,
    "registry.duty_edit": is_curator,
    "registry.calendar_edit": is_curator,
    "registry.import_run": is_curator,
    "registry.job_restart": has_started,
    "registry.regulation_view": is_participant,
    "registry.regulation_edit": is_curator,
    "registry.act_view": office | is_secretary,
    "registry.post_view": office | is_secretary,
    "registry.post_edit": is_curator,
    "registry.act_edit": is_curator,
    "registry.journal_view": office,
    "registry.my_data": is_self | is_guardian_of | office,
    "registry.subject_ask": is_self | is_guardian_of | is_curator,
    "registry.subject_read": asked_it,
    "registry.subject_list": office,
    "registry.subject_answer": is_curator,
    "registry.retention_view": office,
    "registry.retention_edit": is_curator,
    "registry.erasure_list": office,
    "registry.erasure_prepare": is_curator,
    "registry.erasure_confirm": is_director & ~prepared_erasure,
    "registry.erasure_stop": office,
}


def add_all(table: dict):
    """Register a floor's table with `rules`; a second start of the same process is harmless."""
    for name, predicate in table.items():
        (rules.set_perm if rules.perm_exists(name) else rules.add_perm)(name, predicate)
