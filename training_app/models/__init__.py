"""The tables, one subject a file. Importing this package registers them all."""

from training_app.models.audit import AuditEvent
from training_app.models.device import Device, Pairing, SealingKey
from training_app.models.mail import Mail, Reminder
from training_app.models.module import Assignment, Enrolment, EnrolmentPass, Module, ModuleItem
from training_app.models.person import Location, Membership, Person
from training_app.models.play import Play, PlayChoice, PlayCount, PlayPrinciple, ShiftSentence
from training_app.models.refresher import RefresherMoment
from training_app.models.report import AssignmentCount, EnrolmentCount, ReportMark
from training_app.models.roster import RosterUpload
from training_app.models.scenario import ScenarioRecord, ScenarioVersion
from training_app.models.sign_in import ResetLink, SignIn, SignInFailure
from training_app.models.workspace import Workspace

__all__ = [
    "Assignment",
    "AssignmentCount",
    "AuditEvent",
    "Device",
    "Enrolment",
    "EnrolmentCount",
    "EnrolmentPass",
    "Location",
    "Mail",
    "Membership",
    "Module",
    "ModuleItem",
    "Pairing",
    "Person",
    "Play",
    "PlayChoice",
    "PlayCount",
    "PlayPrinciple",
    "RefresherMoment",
    "Reminder",
    "ReportMark",
    "ResetLink",
    "RosterUpload",
    "ScenarioRecord",
    "ScenarioVersion",
    "SealingKey",
    "ShiftSentence",
    "SignIn",
    "SignInFailure",
    "Workspace",
]
