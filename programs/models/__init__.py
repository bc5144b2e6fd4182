"""Tables of the programme's year."""

from programs.models.changes import PairChange
from programs.models.honours import Award, Statement
from programs.models.intake import Request, ThirdPartyNote
from programs.models.labour import BLOCKS, SupplementaryAgreement
from programs.models.meetings import Confirmation, Meeting
from programs.models.orders import ACTS, Acquaintance, Approval, Order, OrderLine, OrderWording
from programs.models.outreach import Informing, JoinTrace, ParentNotice, Poster
from programs.models.pairs import Pair, PairAgreement, Side
from programs.models.plans import Plan, PlanLine, TypicalLine, TypicalPlan
from programs.models.portfolio import Portfolio, PortfolioDocument
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
from programs.models.sitting import Attendance, Conflict, Interview, Sheet, Training, Vote
from programs.models.way import MendedConclusion, Support, Talk

__all__ = [
    "ACTS", "BLOCKS", "Acquaintance", "Activity", "Approval", "Attendance", "Award", "Candidacy", "Commission",
    "CommissionMember", "Confirmation", "Conflict", "Criterion", "CriterionMark", "Decision", "Informing",
    "Interview", "JoinTrace", "Meeting", "MendedConclusion", "Minutes", "Order", "OrderLine", "OrderWording",
    "Pair", "PairAgreement", "PairChange", "ParentNotice", "Plan", "PlanLine", "Portfolio", "PortfolioDocument",
    "Poster", "Programme", "ProgrammeRule", "Publication", "RegisterEntry", "Request", "Sheet", "Side", "Stage",
    "Statement", "SupplementaryAgreement", "Support", "Talk", "ThirdPartyNote", "Training", "TypicalLine",
    "TypicalPlan", "Vote",
]  # fmt: skip
