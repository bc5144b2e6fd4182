"""Tables of the programme's year."""

from programs.models.asked import AskedDocument
from programs.models.care import HelpCall, Pulse
from programs.models.changes import PairChange
from programs.models.contests import Contest
from programs.models.council import CouncilDecision, CouncilMeeting, CouncilPlanLine
from programs.models.helpers import Helper, HelperHours
from programs.models.honours import Award, Statement
from programs.models.intake import Request, ThirdPartyNote
from programs.models.labour import BLOCKS, SupplementaryAgreement
from programs.models.leaving import EarlyEnd, EarlyEndMark, Handover, HandoverLine, PairPast, Petition
from programs.models.materials import Material
from programs.models.meetings import Confirmation, Meeting, Presence
from programs.models.open_events import OpenEvent
from programs.models.order_steps import OrderStep
from programs.models.orders import ACTS, Acquaintance, Approval, Order, OrderLine, OrderWording
from programs.models.outreach import Informing, JoinTrace, ParentNotice, Poster
from programs.models.pairing import (
    GroupMeeting,
    PairingTerms,
    PlannedGroup,
    Preference,
    PreferenceSheet,
    Ruling,
    Visitor,
)
from programs.models.pairs import Pair, PairAgreement, Side
from programs.models.paper_wording import PaperWording
from programs.models.plan_history import DoneMark, PlanNote, PlanVersion
from programs.models.plans import Plan, PlanLine
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
from programs.models.silence import Reminder, Silence
from programs.models.sitting import Attendance, Conflict, Interview, Sheet, Training, Vote
from programs.models.subjects import Assignment, AwardProposal, LocalDocument, OrderChange, Release
from programs.models.suggestions import Suggestion
from programs.models.typical import PlanKind, TypicalLine, TypicalPlan
from programs.models.way import MendedConclusion, Support, Talk

__all__ = [
    "ACTS",
    "BLOCKS",
    "Acquaintance",
    "Activity",
    "Approval",
    "AskedDocument",
    "Assignment",
    "Attendance",
    "Award",
    "AwardProposal",
    "Candidacy",
    "Commission",
    "CommissionMember",
    "Confirmation",
    "Conflict",
    "Contest",
    "CouncilDecision",
    "CouncilMeeting",
    "CouncilPlanLine",
    "Criterion",
    "CriterionMark",
    "Decision",
    "DoneMark",
    "EarlyEnd",
    "EarlyEndMark",
    "GroupMeeting",
    "Handover",
    "HandoverLine",
    "HelpCall",
    "Helper",
    "HelperHours",
    "Informing",
    "Interview",
    "JoinTrace",
    "LocalDocument",
    "Material",
    "Meeting",
    "MendedConclusion",
    "Minutes",
    "OpenEvent",
    "Order",
    "OrderChange",
    "OrderLine",
    "OrderStep",
    "OrderWording",
    "Pair",
    "PairAgreement",
    "PairChange",
    "PairPast",
    "PairingTerms",
    "PaperWording",
    "ParentNotice",
    "Petition",
    "Plan",
    "PlanKind",
    "PlanLine",
    "PlanNote",
    "PlanVersion",
    "PlannedGroup",
    "Portfolio",
    "PortfolioDocument",
    "Poster",
    "Preference",
    "PreferenceSheet",
    "Presence",
    "Programme",
    "ProgrammeRule",
    "Publication",
    "Pulse",
    "RegisterEntry",
    "Release",
    "Reminder",
    "Request",
    "Ruling",
    "Sheet",
    "Side",
    "Silence",
    "Stage",
    "Statement",
    "Suggestion",
    "SupplementaryAgreement",
    "Support",
    "Talk",
    "ThirdPartyNote",
    "Training",
    "TypicalLine",
    "TypicalPlan",
    "Visitor",
    "Vote",
]  # fmt: skip
