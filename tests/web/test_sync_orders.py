"""Batches that are cut, repeated, shuffled and sent side by side: the log is the same in the end."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import World
from tests.people import new_employee
from tests.web.batches import accepted, choices_of, codes, play_of, send
from tests.web.reference import Reference
from tests.web.test_query_counts import counted
from tests.web.visitor import Visitor
from training_app.models import PlayChoice, PlayPrinciple

REGULAR = "friendly-regular"
TABS = 4
ROUNDS = 6


def walk(reference: Reference, picked: Sequence[int]) -> list[str]:
    """A play that picks among what is offered; it may stop before the ending."""
    log: list[str] = []
    for pick in picked:
        offered = reference.offered(reference.after(log))
        if not offered:
            break
        log.append(offered[pick % len(offered)])
    return log


def recorded(world: World, play: str) -> list[tuple[int, str]]:
    chosen = select(PlayChoice.number, PlayChoice.choice).where(PlayChoice.play_id == UUID(play))
    with world.database.reading() as session:
        return [(number, choice) for number, choice in session.execute(chosen.order_by(PlayChoice.number))]


def expect_whole(world: World, reference: Reference, sent: dict[str, Any], result: dict[str, Any] | None) -> None:
    """All of the play is recorded, once, and its result is what the scenario's text says."""
    log = [choice["choice"] for choice in sent["choices"]]
    assert recorded(world, sent["play"]) == list(enumerate(log, start=1))
    if reference.offered(reference.after(log)):
        assert result is None
        return
    expected = reference.result(log)
    assert result == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}
    with world.database.reading() as session:
        points = session.scalars(select(PlayPrinciple).where(PlayPrinciple.play_id == UUID(sent["play"])))
        assert {one.principle: one.points for one in points} == {
            principle: earned["points"] for principle, earned in expected["principles"].items()
        }


@pytest.fixture(scope="module")
def visitor(world: World) -> Visitor:
    return Visitor(world.client(new_employee(world)))


pieces = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(1, 12)), max_size=5)
walks = st.lists(st.integers(0, 1000), min_size=1, max_size=12)


