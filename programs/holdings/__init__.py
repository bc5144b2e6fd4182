"""What a programme's year holds about a person: entries of people.inventory."""

from programs.holdings import beside, care, changes, ends, intake, pairing, papers, subjects, work
from registry.engine import inventory, merging
from registry.erasure.purge import PURGES

IMPERSONAL = {
    "programs.Programme", "programs.ProgrammeRule", "programs.Stage", "programs.OrderWording", "programs.TypicalPlan",
    "programs.PlanKind", "programs.TypicalLine", "programs.Criterion", "programs.Poster", "programs.JoinTrace",
    "programs.Commission", "programs.GroupMeeting", "programs.PairingTerms", "programs.LocalDocument",
    "programs.PaperWording",
}  # fmt: skip


def contribute():
    inventory.holding |= changes.HOLDINGS | care.HOLDINGS | subjects.HOLDINGS | beside.HOLDINGS
    inventory.holding |= {**intake.HOLDINGS, **pairing.HOLDINGS, **work.HOLDINGS, **papers.HOLDINGS}
    merging.rule |= pairing.MERGING
    inventory.standing |= {"pairs": ends.pairs, "register": ends.register, "orders": ends.orders, "seats": ends.seats,
                           "files": beside.files_standing}  # fmt: skip
    inventory.reached["year"] = ends.year_over
    inventory.needed["programmes"] = ends.still_takes_part
    inventory.kept |= {"programs.Order.title", "programs.Order.preamble", "programs.Order.points",
                       "programs.OrderChange.points", "programs.OrderChange.reason"}  # fmt: skip
    inventory.impersonal |= IMPERSONAL
    PURGES["site_requests"] = intake.old_site_requests
