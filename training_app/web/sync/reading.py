"""The body of `/sync`, read strictly: anything of another shape is refused as a whole, before anything is stored."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID

from training_app.domain.clocks import can_be_shown
from training_app.domain.errors import Invalid
from training_app.services.batch import SentChoice, SentPlay
from training_app.web.answers import can_be_kept

MOST_CHOICES = 200
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
PLAY = frozenset({"play", "scenario", "version", "language", "started", "choices"})
PERHAPS = frozenset({"enrolment", "parent", "from_number", "beginning"})
CHOICE = frozenset({"number", "choice", "at"})


def read_batch(body: object) -> list[SentPlay]:
    """The plays of a batch, in the order sent. Raises Invalid `unreadable`."""
    entries = _list(_members(body, {"plays"})["plays"])
    batch = [_play(_members(entry, PLAY, PERHAPS)) for entry in entries]
    if sum(len(play.choices) for play in batch) > MOST_CHOICES:
        _refuse(f"at most {MOST_CHOICES} choices in all")
    return batch


def read_moment(value: object) -> datetime:
    """A time with its zone, as ISO 8601 writes it. Raises Invalid `unreadable`."""
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        _refuse("times as ISO 8601 writes them")
    if moment.tzinfo is None:
        _refuse("times with their zone")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        _refuse("times that a clock can show")
    if not can_be_shown(moment):
        _refuse("times that a clock can show")
    return moment


def _play(members: dict[str, Any]) -> SentPlay:
    parent, from_number = members.get("parent"), members.get("from_number")
    enrolment, beginning = members.get("enrolment"), members.get("beginning")
    if (parent is None) != (from_number is None):
        _refuse("`parent` and `from_number` together")
    if not LANGUAGE.fullmatch(_text(members["language"])):
        _refuse("a language such as `en`")
    return SentPlay(
        id=_uuid(members["play"]),
        scenario=_text(members["scenario"]),
        version=_number(members["version"]),
        language=members["language"],
        started=read_moment(members["started"]),
        enrolment=None if enrolment is None else _uuid(enrolment),
        parent=None if parent is None else _uuid(parent),
        from_number=None if from_number is None else _number(from_number),
        beginning=None if beginning is None else _text(beginning),
        choices=tuple(_choice(_members(entry, CHOICE)) for entry in _list(members["choices"])),
    )


def _choice(members: dict[str, Any]) -> SentChoice:
    return SentChoice(_number(members["number"]), _text(members["choice"]), read_moment(members["at"]))


def _members(value: object, needed: Collection[str], perhaps: Collection[str] = ()) -> dict[str, Any]:
    """An object with these members and, of others, only those that may be there."""
    if not isinstance(value, dict):
        _refuse("an object there")
    if not set(needed) <= set(value) <= {*needed, *perhaps}:
        _refuse(f"the members {', '.join(sorted(needed))}, and perhaps: {', '.join(sorted(perhaps)) or 'none'}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        _refuse("a list there")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not can_be_kept(value):
        _refuse("a text there")
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        _refuse("a whole number from 1 there")
    return value


def _uuid(value: object) -> UUID:
    try:
        read = UUID(_text(value))
    except ValueError:
        _refuse("a UUID there")
    if str(read) != _text(value).lower():
        _refuse("a UUID in its usual form")
    return read


def _refuse(expected: str) -> NoReturn:
    raise Invalid("unreadable", f"The body has to have another shape: {expected}.")
