"""What one person has to do: their own enrolments, with the module, its scenarios, and what they did under each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from training_app.domain.check import CHECK
from training_app.domain.enrolment import OPEN, Facts, State, state_of
from training_app.domain.errors import NotFound
from training_app.domain.progress import REWIND
from training_app.models import (
    Assignment,
    Enrolment,
    EnrolmentPass,
    Location,
    Module,
    ModuleItem,
    Person,
    Play,
    ScenarioVersion,
)


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One scenario of the module. `attempts` counts the plays of it that were started under the enrolment."""

    scenario_id: str
    is_passed: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class OwnEnrolment:
    """An enrolment as its person sees it; `today` is the day at their store.

    `titles` and `texts` are the module's, by language; `pass_mark` is 0-1. `attempts` is how often a check's scenario
    may be started, None for practice. `note` is from `note_by`, who assigned; empty where there is none.
    """

    id: UUID
    mode: str
    pass_mark: float
    coach: str
    think_first: bool
    attempts: int | None
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    note: str
    note_by: str | None
    time_zone: str
    assigned_at: datetime
    today: date
    facts: Facts
    items: tuple[OwnItem, ...]

    @property
    def state(self) -> State:
        """How it stands today."""
        return state_of(self.facts, today=self.today)

    @property
    def is_open(self) -> bool:
        """Whether there is something to do under it."""
        return self.state in OPEN

    @property
    def is_check(self) -> bool:
        """Whether its plays are checks."""
        return self.mode == CHECK

    def attempts_left(self, scenario_id: str) -> int | None:
        """How often a check's scenario may still be started; None for practice."""
        item = next(item for item in self.items if item.scenario_id == scenario_id)
        return None if self.attempts is None else max(0, self.attempts - item.attempts)

    def next_after(self, scenario_id: str) -> str | None:
        """The scenario to play after this one: the next that is not passed, from the beginning again after the last.

        None where there is no other.
        """
        ids = [item.scenario_id for item in self.items]
        here = ids.index(scenario_id) + 1 if scenario_id in ids else 0
        around = self.items[here:] + self.items[:here]
        return next((one.scenario_id for one in around if not one.is_passed and one.scenario_id != scenario_id), None)


def is_open() -> ColumnElement[bool]:
    """Whether there is something to do under an enrolment, whatever day it is: not settled, failed or taken back."""
    columns = (Enrolment.withdrawn_at, Enrolment.excused_at, Enrolment.passed_on, Enrolment.exhausted_at)
    return and_(*(column.is_(None) for column in columns))


def enrolments_of(session: Session, *, person_id: UUID, now: datetime) -> list[OwnEnrolment]:
    """All of the person's that are not withdrawn: what is due first comes first."""
    return _read(session, _of(person_id).where(Enrolment.withdrawn_at.is_(None)), now)


def own_enrolment(session: Session, enrolment_id: UUID, *, person_id: UUID, now: datetime) -> OwnEnrolment:
    """One of them. Raises NotFound, also for somebody else's and for one that is withdrawn."""
    query = _of(person_id).where(Enrolment.withdrawn_at.is_(None), Enrolment.id == enrolment_id)
    found = _read(session, query, now)
    if not found:
        raise NotFound("Nothing like this was assigned to you.")
    return found[0]


_ITEM_COLUMNS = 3
_ENROLMENT_COLUMNS = (
    Enrolment.id,
    Enrolment.assigned_at,
    Enrolment.due_on,
    Enrolment.started_at,
    Enrolment.passed_on,
    Enrolment.exhausted_at,
    Enrolment.excused_at,
    Enrolment.more_attempts,
    Module.mode,
    Module.pass_mark,
    Module.coach,
    Module.think_first,
    Module.attempts,
    Module.titles,
    Module.texts,
    Assignment.note,
    Person.name.label("note_by"),
    Location.time_zone,
)


def _of(person_id: UUID) -> Select[*tuple[Any, ...]]:
    """One row for each enrolment and scenario of its module, in one statement however much was played."""
    started = (
        select(Play.enrolment_id, ScenarioVersion.scenario_id, func.count().label("attempts"))
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .where(
            Play.person_id == person_id,
            Play.enrolment_id.is_not(None),
            Play.started_at.is_not(None),
            Play.mode != REWIND,
        )
        .group_by(Play.enrolment_id, ScenarioVersion.scenario_id)
        .subquery()
    )
    return (
        select(
            ModuleItem.scenario_id,
            EnrolmentPass.play_id,
            func.coalesce(started.c.attempts, 0),
            *_ENROLMENT_COLUMNS,
        )
        .select_from(Enrolment)
        .join(Module, Module.id == Enrolment.module_id)
        .join(ModuleItem, ModuleItem.module_id == Module.id)
        .join(Assignment, Assignment.id == Enrolment.assignment_id)
        .join(Location, Location.id == Enrolment.location_id)
        .outerjoin(Person, Person.id == Assignment.assigned_by)
        .outerjoin(
            EnrolmentPass,
            (EnrolmentPass.enrolment_id == Enrolment.id) & (EnrolmentPass.scenario_id == ModuleItem.scenario_id),
        )
        .outerjoin(
            started, (started.c.enrolment_id == Enrolment.id) & (started.c.scenario_id == ModuleItem.scenario_id)
        )
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.due_on, Enrolment.assigned_at, Enrolment.id, ModuleItem.position)
    )


def _read(session: Session, query: Select[*tuple[Any, ...]], now: datetime) -> list[OwnEnrolment]:
    rows = session.execute(query).all()
    return [_own(list(group), now) for _id, group in groupby(rows, key=lambda row: row[_ITEM_COLUMNS])]


def _own(rows: list[Any], now: datetime) -> OwnEnrolment:
    first = rows[0]
    return OwnEnrolment(
        id=first.id,
        mode=first.mode,
        pass_mark=first.pass_mark,
        coach=first.coach,
        think_first=first.think_first,
        attempts=None if first.attempts is None else first.attempts + first.more_attempts,
        titles=first.titles,
        texts=first.texts,
        note=first.note,
        note_by=first.note_by,
        time_zone=first.time_zone,
        assigned_at=first.assigned_at,
        today=now.astimezone(ZoneInfo(first.time_zone)).date(),
        facts=Facts(
            due_on=first.due_on,
            is_started=first.started_at is not None,
            passed_on=first.passed_on,
            is_exhausted=first.exhausted_at is not None,
            is_excused=first.excused_at is not None,
        ),
        items=tuple(OwnItem(scenario_id, play_id is not None, attempts) for scenario_id, play_id, attempts, *_ in rows),
    )
