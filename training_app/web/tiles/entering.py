"""Entering by a PIN, and choosing one for the first time.

A PIN is verified, or hashed, outside of writing transactions: it takes long, and others would wait.
"""

from collections.abc import Sequence
from uuid import UUID

from training_app.db import close_session, current_reader, current_session
from training_app.domain.errors import Conflict, DomainError, Invalid
from training_app.domain.pins import is_pin
from training_app.domain.progress import PlayRecord, counting
from training_app.models import Person
from training_app.moment import new_id, new_token, now
from training_app.queries.devices import DeviceInForce
from training_app.queries.enrolments import OwnEnrolment, enrolments_of
from training_app.queries.history import plays_of
from training_app.queries.terms import own_terms
from training_app.queries.tiles import person_of_store
from training_app.queries.versions import PublishedVersion, latest_versions
from training_app.services.passwords import verify_password
from training_app.services.pins import admit_by_pin, choose_first_pin, hash_new_pin, take_pin_try
from training_app.services.playing import begin_play
from training_app.services.signing_in import sign_out
from training_app.web.practice.cards import open_plays
from training_app.web.recommending import in_order
from training_app.web.tiles.roster import shows_demo


class WrongPin(DomainError):
    """It is not this person's PIN; `seconds` is how long the next try has to wait, 0 if it need not."""

    def __init__(self, *, seconds: int) -> None:
        super().__init__("wrong-pin", "That is not the PIN.")
        self.seconds = seconds


def enter_by_pin(person: Person, pin: str, *, device_id: UUID, instead_of: str | None) -> str:
    """The token of a new session on this tablet, which ends the browser's earlier one.

    Raises WrongPin, TooManyTries, Invalid `bad-pin` for what is no PIN, Conflict `no-pin` for who has none yet.
    """
    person_id, pin_hash = person.id, person.pin_hash
    if pin_hash is None:
        raise Conflict("no-pin", "This person chooses a PIN first.")
    if not is_pin(pin):
        raise Invalid("bad-pin", "A PIN has 4 to 6 digits.")
    session = current_session()
    seconds = take_pin_try(session, person_id=person_id, device_id=device_id, now=now())
    session.commit()
    close_session()
    if not verify_password(pin_hash, pin):
        raise WrongPin(seconds=seconds)
    return _begin(person_id, device_id, instead_of)


def _begin(person_id: UUID, device_id: UUID, instead_of: str | None) -> str:
    session = current_session()
    token = new_token()
    admit_by_pin(session, person_id=person_id, device_id=device_id, token=token, now=now())
    if instead_of:
        sign_out(session, token=instead_of)
    session.commit()
    return token


def enter_first(person_id: UUID, pin: str, *, language: str, tablet: DeviceInForce, instead_of: str | None) -> str:
    """Keep the PIN and the language that a newcomer chose; gives the token of their session.

    Raises NotFound for a person of another store, Invalid with the code of a `Fault`, Conflict `has-pin`.
    """
    reader = current_reader()
    person = person_of_store(reader, person_id, location_id=tablet.location_id, with_demo=shows_demo())
    pin_hash = hash_new_pin(pin, staff_number=person.staff_number)
    session = current_session()
    person = person_of_store(session, person_id, location_id=tablet.location_id, with_demo=shows_demo(), lock=True)
    choose_first_pin(session, person=person, pin_hash=pin_hash, language=language, event_id=new_id(), now=now())
    return _begin(person_id, tablet.id, instead_of)


def first_play(person_id: UUID, *, language: str, tablet: DeviceInForce) -> UUID | None:
    """The role-play to begin with, begun unless it is open already: what is due to practise, else the first new one.

    None where there is none at all, and for whoever has played all and has a check due: Practice leads with that. No
    check is begun for anybody, nor played freely before.
    """
    session = current_session()
    plays = plays_of(session, person_id=person_id)
    open_ones = open_plays(plays)
    if open_ones:
        return open_ones[0].id
    due = [own for own in enrolments_of(session, person_id=person_id, now=now()) if own.is_open]
    found = _first_of(due, in_order(latest_versions(session)), plays)
    if found is None:
        return None
    version, enrolment = found
    begun = begin_play(
        session,
        play_id=new_id(),
        person_id=person_id,
        location_id=tablet.location_id,
        version=version,
        language=language,
        now=now(),
        terms=own_terms(session, enrolment, person_id=person_id) if enrolment else None,
    )
    session.commit()
    return begun.play.id


def _first_of(
    due: Sequence[OwnEnrolment], versions: Sequence[PublishedVersion], plays: Sequence[PlayRecord]
) -> tuple[PublishedVersion, UUID | None] | None:
    """What to begin with, and the enrolment under which, if it is due."""
    newest = {version.scenario_id: version for version in versions}
    checked = {item.scenario_id for own in due if own.is_check for item in own.items}
    practised = (own for own in due if not own.is_check)
    led = [(item.scenario_id, own.id) for own in practised for item in own.items if not item.is_passed]
    fresh = [(one, None) for one, version in newest.items() if not counting(plays, rules_sha=version.rules_sha)]
    again = [] if checked else [(one, None) for one in newest]
    wanted = (pair for pair in (*led, *fresh, *again) if pair[0] in newest and pair[0] not in checked)
    return next(((newest[one], enrolment) for one, enrolment in wanted), None)
