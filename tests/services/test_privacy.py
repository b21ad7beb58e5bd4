"""Plays become counts when their time is over, step by step and on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import ROOT
from tests.conftest import World, make_location, make_person
from tests.web.reference import Reference
from training_app.content.version import content_from_canonical
from training_app.models import Location, Play, PlayChoice, PlayCount, PlayPrinciple, ShiftSentence
from training_app.moment import new_id, now
from training_app.queries.plays import own_play
from training_app.queries.versions import content_of, latest_version
from training_app.services.playing import begin_play, begin_rewind, keep_sentence, record_choice
from training_app.services.privacy import Slice, reduce_plays

AISLE = ("say-no", "louder")
LONG_AGO = datetime(2021, 5, 31, 23, tzinfo=UTC)  # in Los Angeles the month is May as well
BEFORE = datetime(2022, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    """One person's plays of long ago, made by the services that make every play."""

    session: Session
    person: UUID
    store: UUID

    def play(self, choices: Sequence[str] = AISLE, *, at: datetime = LONG_AGO, scenario: str = "the-aisle") -> UUID:
        version = latest_version(self.session, scenario)
        play_id = new_id()
        begin_play(
            self.session,
            play_id=play_id,
            person_id=self.person,
            location_id=self.store,
            version=version,
            language="en",
            now=at,
        )
        self.go_on(play_id, choices, at=at)
        return play_id

    def go_on(self, play_id: UUID, choices: Sequence[str], *, at: datetime) -> None:
        for number, choice in enumerate(
            choices, start=own_play(self.session, play_id, person_id=self.person).number + 1
        ):
            play = own_play(self.session, play_id, person_id=self.person)
            content = content_from_canonical(content_of(self.session, play.version.id))
            record_choice(self.session, play=play, content=content, number=number, choice=choice, now=at)

    def try_again(self, play_id: UUID, number: int, choices: Sequence[str], *, at: datetime = LONG_AGO) -> UUID:
        parent = own_play(self.session, play_id, person_id=self.person)
        rewind = new_id()
        begin_rewind(
            self.session,
            play_id=rewind,
            parent=parent,
            person_id=self.person,
            location_id=self.store,
            number=number,
            now=at,
        )
        self.go_on(rewind, choices, at=at)
        return rewind

    def say(self, play_id: UUID) -> None:
        play = own_play(self.session, play_id, person_id=self.person)
        keep_sentence(self.session, play=play, person_id=self.person, text="I look up.", now=LONG_AGO)

    def plays(self) -> dict[UUID, Play]:
        self.session.expire_all()
        return {play.id: play for play in self.session.scalars(select(Play).where(Play.person_id == self.person))}

    def rows(self, model: type[PlayChoice | PlayPrinciple | ShiftSentence]) -> int:
        query = select(func.count()).select_from(model).join(Play, Play.id == model.play_id)
        return self.session.scalars(query.where(Play.person_id == self.person)).one()

    def counts(self) -> dict[tuple[str, date], tuple[int, int, int]]:
        rows = self.session.scalars(select(PlayCount).where(PlayCount.location_id == self.store))
        return {(row.scenario_id, row.month): (row.plays, row.finished, row.passed) for row in rows}


def past(session: Session) -> Past:
    """Somebody new with a store of their own, both in this very transaction."""
    chain = session.scalars(select(Location).where(Location.name == "Chain")).one()
    store = make_location(session, f"Past {new_id()}", kind="store", parent=chain)
    return Past(session, make_person(session, f"past-{new_id()}", at=store), store.id)


def run(session: Session, *, most: int = 100) -> Slice:
    """Every slice up to the end; gives what they came to together."""
    reduced, counted, last = 0, 0, None
    while True:
        session.flush()
        one = reduce_plays(session, before=BEFORE, after=last, most=most, now=now())
        reduced, counted, last = reduced + one.reduced, counted + one.counted, one.last
        if last is None:
            return Slice(reduced, counted, None)


def test_the_first_try_and_the_best_keep_their_result_and_the_others_become_counts(world: World) -> None:
    way = max(Reference(ROOT / "scenarios" / "friendly-regular").ways().values(), key=len)
    with world.database.writer() as session:
        own = past(session)
        days = [LONG_AGO + timedelta(minutes=number) for number in range(4)]
        first = own.play(way[:1], at=days[0], scenario="friendly-regular")  # left early
        best = own.play(way, at=days[1], scenario="friendly-regular")
        again = own.play(way, at=days[2], scenario="friendly-regular")
        opened = own.play((), at=days[3])
        own.say(best)
        result = own.plays()[best].result
        principles = own.rows(PlayPrinciple)
        assert run(session) == Slice(2, 2, None)
        left = own.plays()
        assert set(left) == {first, best}
        assert again not in left
        assert opened not in left
        assert all(play.reduced_at is not None for play in left.values())
        assert (left[best].result, left[best].answers) == (result, None)
        assert (own.rows(PlayChoice), own.rows(ShiftSentence)) == (0, 0)
        assert own.rows(PlayPrinciple) == principles // 2
        passed = int(bool(result and result["passed"]))
        assert own.counts() == {("friendly-regular", date(2021, 5, 1)): (1, 1, passed)}


def test_what_was_used_since_stays_whole_with_what_it_rests_on(world: World) -> None:
    with world.database.writer() as session:
        own = past(session)
        own.play(at=LONG_AGO)
        continued = own.play(AISLE[:1], at=LONG_AGO)
        own.go_on(continued, AISLE[1:], at=BEFORE)
        tried_again = own.play(at=LONG_AGO)
        rewind = own.try_again(tried_again, 2, AISLE[1:])
        deeper = own.try_again(rewind, 2, AISLE[1:], at=BEFORE)
        recent = own.play(at=now())
        run(session)
        assert {continued, tried_again, rewind, deeper, recent} <= set(own.plays())
        assert own_play(session, deeper, person_id=own.person).log == AISLE


def test_rewinds_go_with_their_play_and_count_for_nothing(world: World) -> None:
    with world.database.writer() as session:
        own = past(session)
        first = own.play()
        later = own.play(at=LONG_AGO + timedelta(days=1))
        last = own.play(at=LONG_AGO + timedelta(days=2))
        for play in (first, later, last):
            own.try_again(own.try_again(play, 2, AISLE[1:]), 1, AISLE)
        run(session)
        assert set(own.plays()) == {first}
        assert own.counts() == {("the-aisle", date(2021, 6, 1)): (2, 2, 0)}


def test_a_second_run_finds_nothing_and_one_that_was_stopped_goes_on(world: World) -> None:
    with world.database.writer() as session:
        people = [past(session) for _several in range(3)]
        for own in people:
            for _several in range(3):
                own.play()
        session.flush()
        stopped = reduce_plays(session, before=BEFORE, after=None, most=1, now=now())
        assert (stopped.reduced, stopped.counted) == (1, 2)
        rest = run(session, most=1)
        assert (rest.reduced, rest.counted) == (2, 4)
        assert run(session) == Slice(0, 0, None)
        for own in people:
            assert own.counts() == {("the-aisle", date(2021, 5, 1)): (2, 2, 0)}
