"""Tables of the ground floor."""

from registry.models.acts import LegalAct
from registry.models.breaks import SchoolBreak
from registry.models.cards import Certificate, Mentee, Mentor, Topic
from registry.models.consents import Consent, ConsentKind, ConsentText, Signature
from registry.models.duties import DayOff, Duty, DutyKind
from registry.models.imports import HeadingMemory, ImportBatch, ImportedRow
from registry.models.jobs import Job
from registry.models.letters import InstallationFact, Letter
from registry.models.moves import DifferentPeople, Merge, YearTurn
from registry.models.people import (
    Appointment,
    DatedFact,
    DatedQuerySet,
    Employment,
    Enrolment,
    Guardianship,
    Person,
    User,
    ends_after_start,
)
from registry.models.posts import PostCase
from registry.models.regulation import (
    AUDIENCES,
    STAGE_KEYS,
    ActivityBase,
    ActivityTemplate,
    Form,
    Kind,
    Point,
    ProgrammePreset,
    Regulation,
    Roadmap,
    RoleModel,
    Rule,
    StageBase,
    StageTemplate,
    Word,
)
from registry.models.scans import Heap, HeapFile, HeapLine, PrintRun, ScanPage
from registry.models.school import School, SchoolClass, Year
from registry.models.subject import Erasure, Retention, SubjectRequest
from registry.models.traces import JournalLine, Paper, PersonalLink, StoredFile, SubmittedForm

__all__ = [
    "AUDIENCES",
    "STAGE_KEYS",
    "ActivityBase",
    "ActivityTemplate",
    "Appointment",
    "Certificate",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "DatedFact",
    "DatedQuerySet",
    "DayOff",
    "DifferentPeople",
    "Duty",
    "DutyKind",
    "Employment",
    "Enrolment",
    "Erasure",
    "Form",
    "Guardianship",
    "HeadingMemory",
    "Heap",
    "HeapFile",
    "HeapLine",
    "ImportBatch",
    "ImportedRow",
    "InstallationFact",
    "Job",
    "JournalLine",
    "Kind",
    "LegalAct",
    "Letter",
    "Mentee",
    "Mentor",
    "Merge",
    "Paper",
    "Person",
    "PersonalLink",
    "Point",
    "PostCase",
    "PrintRun",
    "ProgrammePreset",
    "Regulation",
    "Retention",
    "Roadmap",
    "RoleModel",
    "Rule",
    "ScanPage",
    "School",
    "SchoolBreak",
    "SchoolClass",
    "Signature",
    "StageBase",
    "StageTemplate",
    "StoredFile",
    "SubjectRequest",
    "SubmittedForm",
    "Topic",
    "User",
    "Word",
    "Year",
    "YearTurn",
    "ends_after_start",
]  # fmt: skip
