"""Taking a batch below the web: what others record between reading and keeping it is never overwritten or doubled."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from tests.conftest import World, make_person
from tests.patience import PATIENCE
from training_app.content.cache import ContentCache
from training_app.content.version import Content
from training_app.models import Location, Play, PlayChoice
from training_app.moment import new_id, now
from training_app.queries.plays import own_play
from training_app.queries.versions import PublishedVersion, content_of
from training_app.services.batch import Sender, SentChoice, SentPlay
from training_app.services.playing import record_choice
from training_app.services.syncing import Overtaken, keep, take_batch
from training_app.services.taking import Taken

LOG = ("say-no", "louder")


@pytest.fixture
def person(world: World) -> UUID:
    """Somebody of the near store whom no other test knows."""
    with world.database.writing() as session:
        near = session.scalars(select(Location).where(Location.name == "Near")).one()
        return make_person(session, f"sender-{new_id()}", at=near)


def sent(log: Sequence[str] = LOG, *, play: UUID | None = None) -> SentPlay:
    choices = tuple(SentChoice(number, choice, now()) for number, choice in enumerate(log, start=1))
    return SentPlay(play or new_id(), "the-aisle", 1, "en", now(), None, None, None, None, choices)


def take(world: World, person: UUID, *plays: SentPlay) -> Taken:
    contents = ContentCache()
    with world.database.reading() as session:

        def content(version: PublishedVersion) -> Content:
            return contents.get(version.sha256, lambda: content_of(session, version.id))

        sender = Sender(person, None, now(), timedelta())
        return take_batch(session, plays, sender=sender, content=content)


def keep_all(world: World, taken: Taken) -> None:
    with world.database.recording() as transaction:
        keep(transaction, taken)


def count(world: World, play: UUID) -> tuple[int, int]:
    """How many plays and choices there are under this id."""
    with world.database.reading() as session:
        plays = select(func.count()).select_from(Play).where(Play.id == play)
        choices = select(func.count()).select_from(PlayChoice).where(PlayChoice.play_id == play)
        return session.scalar(plays) or 0, session.scalar(choices) or 0


def test_reading_writes_nothing_and_keeping_writes_all(world: World, person: UUID) -> None:
    play = sent()
    taken = take(world, person, play)
    assert taken.has_news
    assert count(world, play.id) == (0, 0)
    keep_all(world, taken)
    assert count(world, play.id) == (1, 2)
    again = take(world, person, play)
    assert (again.has_news, again.answers) == (False, taken.answers)


def test_what_was_read_before_another_kept_it_is_not_kept_again(world: World, person: UUID) -> None:
    play, other = sent(), sent()
    mine, theirs = take(world, person, other, play), take(world, person, play)
    keep_all(world, theirs)
    with pytest.raises(Overtaken):
        keep_all(world, mine)
    assert count(world, other.id) == (0, 0)
    anew = take(world, person, other, play)
    assert [row["id"] for row in anew.plays] == [other.id]
    assert anew.answers == mine.answers
    keep_all(world, anew)
    assert (count(world, other.id), count(world, play.id)) == ((1, 2), (1, 2))


def test_a_choice_that_the_server_recorded_meanwhile_stops_all_that_was_built_on_another(
    world: World, person: UUID
) -> None:
    play = sent(())
    keep_all(world, take(world, person, play))
    late = take(world, person, sent(LOG, play=play.id))
    record(world, person, play.id, "answer")
    with pytest.raises(Overtaken):
        keep_all(world, late)
    assert count(world, play.id) == (1, 1)
    codes = [choice.code for choice in take(world, person, sent(LOG, play=play.id)).answers[0].choices]
    assert codes[0] == "taken"


def record(world: World, person: UUID, play_id: UUID, choice: str) -> None:
    with world.database.writing() as session:
        play = own_play(session, play_id, person_id=person)
        contents = ContentCache()
        content = contents.get(play.version.sha256, lambda: content_of(session, play.version.id))
        record_choice(session, play=play, content=content, number=1, choice=choice, now=now())


def test_an_id_that_somebody_else_took_meanwhile_is_theirs(world: World, person: UUID) -> None:
    play = sent()
    mine = take(world, person, play)
    keep_all(world, take(world, world.cast.colleague, play))
    with pytest.raises(Overtaken):
        keep_all(world, mine)
    (answer,) = take(world, person, play).answers
    assert (answer.code, answer.choices, answer.result) == ("not-found", (), None)


def test_a_play_once_finished_is_noted_once(world: World, person: UUID) -> None:
    play = sent(LOG[:1])
    keep_all(world, take(world, person, play))
    with world.database.reading() as session:
        started = session.get_one(Play, play.id).started_at
    keep_all(world, take(world, person, sent(play=play.id)))
    with world.database.reading() as session:
        kept = session.get_one(Play, play.id)
        assert kept.result is not None
        assert kept.started_at == started
        assert kept.finished_at is not None
        assert kept.finished_at > started


@pytest.mark.parametrize("have_begun", [False, True])
def test_batches_in_opposite_orders_never_wait_for_each_other_in_a_ring(
    world: World, person: UUID, have_begun: bool
) -> None:
    """A third one holds up both in the middle of their rows, and lets them go when each has written some."""
    plays = [sent() for _ in range(3)]
    if have_begun:
        keep_all(world, take(world, person, *(replace(play, choices=()) for play in plays)))
    middle = sorted(plays, key=lambda play: play.id)[1]
    batches = [take(world, person, *order) for order in (plays, plays[::-1])]
    with ThreadPoolExecutor(len(batches)) as pool:
        with world.database.recording() as transaction:
            keep(transaction, take(world, person, middle))
            working = [pool.submit(keep_all, world, taken) for taken in batches]
            wait_until_held_up(world, len(batches))
            transaction.rollback()
        faults = [work.exception(PATIENCE) for work in working]
    assert {type(fault) for fault in faults} == {type(None), Overtaken}
    assert [count(world, play.id) for play in plays] == [(1, 2)] * 3


def wait_until_held_up(world: World, many: int) -> None:
    """On PostgreSQL, until so many wait for a row; on SQLite they wait for the one who writes, whatever they write."""
    deadline = time.monotonic() + PATIENCE
    waiting = text("select count(*) from pg_locks where not granted")
    while world.database.engine.dialect.name == "postgresql":
        with world.database.reading() as session:
            if session.scalar(waiting) == many:
                return
        assert time.monotonic() < deadline
