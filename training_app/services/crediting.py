"""What plays earn for enrolments: when something was started under one, how often, what was passed and on which day.

A play under an enrolment credits that one alone; any other practice play credits each open practice enrolment of its
person whose module holds the scenario; rewinds credit nothing. Enrolments are locked before anything is decided, in
the order of their ids, so that of two plays that end at once the second sees what the first has passed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, func, or_, select, update

from training_app.db import Transaction
from training_app.domain.check import CHECK, PRACTICE
from training_app.domain.progress import REWIND
from training_app.models import Enrolment, EnrolmentPass, Location, Module, ModuleItem
from training_app.models.types import UtcDateTime, table_of
from training_app.models.upsert import insert_all_new
from training_app.queries.attempts import started_plays
from training_app.services.milestones import Milestones
from training_app.services.report_counts import refresh_counts, touch_reports
from training_app.services.results import passes

_ENROLMENT, _PASS, _MODULE, _ITEM, _LOCATION = (
    table_of(model) for model in (Enrolment, EnrolmentPass, Module, ModuleItem, Location)
)
_IS_OPEN = and_(*(_ENROLMENT.c[name].is_(None) for name in ("withdrawn_at", "excused_at", "passed_at")))
_COLUMNS = (
    _ENROLMENT.c.id,
    _ENROLMENT.c.location_id,
    _LOCATION.c.time_zone,
    _ENROLMENT.c.module_id,
    _MODULE.c.mode,
    _MODULE.c.pass_mark,
    (_MODULE.c.attempts + _ENROLMENT.c.more_attempts).label("allowed"),
    _ENROLMENT.c.started_at,
    _ENROLMENT.c.attempts,
    _ENROLMENT.c.exhausted_at,
)


def _locked(*conditions: Any) -> Select[Any]:
    """Open enrolments, which nobody else changes until the transaction ends."""
    tables = _ENROLMENT.join(_MODULE).join(_LOCATION, _LOCATION.c.id == _ENROLMENT.c.location_id)
    open_ones = select(*_COLUMNS).select_from(tables).where(_IS_OPEN, *conditions).order_by(_ENROLMENT.c.id)
    return open_ones.with_for_update(of=_ENROLMENT, key_share=True)


# Built once on the bare tables: every play's first and last choice ask.
_HOLDS = select(_ITEM.c.module_id).where(_ITEM.c.scenario_id.in_(bindparam("scenarios", expanding=True)))
_CONCERNED = _locked(
    or_(
        _ENROLMENT.c.id.in_(bindparam("enrolments", expanding=True)),
        and_(
            _ENROLMENT.c.person_id == bindparam("person"),
            _MODULE.c.mode == PRACTICE,
            _ENROLMENT.c.module_id.in_(_HOLDS),
        ),
    )
)
_STORES_OF = select(_ENROLMENT.c.location_id).where(_ENROLMENT.c.module_id == bindparam("module")).distinct()
_PLAIN = _locked(
    _ENROLMENT.c.person_id == bindparam("person"),
    _MODULE.c.mode == PRACTICE,
    _ENROLMENT.c.module_id.in_(select(_ITEM.c.module_id).where(_ITEM.c.scenario_id == bindparam("scenario"))),
)
_OF_MODULE = _locked(_ENROLMENT.c.module_id == bindparam("module"))
_ITEMS = (
    select(_ENROLMENT.c.id, _ITEM.c.scenario_id, _PASS.c.passed_at)
    .select_from(_ENROLMENT.join(_ITEM, _ITEM.c.module_id == _ENROLMENT.c.module_id))
    .outerjoin(_PASS, and_(_PASS.c.enrolment_id == _ENROLMENT.c.id, _PASS.c.scenario_id == _ITEM.c.scenario_id))
    .where(_ENROLMENT.c.id.in_(bindparam("enrolments", expanding=True)))
)
_COMPLETE = (
    select(_ENROLMENT.c.id, func.max(_PASS.c.passed_at, type_=UtcDateTime).label("passed_at"))
    .select_from(_ENROLMENT.join(_ITEM, _ITEM.c.module_id == _ENROLMENT.c.module_id))
    .outerjoin(_PASS, and_(_PASS.c.enrolment_id == _ENROLMENT.c.id, _PASS.c.scenario_id == _ITEM.c.scenario_id))
    .where(_IS_OPEN, _ENROLMENT.c.module_id == bindparam("module"))
    .group_by(_ENROLMENT.c.id)
    .having(func.count(_ITEM.c.scenario_id) == func.count(_PASS.c.scenario_id))
)
_FACTS = ("started_at", "attempts", "passed_at", "passed_on", "exhausted_at")
_NOTE = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("enrolment"))
    .values({name: bindparam(f"new_{name}") for name in _FACTS})
)
_SETTLE = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("enrolment"))
    .values(passed_at=bindparam("new_passed_at"), passed_on=bindparam("new_passed_on"))
)


@dataclass(slots=True)
class _Account:
    """An enrolment that was open a moment ago, and what is credited to it.

    `items` gives each scenario of the module now with the moment when it was passed; `news` are rows of passes.
    """

    id: UUID
    location_id: UUID
    time_zone: str
    module_id: UUID
    mode: str
    pass_mark: float
    allowed: int | None
    started_at: datetime | None
    attempts: int
    exhausted_at: datetime | None
    items: dict[str, datetime | None] = field(default_factory=dict)
    passed_at: datetime | None = None
    news: list[dict[str, Any]] = field(default_factory=list)
    is_changed: bool = False

    def takes(self, one: Milestones) -> bool:
        """Whether it is credited with what this play reached."""
        if self.passed_at is not None:
            return False
        if one.enrolment_id is not None:
            return one.enrolment_id == self.id
        return one.scenario_id in self.items

    def start(self, at: datetime) -> None:
        """A play was started."""
        self.started_at = self.started_at or at
        self.attempts += 1
        self.is_changed = True

    def passed(self, one: Milestones, at: datetime, score: float | None) -> None:
        """A play passed its scenario; the last of the module passes the enrolment."""
        if self.started_at is None:  # the play was started before this was assigned
            self.start(at)
        if one.scenario_id in self.items and self.items[one.scenario_id] is None:
            self.items[one.scenario_id] = at
            self.news.append(
                {
                    "enrolment_id": self.id,
                    "scenario_id": one.scenario_id,
                    "play_id": one.play,
                    "passed_at": at,
                    "score": score,
                }
            )
            passed = [moment for moment in self.items.values() if moment is not None]
            self.passed_at = max(passed) if len(passed) == len(self.items) else None
            self.is_changed = True

    def row(self) -> dict[str, Any]:
        """The facts as they are kept."""
        return {
            "enrolment": self.id,
            "new_started_at": self.started_at,
            "new_attempts": self.attempts,
            "new_passed_at": self.passed_at,
            "new_passed_on": _day(self.passed_at, self.time_zone),
            "new_exhausted_at": self.exhausted_at,
        }


def credit(transaction: Transaction, reached: Sequence[Milestones]) -> None:
    """Credit what plays of one person reached, in this order, in the transaction in which it is kept.

    Call it after `keep_milestones`.
    """
    counted = [one for one in reached if one.mode != REWIND]
    accounts = _accounts(transaction, counted) if counted else []
    for one in counted:
        for account in accounts:
            _credit(transaction, account, one)
    _keep(transaction, [account for account in accounts if account.is_changed])
    _tell_reports(transaction, counted, accounts)


def settle_passes(transaction: Transaction, *, module_id: UUID) -> None:
    """After a module changed: whoever has passed all scenarios that it has now has passed it.

    They passed it when they passed the last of those scenarios. Every report that shows the module is told.
    """
    open_ones = {row.id: row for row in transaction.execute(_OF_MODULE, {"module": module_id})}
    complete = transaction.execute(_COMPLETE, {"module": module_id}).all() if open_ones else []
    rows = [
        {
            "enrolment": row.id,
            "new_passed_at": row.passed_at,
            "new_passed_on": _day(row.passed_at, open_ones[row.id].time_zone),
        }
        for row in complete
    ]
    if rows:
        transaction.execute(_SETTLE, rows)
    stores = set(transaction.scalars(_STORES_OF, {"module": module_id}))
    refresh_counts(transaction, location_ids=stores, module_ids={module_id})


def _accounts(transaction: Transaction, counted: Sequence[Milestones]) -> list[_Account]:
    """The enrolments that these plays may be credited to, locked, with what was passed under them."""
    accounts = {row.id: _Account(*row) for row in _concerned(transaction, counted)}
    for row in transaction.execute(_ITEMS, {"enrolments": list(accounts)}) if accounts else ():
        accounts[row.id].items[row.scenario_id] = row.passed_at
    return list(accounts.values())


def _concerned(transaction: Transaction, counted: Sequence[Milestones]) -> Iterable[Any]:
    """Of a single play that was begun freely, which is what comes all day long, the question is the short one."""
    first = counted[0]
    if len(counted) == 1 and first.enrolment_id is None:
        return transaction.execute(_PLAIN, {"person": first.person_id, "scenario": first.scenario_id})
    asked = {
        "enrolments": list({one.enrolment_id for one in counted if one.enrolment_id is not None}),
        "person": first.person_id,
        "scenarios": list({one.scenario_id for one in counted if one.enrolment_id is None}),
    }
    return transaction.execute(_CONCERNED, asked)


def _credit(transaction: Transaction, account: _Account, one: Milestones) -> None:
    if one.is_start and account.takes(one):
        account.start(one.first_at)
    if one.result is None or one.finished_at is None or not account.takes(one):
        return
    if passes(one.result, pass_mark=account.pass_mark):
        account.passed(one, one.finished_at, one.result["score"])
    elif account.mode == CHECK and account.exhausted_at is None and account.allowed is not None:
        used = len(started_plays(transaction, account.id, one.scenario_id))
        if used >= account.allowed:
            account.exhausted_at = one.finished_at
            account.is_changed = True


def _keep(transaction: Transaction, accounts: Sequence[_Account]) -> None:
    news = [row for account in accounts for row in account.news]
    if accounts:
        transaction.execute(_NOTE, [account.row() for account in accounts])
    if news:
        insert_all_new(transaction, EnrolmentPass, news)


def _tell_reports(transaction: Transaction, counted: Sequence[Milestones], accounts: Collection[_Account]) -> None:
    """A report shows states, and what was answered in plays that are finished."""
    changed = [account for account in accounts if account.is_changed]
    stores = {one.location_id for one in counted if one.result is not None and one.location_id is not None}
    if changed:
        stores |= {account.location_id for account in changed}
        refresh_counts(transaction, location_ids=stores, module_ids={account.module_id for account in changed})
    else:
        touch_reports(transaction, stores)


def _day(moment: datetime | None, time_zone: str) -> Any:
    """The day that it was in this time zone."""
    return None if moment is None else moment.astimezone(ZoneInfo(time_zone)).date()
