"""What the ground floor holds about a person: the entries of people.inventory, in the order in which one reads them."""

import dataclasses

from registry.engine import inventory
from registry.holdings import cards, papers, people, traces


def contribute():
    """Called once, when the floor is wired."""
    for place, found in ((10, people.HOLDINGS), (20, cards.HOLDINGS), (70, papers.HOLDINGS), (90, traces.HOLDINGS)):
        inventory.holding |= {name: dataclasses.replace(one, place=place) for name, one in found.items()}
    inventory.standing |= {"roles": people.roles_standing, "wards": people.wards_standing}
    inventory.reached |= {"left": people.left_school, "withdrawn": papers.withdrawn}
    inventory.needed |= {"roles": people.with_roles, "wards": people.guardians_of_those_who_stay}
    inventory.kept |= {
        "registry.Paper.said", "registry.ConsentText.data", "registry.SubjectRequest.answer",
        "registry.SubjectRequest.words",
    }  # fmt: skip
    inventory.impersonal |= IMPERSONAL


IMPERSONAL = {
    "registry.School", "registry.Year", "registry.SchoolClass", "registry.Topic", "registry.ConsentText",
    "registry.Regulation", "registry.Point", "registry.Rule", "registry.Word", "registry.Form", "registry.RoleModel",
    "registry.Kind", "registry.Roadmap", "registry.StageTemplate", "registry.ActivityTemplate",
    "registry.ProgrammePreset", "registry.Retention", "registry.HistoricalRetention", "registry.DayOff",
    "registry.SchoolBreak", "registry.DutyKind", "registry.SubmittedForm", "registry.LegalAct",
    "registry.HeadingMemory", "registry.PostCase", "registry.InstallationFact", "registry.YearTurn",
    "registry.HistoricalRegulation",
}  # fmt: skip