@given(
    picked=st.lists(walks, min_size=1, max_size=3),
    deliveries=st.lists(pieces, max_size=5),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_however_a_batch_is_delivered_the_log_is_what_was_played(
    world: World,
    visitor: Visitor,
    regular: Reference,
    *,
    picked: list[list[int]],
    deliveries: list[list[tuple[int, int, int]]],
    random: Random,
) -> None:
    plays = [play_of(walk(regular, picks), REGULAR) for picks in picked]
    for delivery in deliveries:
        batch = []
        for index, start, length in delivery:
            play = plays[index % len(plays)]
            part = play["choices"][start : start + length]
            batch.append(play | {"choices": random.sample(part, len(part))})
        for answer in send(visitor, *batch):
            assert answer["status"] == "accepted"
            assert set(codes(answer).values()) <= {None, "gap"}
    answers = send(visitor, *plays)
    for play, answer in zip(plays, answers, strict=True):
        assert accepted(answer)
        expect_whole(world, regular, play, answer["result"])


@pytest.fixture
def tabs(world: World, employee: Visitor) -> list[Visitor]:
    """One person in several tabs of one browser."""
    token, cookie = employee.token, employee.client.get_cookie("regulars")  # which the token is in
    assert cookie
    found = []
    for _ in range(TABS):
        client = world.app.test_client()
        client.set_cookie("regulars", cookie.value)
        found.append(Visitor(client, tokens=[token]))
    return found


def at_once(tabs: Sequence[Visitor], batches: Sequence[Sequence[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Every tab sends its batch at the same moment."""
    with ThreadPoolExecutor(len(tabs)) as pool:
        return list(pool.map(lambda tab, batch: send(tab, *batch), tabs, batches))


def test_tabs_that_send_the_same_in_any_order_are_all_accepted(
    world: World, tabs: list[Visitor], regular: Reference
) -> None:
    ways = list(regular.ways().values())
    random = Random(3)
    for number in range(ROUNDS):
        plays = [play_of(way, REGULAR) for way in ways[:4]]
        if number % 2:  # then the choices alone decide who was first
            send(tabs[0], *(play | {"choices": []} for play in plays))
        batches = [random.sample(plays, len(plays)) for _ in tabs]
        for answers in at_once(tabs, batches):
            assert all(accepted(answer) for answer in answers)
        for play, answer in zip(plays, send(tabs[0], *plays), strict=True):
            expect_whole(world, regular, play, answer["result"])


def test_tabs_that_send_different_halves_lose_nothing(world: World, tabs: list[Visitor], regular: Reference) -> None:
    way = max(regular.ways().values(), key=len)
    for _ in range(ROUNDS):
        play = play_of(way, REGULAR)
        cuts = [0, *(len(way) * part // TABS for part in range(1, TABS)), len(way)]
        parts = [[play | {"choices": play["choices"][start:end]}] for start, end in pairwise(cuts)]
        for (answer,) in at_once(tabs, parts):
            assert set(codes(answer).values()) <= {None, "gap"}
        for part in parts:
            assert accepted(send(tabs[0], *part)[0])
        expect_whole(world, regular, play, send(tabs[0], play)[0]["result"])


def test_of_tabs_that_say_different_things_one_is_taken_and_the_others_are_told(
    world: World, tabs: list[Visitor], regular: Reference
) -> None:
    random = Random(5)
    for _ in range(ROUNDS):
        base = play_of((), REGULAR)
        logs = [walk(regular, [random.randrange(1000) for _ in range(40)]) for _ in tabs]
        answers = at_once(tabs, [[base | {"choices": choices_of(log)}] for log in logs])
        kept = [choice for _number, choice in recorded(world, base["play"])]
        assert kept in logs
        for log, (answer,) in zip(logs, answers, strict=True):
            assert answer["status"] == "accepted"
            found = codes(answer)
            for number, choice in enumerate(log, start=1):
                assert (found[number] is None) == (number <= len(kept) and kept[number - 1] == choice)
            assert set(found.values()) <= {None, "taken", "finished", "gap", "not-offered"}
        winner = answers[logs.index(kept)][0]
        expect_whole(world, regular, base | {"choices": choices_of(kept)}, winner["result"])


def test_a_tab_that_plays_on_the_server_and_one_that_sends_batches_share_one_log(
    world: World, tabs: list[Visitor], regular: Reference
) -> None:
    way = max(regular.ways().values(), key=len)
    for _ in range(ROUNDS):
        play = play_of(way, REGULAR)
        send(tabs[0], play | {"choices": []})

        def tap(tab: Visitor, number: int, sent: dict[str, Any] = play) -> int:
            fields = {"number": number, "choice": way[number - 1]}
            return tab.post_json(f"/plays/{sent['play']}/choices", **fields).status_code

        with ThreadPoolExecutor(2) as pool:
            batch = pool.submit(send, tabs[0], play)
            taps = pool.submit(lambda play=play: [tap(tabs[1], number, play) for number in range(1, len(way) + 1)])
            assert accepted(batch.result()[0])
            assert set(taps.result()) <= {200}
        expect_whole(world, regular, play, send(tabs[0], play)[0]["result"])


def test_it_asks_the_database_no_more_often_for_many_choices(
    world: World, employee: Visitor, regular: Reference
) -> None:
    ways = list(regular.ways().values())

    def statements_for(*plays: dict[str, Any]) -> list[str]:
        with counted(world) as statements:
            assert all(accepted(answer) for answer in send(employee, *plays))
        return [statement for statement in statements if not statement.startswith("BEGIN")]

    send(employee, play_of(ways[0], REGULAR))
    few = statements_for(play_of(ways[0], REGULAR))
    many = statements_for(*(play_of(way, REGULAR) for way in (ways * 10)[:15]))
    assert len(few) == len(many) <= 9, "\n".join(many)
    again = play_of(ways[0], REGULAR)
    send(employee, again)
    assert not any(statement.startswith(("INSERT", "UPDATE")) for statement in statements_for(again))
