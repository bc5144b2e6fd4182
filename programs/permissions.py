"""Who may, on the floor of the programmes: one table of predicates, deed → who."""

import rules

from registry.engine import access
from registry.permissions import (
    is_curator,
    is_director,
    is_guardian_of,
    is_participant,
    is_psychologist,
    is_secretary,
    is_self,
    office,
)


@rules.predicate
def wrote_note(user, note):
    return note.author_id == getattr(access.person_of(user), "pk", None)


@rules.predicate
def sits_in_commission(user, obj=None):
    """A member of a working commission (of this programme, where an object is given)."""
    from programs.models import CommissionMember

    seats = CommissionMember.objects.filter(person=access.person_of(user), commission__is_working=True)
    if obj is not None and getattr(obj, "programme_id", None):
        seats = seats.filter(commission__programme=obj.programme_id)
    return seats.exists()


@rules.predicate
def chairs(user, minutes):
    """The chair of the commission whose minutes these are; the director by ОЧ-П 2.13."""
    me = access.person_of(user)
    return minutes.commission.members.filter(person=me, seat="chair").exists()


@rules.predicate
def chairs_selection(user, candidacy):
    """The chair of the working commission in the candidate's programme: signs what the votes decided."""
    from programs.models import CommissionMember

    return CommissionMember.objects.filter(
        person=access.person_of(user), seat="chair", commission__is_working=True,
        commission__programme=candidacy.programme_id,
    ).exists()  # fmt: skip


@rules.predicate
def prepared(user, order):
    return order.prepared_by_id == getattr(access.person_of(user), "pk", None)


@rules.predicate
def is_named(user, row):
    """A line of a sheet that waits for this very person."""
    return row.person_id == getattr(access.person_of(user), "pk", None)


def _pair(obj):
    return getattr(obj, "pair", obj)


@rules.predicate
def mentors_pair(user, obj):
    me = access.person_of(user)
    return any(side.person_id == me.pk and side.role == "mentor" and side.is_open for side in _pair(obj).sides.all())


@rules.predicate
def takes_part(user, obj):
    """A side of the pair, or the guardian of one."""
    mine = {row["pk"] for row in access.related(user, "self", "my_child")}
    return any(side.person_id in mine and side.is_open for side in _pair(obj).sides.all())


@rules.predicate
def stands_by_mentee(user, obj):
    """The mentee of the pair, or the mentee's guardian."""
    mine = {row["pk"] for row in access.related(user, "self", "my_child")}
    return any(side.person_id in mine and side.role == "mentee" and side.is_open for side in _pair(obj).sides.all())


@rules.predicate
def sent_plan(user, plan):
    return plan.submitted_by_id is not None and plan.submitted_by_id == access.person_of(user).pk


@rules.predicate
def takes_step(user, support):
    """Who was named for the step of help to a mentee without a pair."""
    return support.who_id == getattr(access.person_of(user), "pk", None)


@rules.predicate
def may_decide_petition(user, petition):
    """The curator, or the director where it is addressed to him; never the mentor whom it is about."""
    if mentors_pair(user, petition):
        return False
    return is_curator(user) or (petition.to_director and is_director(user))


@rules.predicate
def stands_by_author(user, petition):
    """Whose wish it is, or that child's guardian."""
    return petition.person_id in {row["pk"] for row in access.related(user, "self", "my_child")}


@rules.predicate
def makes_portfolio(user, person=None):
    """One's own: a mentor of the base, or whoever acts as curator (ОЧ-П 2.13)."""
    me = access.person_of(user)
    if me is None or (person is not None and person.pk != me.pk):
        return False
    return hasattr(me, "mentor") or access.has_role(user, "curator")


@rules.predicate
def may_call_for(user, about=None):
    """A mentee, or who represents one: «Нужна помощь»."""
    from programs.doors_of_care import mentees_of

    me = access.person_of(user)
    people = mentees_of(me, access.today()) if me else []
    return bool(people) if about is None else about in people


@rules.predicate
def may_answer_call(user, call):
    """Whom the call is addressed to."""
    from programs.models import HelpCall

    is_mine = call.person_id == access.person_of(user).pk
    return not is_mine and HelpCall.objects.visible_to(user).filter(pk=call.pk).exists()


@rules.predicate
def stands_in_a_base(user, obj=None):
    """Somebody with a card of a mentor or a mentee."""
    me = access.person_of(user)
    return me is not None and (hasattr(me, "mentor") or hasattr(me, "mentee"))


@rules.predicate
def helps(user, row):
    """The teacher who is asked to help the pair, or helps it."""
    return row.person_id == getattr(access.person_of(user), "pk", None)


@rules.predicate
def is_asked(user, row):
    """Whose document it is, or that child's guardian."""
    return row.person_id in {one["pk"] for one in access.related(user, "self", "my_child")}


@rules.predicate
def sits_in_council(user):
    return access.has_role(user, "council_chair", "council_member")


@rules.predicate
def leads_council(user):
    return access.has_role(user, "council_chair")


@rules.predicate
def keeps_line(user, row):
    """Who is to do what the council decided or planned."""
    return row.who_id is not None and row.who_id == getattr(access.person_of(user), "pk", None)


