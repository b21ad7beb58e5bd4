"""The tables, one subject a file. Importing this package registers them all."""

from training_app.models.audit import AuditEvent
from training_app.models.device import Device, Pairing, SealingKey
from training_app.models.person import Location, Membership, Person
from training_app.models.play import Play, PlayChoice, PlayPrinciple, ShiftSentence
from training_app.models.scenario import ScenarioRecord, ScenarioVersion
from training_app.models.sign_in import ResetLink, SignIn, SignInFailure

__all__ = [
    "AuditEvent",
    "Device",
    "Location",
    "Membership",
    "Pairing",
    "Person",
    "Play",
    "PlayChoice",
    "PlayPrinciple",
    "ResetLink",
    "ScenarioRecord",
    "ScenarioVersion",
    "SealingKey",
    "ShiftSentence",
    "SignIn",
    "SignInFailure",
]
