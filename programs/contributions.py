"""What this floor puts into the contribution points: relations, requirements of its transitions."""

from django.db.models import Q

from programs import permissions
from registry.engine import access, bases, consents, jobs, links, nightly, roadmap, tasks, workflow
from registry.engine.access import Relation
from registry.permissions import add_all


def my_mentee(person, on):
    """Mentees of the running pairs in which I am the mentor; the order, not the proposal, opens the card."""
    from programs.models import Pair, Side

    pairs = Side.objects.filter(
        person=person, role="mentor", is_open=True, starts__lte=on, pair__in=Pair.objects.ordered()
    ).values("pair")
    return Q(pk__in=Side.objects.filter(pair__in=pairs, role="mentee", is_open=True).values("person"))


def my_mentor(person, on):
    """Mentors of the running pairs in which I, or a child of mine, am the mentee."""
    from programs.models import Pair, Side
    from registry.contributions import my_child
    from registry.models import Person

    mine = Person.objects.filter(Q(pk=person.pk) | my_child(person, on)).values("pk")
    pairs = Side.objects.filter(person__in=mine, role="mentee", is_open=True, pair__in=Pair.objects.ordered()).values(
        "pair"
    )
    return Q(pk__in=Side.objects.filter(pair__in=pairs, role="mentor", is_open=True).values("person"))


def candidate(person, on):
    """Candidates before a working commission on which I sit."""
    from programs.models import Candidacy, CommissionMember

    seats = CommissionMember.objects.filter(person=person, commission__is_working=True)
    rows = Candidacy.objects.filter(programme__in=seats.values("commission__programme"))
    return Q(pk__in=rows.values("mentor__person"))


def in_programme(person, on):
    """Mentees of running requests, for the psychologist and the social worker."""
    from programs.models import Request
    from registry.models import Appointment

    acting = Appointment.objects.active(on).filter(person=person, role__in=["psychologist", "social_worker"])
    if not acting.exists():
        return None
    rows = Request.objects.filter(role="mentee", status__in=["received", "analysed", "admitted"], person__isnull=False)
    return Q(pk__in=rows.values("person"))


def note_asked(person, on):
    """People on whom my word was asked."""
    from programs.models import ThirdPartyNote

    rows = ThirdPartyNote.objects.asked().filter(author=person, request__status__in=["received", "analysed"])
    return Q(pk__in=rows.values("request__person"))


def programme_titles(current):
    """Consents to take part are given programme by programme."""
    from programs.models import Programme

    rows = Programme.objects.current() if current else Programme.objects.all()
    return dict(rows.values_list("code", "title"))


def contribute():
    from programs import doors, doors_of_asked, doors_of_care, doors_of_ends, doors_of_notes, doors_of_preferences

    access.relation |= {
        "my_mentee": Relation(
            "наставник", my_mentee, frozenset({"identity", "contacts", "study", "work", "results"}), "work"
        ),
        "my_mentor": Relation(
            "наставляемый или его представитель", my_mentor, frozenset({"identity", "work"}), "selection"
        ),
        "candidate": Relation(
            "член конкурсной комиссии", candidate, frozenset({"identity", "study", "work", "documents"}), "selection"
        ),
        "in_programme": Relation(
            "педагог-психолог",
            in_programme,
            frozenset({"identity", "study", "answers", "results", "special"}),
            "intake",
        ),
        "note_asked": Relation("дающий сведения", note_asked, frozenset({"identity", "study"}), "intake"),
    }
    consents.scope_titles["programme"] = programme_titles
    add_all(permissions.TABLE)
    links.door |= {
        "confirm_meeting": doors_of_care.confirm_meeting, "agree_pair": doors.agree_pair,
        "pulse": doors_of_care.pulse_question, "help": doors_of_care.ask_help,
        "preferences": doors_of_preferences.give_preferences, "write_note": doors_of_notes.write_note,
        "end_pair": doors_of_ends.end_pair, "answer_asked": doors_of_asked.answer_asked,
    }  # fmt: skip
    requirements()
    facts()
    from programs.outlook import OUTLOOK

    bases.outlook["programs"] = OUTLOOK
    show_on_pages()
    follow_up()
    put_in_folder()


def show_on_pages():
    """What stands on the page of a pair, in the order of adding, and in the small cabinet."""
    from programs import cabinet_pieces, panels
    from programs.changes_panel import changes_panel
    from programs.views import contests, helpers, log_page, materials, open_events, suggestions

    panels.pair["open_events"] = open_events.panel
    panels.pair["contests"] = contests.panel
    panels.pair["materials"] = materials.panel
    panels.pair["helpers"] = helpers.panel
    panels.pair["suggestions"] = suggestions.panel
    panels.pair["changes"] = changes_panel
    panels.pair["silence"] = log_page.silence_panel
    panels.pair["help"] = log_page.help_panel
    panels.step |= cabinet_pieces.STEPS
    panels.cabinet |= cabinet_pieces.PIECES


def follow_up():
    """What waits for people, what follows by itself, what the night and long work do."""
    from programs import holdings, situations
    from programs.actions import asked, deciding, handouts, order_steps, pulse, silence, stacks

    tasks.situation |= situations.ALL
    holdings.contribute()
    order_steps.contribute()
    workflow.after("programs.Pair.resume", silence.count_anew)
    nightly.chore |= {"programs.silence": silence.chore, "programs.pulse": pulse.chore, **stacks.CHORES}
    nightly.chore |= {"programs.asked": asked.chore, **handouts.CHORES}
    jobs.kind |= deciding.JOBS | stacks.JOBS | handouts.JOBS


def put_in_folder():
    """The year's folder: its shelves, its list of what is missing, the work that packs it, and how it goes."""
    from programs import folder, honours_panel, panels
    from programs.actions import folder as deeds
    from programs.actions import honours
    from programs.folder import council, points, shelves
    from programs.views import materials

    folder.shelf |= shelves.SHELVES | {"programs.council": council.shelf}
    folder.check |= points.CHECKS | {"programs.council": council.check}
    jobs.kind |= deeds.JOBS | honours.JOBS
    panels.cabinet |= honours_panel.PIECES | {"programs.materials": materials.cabinet_panel}
    nightly.chore |= deeds.CHORES


def requirements():
    from programs.actions import (
        early_ends,
        intake,
        labour,
        order_gaps,
        pairs,
        plans,
        publication,
        selection,
        withdrawals,
    )

    for name, check in {
        "programs.Request.analyse": intake.analyse_gaps,
        "programs.Request.admit": intake.admit_gaps,
        "programs.Candidacy.recommend": selection.recommend_gaps,
        "programs.Order.send_for_agreement": order_gaps.agreement_gaps,
        "programs.Order.submit": order_gaps.submit_gaps,
        "programs.Pair.agree": pairs.agree_gaps,
        "programs.Pair.begin_closing": pairs.closing_gaps,
        "programs.Plan.submit": plans.submit_gaps,
        "programs.Plan.close": plans.close_gaps,
        "programs.Publication.publish": publication.publish_gaps,
        "programs.Pair.start": withdrawals.gate_gaps,
        "programs.Pair.resume": withdrawals.gate_gaps,
    }.items():
        workflow.require(name, check)
    workflow.require("programs.Pair.begin_closing", early_ends.agreed_gaps)
    workflow.require("programs.SupplementaryAgreement.finish", labour.finish_gaps)
    workflow.after("registry.Consent.withdraw", withdrawals.suspend_pairs)
    consents.foretold["pairs"] = withdrawals.foretell


def facts():
    """What the stages of the roadmap are computed from."""
    from programs.facts import FACTS

    roadmap.fact |= FACTS
