"""What a programme's year holds about a person: entries of people.inventory."""

from programs.holdings import ends, intake, papers, work
from registry.engine import inventory
from registry.erasure.purge import PURGES

IMPERSONAL = {
    "programs.Programme", "programs.ProgrammeRule", "programs.Stage", "programs.OrderWording", "programs.TypicalPlan",
    "programs.TypicalLine", "programs.Criterion", "programs.Poster", "programs.JoinTrace", "programs.Commission",
}  # fmt: skip


def contribute():
    inventory.holding |= {**intake.HOLDINGS, **work.HOLDINGS, **papers.HOLDINGS}
    inventory.standing |= {"pairs": ends.pairs, "register": ends.register, "orders": ends.orders, "seats": ends.seats}
    inventory.reached["year"] = ends.year_over
    inventory.needed["programmes"] = ends.still_takes_part
    inventory.kept |= {"programs.Order.title", "programs.Order.preamble", "programs.Order.points"}
    inventory.impersonal |= IMPERSONAL
    PURGES["site_requests"] = intake.old_site_requests