@rules.predicate
def keeps_material(user, material):
    """The library is the curator's; what lies beside a pair is its mentor's, too."""
    return is_curator(user) or (material.pair_id is not None and mentors_pair(user, material))


TABLE = {
    "programs.programme_view": is_participant,
    "programs.programme_edit": is_curator,
    "programs.request_list": office,
    "programs.request_add": is_curator,
    "programs.request_analyse": is_curator,
    "programs.request_withdraw": is_curator | is_self | is_guardian_of,
    "programs.note_ask": is_curator,
    "programs.talk_write": is_curator | is_psychologist,
    "programs.support_edit": is_curator | is_psychologist,
    "programs.support_do": is_curator | takes_step,
    "programs.needs_view": office,
    "programs.outreach_view": office,
    "programs.outreach_edit": is_curator,
    "programs.note_write": wrote_note,
    "programs.candidacy_list": office | sits_in_commission,
    "programs.candidacy_add": is_curator,
    "programs.candidacy_mark": is_curator | sits_in_commission,
    "programs.vote_cast": sits_in_commission,
    "programs.training_view": office,
    "programs.training_edit": is_curator,
    "programs.candidacy_recommend": is_curator | chairs_selection,
    "programs.candidacy_print": office | is_self,
    "programs.agreement_print": office | takes_part,
    "programs.supplement_edit": is_curator,
    "programs.supplement_end": is_curator,
    "programs.statement_list": office,
    "programs.statement_issue": is_curator,
    "programs.characteristic_write": mentors_pair | is_curator,
    "programs.award_list": office,
    "programs.folder_pack": office,
    "programs.award_issue": is_curator,
    "programs.candidacy_refuse": is_curator | is_self,
    "programs.commission_view": office | sits_in_commission,
    "programs.commission_edit": is_curator,
    "programs.minutes_edit": is_curator,
    "programs.minutes_sign": chairs,
    "programs.order_list": office | is_secretary,
    "programs.order_prepare": is_curator,
    "programs.order_approve": is_director & ~prepared,
    "programs.order_decide": is_director,
    "programs.order_enter": is_curator,
    "programs.order_answer": is_named,
    "programs.order_answer_on_paper": is_curator,
    "programs.order_read_on_paper": is_curator | is_secretary,
    "programs.order_scan": is_curator | is_secretary,
    "programs.register_view": office | sits_in_commission,
    "programs.pair_list": office | is_psychologist,
    "programs.pair_propose": is_curator,
    "programs.preference_give": is_curator | is_self | is_guardian_of,
    "programs.wishes_edit": is_curator | is_self | is_guardian_of,
    "programs.wishes_own": stands_in_a_base,
    "programs.pair_agree": takes_part | is_curator,
    "programs.pair_run": is_curator,
    "programs.petition_list": office,
    "programs.petition_ask": stands_by_mentee,
    "programs.petition_resign": mentors_pair,
    "programs.petition_enter": is_curator & ~mentors_pair,
    "programs.petition_decide": may_decide_petition,
    "programs.petition_withdraw": stands_by_author,
    "programs.early_end_propose": mentors_pair | is_curator,
    "programs.handover_tick": mentors_pair | is_curator,
    "programs.paper_pair_enter": is_curator,
    "programs.plan_list": office | is_psychologist,
    "programs.typical_view": office,
    "programs.typical_edit": is_curator,
    "programs.plan_edit": mentors_pair | is_curator,
    "programs.plan_speak": stands_by_mentee,
    "programs.plan_answer": mentors_pair | is_curator,
    "programs.plan_agree": is_curator & ~mentors_pair & ~sent_plan,
    "programs.meeting_log": mentors_pair | is_curator,
    "programs.meeting_confirm": stands_by_mentee,
    "programs.meeting_annul": mentors_pair | is_curator,
    "programs.meeting_attend": is_curator,
    "programs.meeting_hours": office,
    "programs.silence_view": office,
    "programs.silence_remind": is_curator,
    "programs.pulse_answer": is_named,
    "programs.pulse_view": office,
    "programs.help_list": office,
    "programs.help_ask": may_call_for,
    "programs.help_answer": may_answer_call,
    "programs.help_link": is_curator,
    "programs.publication_edit": is_curator,
    "programs.portfolio_edit": makes_portfolio,
    "programs.programme_office": office | is_psychologist,
    "programs.library_edit": is_curator,
    "programs.material_add": mentors_pair | is_curator,
    "programs.material_drop": keeps_material,
    "programs.open_event_edit": mentors_pair | is_curator,
    "programs.asked_list": office,
    "programs.asked_edit": is_curator,
    "programs.asked_answer": is_asked,
    "programs.suggestion_write": mentors_pair,
    "programs.suggestion_list": is_director,
    "programs.suggestion_decide": is_director,
    "programs.contest_edit": mentors_pair | is_curator,
    "programs.contest_list": office,
    "programs.council_view": office | sits_in_council,
    "programs.council_edit": is_curator | leads_council,
    "programs.council_tick": is_curator | leads_council | keeps_line,
    "programs.helper_ask": mentors_pair | is_curator,
    "programs.helper_answer": helps,
    "programs.helper_paper": is_curator,
    "programs.helper_end": helps | mentors_pair | is_curator,
    "programs.helper_hours": helps | mentors_pair | is_curator,
}
