"""Reducing plays to counts when their time is over: some people at a time, and safe to begin anew at any moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from training_app.domain.retention import Tried, landmarks
from training_app.models import Play, PlayChoice, PlayCount, PlayPrinciple, ShiftSentence, Workspace
from training_app.models.upsert import insert_into
from training_app.queries.aged import PlayFamily, families_of, people_with_aged_plays
from training_app.queries.workspace import THE_ONE
from training_app.services.report_counts import touch_reports

AT_ONCE = 500  # ids in one statement
_Counts = dict[tuple[UUID, str, date], Counter[str]]


@dataclass(frozen=True, slots=True)
class Slice:
    """What one step came to: how many plays kept their result alone, how many became counts, and the last person.

    `last` is None when there is nobody left.
    """

    reduced: int
    counted: int
    last: UUID | None


def reduce_plays(session: Session, *, before: datetime, after: UUID | None, most: int, now: datetime) -> Slice:
    """Reduce what the next people, at most so many, last used before that moment.

    Of each person and rules the first try, the best and the first that passed keep their result, as does what an
    enrolment rests on; they lose their log, answers and sentence. The others become counts, and with them go their
    choices, principles and rewinds.
    """
    people = people_with_aged_plays(session, before=before, after=after, most=most)
    if not people:
        return Slice(0, 0, None)
    families = families_of(session, people=people)
    staying = _staying(families)
    aged = [family for family in families if family.touched_at < before]
    reduced = [family for family in aged if family.id in staying and not family.is_reduced]
    gone = [family for family in aged if family.id not in staying]
    forget_answers(session, [*reduced, *gone])
    for ids in _in_parts([family.id for family in reduced]):
        session.execute(update(Play).where(Play.id.in_(ids)).values(answers=None, reduced_at=now))
    count_and_delete(session, gone)
    session.get_one(Workspace, THE_ONE, with_for_update=True).reduced_before = before
    touch_reports(session, {family.location_id for family in aged if family.location_id})
    return Slice(len(reduced), len(gone), people[-1])


def _staying(families: Iterable[PlayFamily]) -> set[UUID]:
    """The plays whose result stays, whenever they were played."""
    by_person: dict[UUID, list[Tried]] = defaultdict(list)
    for one in families:
        if one.started_at is not None:
            tried = Tried(one.id, one.rules_sha, one.started_at, one.is_finished, one.score, one.passed)
            by_person[one.person_id].append(tried)
    staying = {family.id for family in families if family.is_held}
    return staying.union(*(landmarks(tried) for tried in by_person.values()))


def count_and_delete(session: Session, families: Sequence[PlayFamily]) -> None:
    """Let these plays become counts: how many of a scenario there were at a store in a month. Their answers are gone.

    What was opened and never begun is no play, and what was played nowhere is counted nowhere.
    """
    counts: _Counts = defaultdict(Counter)
    for one in families:
        if one.started_at is not None and one.location_id is not None and one.time_zone is not None:
            month = one.started_at.astimezone(ZoneInfo(one.time_zone)).date().replace(day=1)
            count = counts[one.location_id, one.scenario_id, month]
            count.update(plays=1, finished=int(one.is_finished), passed=int(bool(one.passed)))
    _add(session, counts)
    for ids in _in_parts([family.id for family in families]):
        session.execute(delete(PlayPrinciple).where(PlayPrinciple.play_id.in_(ids)))
        session.execute(delete(Play).where(Play.id.in_(ids)))


def _add(session: Session, counts: _Counts) -> None:
    rows = [
        {"location_id": location_id, "scenario_id": scenario_id, "month": month}
        | {name: count[name] for name in ("plays", "finished", "passed")}
        for (location_id, scenario_id, month), count in sorted(counts.items())
    ]
    if rows:
        statement = insert_into(session, PlayCount)
        sums = {name: getattr(PlayCount, name) + statement.excluded[name] for name in ("plays", "finished", "passed")}
        keys = ["location_id", "scenario_id", "month"]
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=sums), rows)


def forget_answers(session: Session, families: Sequence[PlayFamily]) -> None:
    """Delete what was answered in these plays and said for the next shift, and their rewinds altogether."""
    rewinds = [rewind for family in families for rewind in family.rewinds]  # of each family the deepest first
    for ids in _in_parts([*(family.id for family in families), *rewinds]):
        session.execute(delete(PlayChoice).where(PlayChoice.play_id.in_(ids)))
        session.execute(delete(ShiftSentence).where(ShiftSentence.play_id.in_(ids)))
    for ids in _in_parts(rewinds):
        session.execute(delete(Play).where(Play.id.in_(ids)))


def _in_parts(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
