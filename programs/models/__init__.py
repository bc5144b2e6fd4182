"""Tables of the programme's year."""

from programs.models.changes import PairChange
from programs.models.intake import Request, ThirdPartyNote
from programs.models.orders import ACTS, Acquaintance, Approval, Order, OrderLine, OrderWording
from programs.models.outreach import Informing, JoinTrace, ParentNotice, Poster
from programs.models.pairs import Pair, PairAgreement, Side
from programs.models.plans import Confirmation, Meeting, Plan, PlanLine, TypicalLine, TypicalPlan
from programs.models.programme import Activity, Programme, ProgrammeRule, Stage
from programs.models.publication import Publication
from programs.models.selection import (
    Candidacy,
    Commission,
    CommissionMember,
    Criterion,
    CriterionMark,
    Decision,
    Minutes,
    RegisterEntry,
)
from programs.models.way import MendedConclusion, Support, Talk

__all__ = [
    "ACTS", "Acquaintance", "Activity", "Approval", "Candidacy", "Commission", "CommissionMember", "Confirmation",
    "Criterion", "CriterionMark", "Decision", "Informing", "JoinTrace", "Meeting", "MendedConclusion", "Minutes",
    "Order", "OrderLine", "OrderWording", "Pair", "PairAgreement", "PairChange", "ParentNotice", "Plan", "PlanLine",
    "Poster", "Programme", "ProgrammeRule", "Publication", "RegisterEntry", "Request", "Side", "Stage", "Support",
    "Talk", "ThirdPartyNote", "TypicalLine", "TypicalPlan",
]  # fmt: skip
