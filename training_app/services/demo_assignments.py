"""What the demo's people have to do, and what they did about it: every state that a report shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.models import Enrolment, Location, Module
from training_app.queries.modules import items_of
from training_app.queries.terms import own_terms
from training_app.queries.versions import PublishedVersion
from training_app.services.assigning import Terms, assign
from training_app.services.changes import Change
from training_app.services.demo_walks import Walks
from training_app.services.excusing import excuse, extend_enrolment

FIRST_SHIFT, FLOOR = "first-shift", "ready-for-the-floor"
NOTES = {FIRST_SHIFT: "Take your time with the second one. The queue can wait.", FLOOR: ""}
WELL, BADLY = 1.0, 0.0


@dataclass(frozen=True, slots=True)
class Given:
    """One module for one store: assigned so many days ago, and due so many days ago."""

    key: str
    store: str
    by: str
    assigned: int
    due: int


@dataclass(frozen=True, slots=True)
class Doing:
    """What one person did: plays of the module's scenarios, in their order, each so many days ago and how well.

    `more_time` is until how many days from now they have time.
    """

    key: str
    account: str
    plays: tuple[tuple[int, float], ...] = ()
    more_time: int | None = None
    is_excused: bool = False


GIVEN = (
    Given(FIRST_SHIFT, "Upland", "trainer@example.com", assigned=21, due=5),
    Given(FLOOR, "Upland", "trainer@example.com", assigned=12, due=3),
    Given(FIRST_SHIFT, "Ontario", "other-manager@example.com", assigned=20, due=4),
    Given(FLOOR, "Ontario", "other-manager@example.com", assigned=11, due=2),
)
DONE = (
    Doing(FIRST_SHIFT, "employee@example.com", more_time=4),
    Doing(FIRST_SHIFT, "1001", ((16, WELL), (15, WELL))),
    Doing(FIRST_SHIFT, "1002", ((3, WELL),), more_time=2),
    Doing(FIRST_SHIFT, "1003", ((9, WELL), (2, WELL))),
    Doing(FIRST_SHIFT, "1004", ((8, WELL), (7, BADLY))),
    Doing(FIRST_SHIFT, "1005", ((14, WELL), (13, BADLY), (9, WELL))),
    Doing(FIRST_SHIFT, "1006", is_excused=True),
    Doing(FIRST_SHIFT, "1007", more_time=9),
    Doing(FLOOR, "employee@example.com", more_time=6),
    Doing(FLOOR, "1001", ((8, WELL),)),
    Doing(FLOOR, "1002", ((4, BADLY),), more_time=3),
    Doing(FLOOR, "1003", ((6, BADLY), (5, BADLY))),
    Doing(FLOOR, "1005", ((1, WELL),)),
    Doing(FLOOR, "1006", is_excused=True),
    Doing(FLOOR, "1007", more_time=9),
    Doing(FIRST_SHIFT, "other-employee@example.com", ((2, WELL),), more_time=3),
    Doing(FIRST_SHIFT, "2001", ((12, WELL), (11, WELL))),
    Doing(FIRST_SHIFT, "2002", ((10, WELL), (1, WELL))),
    Doing(FIRST_SHIFT, "2003", ((15, WELL), (15, WELL))),
    Doing(FLOOR, "2001", ((7, BADLY), (5, WELL))),
    Doing(FLOOR, "2003", ((9, WELL),)),
    Doing(FLOOR, "2004", ((6, BADLY), (3, BADLY))),
    Doing(FLOOR, "other-employee@example.com", more_time=5),
)


@dataclass(frozen=True, slots=True)
class DemoPlaces:
    """Where and who, by name of the place and account of the person; modules by key, versions by scenario."""

    places: Mapping[str, Location]
    people: Mapping[str, UUID]
    modules: Mapping[str, Module]
    versions: Mapping[str, PublishedVersion]


def assign_in_demo(session: Session, walks: Walks, demo: DemoPlaces, *, now: datetime) -> None:
    """Assign the built-in modules to both stores, and let their people do something about it."""
    for given in GIVEN:
        if given.key in demo.modules:
            assignment_id = _assign(session, walks, demo, given, now=now)
            rows = session.scalars(select(Enrolment).where(Enrolment.assignment_id == assignment_id))
            enrolments = {row.person_id: row for row in rows}
            for doing in DONE:
                person_id = demo.people[doing.account]
                if doing.key == given.key and person_id in enrolments:
                    by = demo.people[given.by]
                    _do(session, walks, demo, doing, enrolment=enrolments[person_id], by=by, now=now)


def _assign(session: Session, walks: Walks, demo: DemoPlaces, given: Given, *, now: datetime) -> UUID:
    at = now - timedelta(days=given.assigned)
    place = demo.places[given.store]
    assignment = assign(
        session,
        assignment_id=walks.new_id(),
        module=demo.modules[given.key],
        place=place,
        terms=Terms(due_on=_day(place, now - timedelta(days=given.due)), newcomer_days=14, note=NOTES[given.key]),
        today=_day(place, at),
        change=Change(walks.new_id(), demo.people[given.by], at),
    )
    return assignment.id


def _do(
    session: Session, walks: Walks, demo: DemoPlaces, doing: Doing, *, enrolment: Enrolment, by: UUID, now: datetime
) -> None:
    place = demo.places[_store_of(demo, enrolment)]
    if doing.more_time is not None:
        until = _day(place, now) + timedelta(days=doing.more_time)
        change = Change(walks.new_id(), by, now - timedelta(days=6))
        extend_enrolment(session, enrolment=enrolment, due_on=until, today=enrolment.due_on, change=change)
    if doing.is_excused:
        excuse(session, enrolment=enrolment, change=Change(walks.new_id(), by, now - timedelta(days=6)))
    scenarios = items_of(session, [enrolment.module_id])[enrolment.module_id]
    for number, (days, kindness) in enumerate(doing.plays):
        walks.play(
            demo.versions[scenarios[min(number, len(scenarios) - 1)]],
            person_id=enrolment.person_id,
            location_id=enrolment.location_id,
            kindness=kindness,
            day=now - timedelta(days=days),
            terms=own_terms(session, enrolment.id, person_id=enrolment.person_id),
        )


def _store_of(demo: DemoPlaces, enrolment: Enrolment) -> str:
    return next(name for name, place in demo.places.items() if place.id == enrolment.location_id)


def _day(place: Location, moment: datetime) -> date:
    """The day at the store."""
    return moment.astimezone(ZoneInfo(place.time_zone)).date()
