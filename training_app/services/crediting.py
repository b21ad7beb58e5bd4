"""What plays earn for enrolments: when something was started under one, how often, what was passed and on which day.

A play under an enrolment credits that one alone; any other practice play credits each open practice enrolment of its
person whose module holds the scenario; rewinds credit nothing. Enrolments are locked before anything is decided, in
the order of their ids, so that of two plays that end at once the second sees what the first has passed.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import bindparam, select, update

from training_app.db import Transaction
from training_app.domain.check import CHECK
from training_app.domain.progress import REWIND
from training_app.models import Enrolment, EnrolmentPass
from training_app.models.types import table_of
from training_app.models.upsert import insert_all_new
from training_app.queries.attempts import started_plays
from training_app.queries.open_enrolments import complete_of_module, open_for_plays, open_of_module, passes_under
from training_app.services.earning import Earning, day_there
from training_app.services.milestones import Milestones
from training_app.services.report_counts import refresh_counts, touch_reports
from training_app.services.results import passes

_ENROLMENT = table_of(Enrolment)
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
_STORES_OF = select(_ENROLMENT.c.location_id).where(_ENROLMENT.c.module_id == bindparam("module")).distinct()


def credit(transaction: Transaction, reached: Sequence[Milestones]) -> None:
    """Credit what plays of one person reached, in this order, in the transaction in which it is kept.

    Call it after `keep_milestones`.
    """
    counted = [one for one in reached if one.mode != REWIND]
    earnings = _concerned(transaction, counted) if counted else []
    for one in counted:
        for earning in earnings:
            _credit(transaction, earning, one)
    _keep(transaction, [earning for earning in earnings if earning.is_changed])
    _tell_reports(transaction, counted, earnings)


def settle_passes(transaction: Transaction, *, module_id: UUID) -> None:
    """After a module changed: whoever has passed all scenarios that it has now has passed it.

    They passed it when they passed the last of those scenarios. Every report that shows the module is told.
    """
    time_zones = {row.id: row.time_zone for row in open_of_module(transaction, module_id)}
    complete = complete_of_module(transaction, module_id) if time_zones else {}
    rows = [
        {"enrolment": one, "new_passed_at": at, "new_passed_on": day_there(at, time_zones[one])}
        for one, at in complete.items()
    ]
    if rows:
        transaction.execute(_SETTLE, rows)
    stores = set(transaction.scalars(_STORES_OF, {"module": module_id}))
    refresh_counts(transaction, location_ids=stores, module_ids={module_id})


def _concerned(transaction: Transaction, counted: Sequence[Milestones]) -> list[Earning]:
    """The enrolments that these plays may be credited to, locked, with what was passed under them."""
    found = open_for_plays(
        transaction,
        person_id=counted[0].person_id,
        enrolments={one.enrolment_id for one in counted if one.enrolment_id is not None},
        scenarios={one.scenario_id for one in counted if one.enrolment_id is None},
    )
    earnings = {row.id: Earning(*row) for row in found}
    for enrolment_id, items in passes_under(transaction, earnings.keys()).items():
        earnings[enrolment_id].items = items
    return [*earnings.values()]


def _credit(transaction: Transaction, earning: Earning, one: Milestones) -> None:
    if one.is_start and earning.takes(one):
        earning.start(one.first_at)
    if one.result is None or one.finished_at is None or not earning.takes(one):
        return
    if passes(one.result, pass_mark=earning.pass_mark):
        earning.passed(one, one.finished_at, one.result["score"])
    elif earning.mode == CHECK and earning.exhausted_at is None and earning.allowed is not None:
        used = len(started_plays(transaction, earning.id, one.scenario_id))
        if used >= earning.allowed:
            earning.use_up(one.finished_at)


def _keep(transaction: Transaction, earnings: Sequence[Earning]) -> None:
    news = [row for earning in earnings for row in earning.news]
    if earnings:
        transaction.execute(_NOTE, [earning.row() for earning in earnings])
    if news:
        insert_all_new(transaction, EnrolmentPass, news)


def _tell_reports(transaction: Transaction, counted: Sequence[Milestones], earnings: Collection[Earning]) -> None:
    """A report shows states, tries, and what was answered in plays that are finished."""
    stores = {one.location_id for one in counted if one.result is not None and one.location_id is not None}
    stores |= {earning.location_id for earning in earnings if earning.is_changed}
    module_ids = {earning.module_id for earning in earnings if earning.is_counted_anew}
    if module_ids:
        refresh_counts(transaction, location_ids=stores, module_ids=module_ids)
    else:
        touch_reports(transaction, stores)
