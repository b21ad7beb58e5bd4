"""Checks over HTTP: nothing is revealed before the end, attempts are counted, moments are tried again afterwards."""

import re
import threading
from collections.abc import Callable
from html import unescape
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.conftest import World
from tests.enrolled import (
    MUFFIN,
    REGULAR,
    Learner,
    failing_way,
    friends_way,
    reference_of,
    token_of,
)
from tests.revealing import Secrets, leaves, texts_in
from tests.web.batches import play_of, refused, send
from tests.web.reference import screen_order
from tests.web.visitor import Visitor
from training_app.models import Play
from training_app.moment import new_id, now

KIND, UNKIND = friends_way(MUFFIN), failing_way(MUFFIN)
REPLY = re.compile(r'<button class="reply" name="choice" value="([^"]+)"[^>]*>.*?reply__text">(.*?)</span>', re.DOTALL)
AROUND = ("/practice", "/progress", "/settings", "/session", "/ready", "/sw.js", "/manifest.webmanifest")


def code_of(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def begin(learner: Learner, check: UUID, scenario: str = MUFFIN) -> dict:
    return learner.visitor.begin(scenario, enrolment=str(check))


def test_a_check_is_played_as_json_with_tokens_in_screen_order_and_tells_nothing(learner: Learner) -> None:
    check, reference, secrets = learner.enrol(MUFFIN, attempts=1), reference_of(MUFFIN), Secrets(MUFFIN)
    play = begin(learner, check)
    standing = reference.begin()
    for choice in KIND:
        assert secrets.in_json(play) == set()
        assert (play["mode"], play["trust"], play["facts"], play["result"]) == ("check", None, None, None)
        ordered = screen_order(play["id"], standing.scene, reference.offered(standing))
        assert play["options"] == [token_of(learner.world, play, one) for one in ordered]
        assert learner.visitor.get_json(f"/plays/{play['id']}").json == play
        play, standing = learner.go_on(play, [choice]), reference.say(standing, choice)
    assert (play["ending"], play["options"], play["trust"]) == (True, [], standing.trust)
    assert play["facts"] == sorted(standing.facts)
    assert play["result"] == reference.result(KIND)
    assert learner.facts(check).passed_at is not None


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_no_byte_that_a_person_gets_before_the_end_of_a_check_reveals_anything(learner: Learner, language: str) -> None:
    check, secrets, reference = learner.enrol(MUFFIN, attempts=2, coach="slip"), Secrets(MUFFIN), reference_of(MUFFIN)
    learner.visitor.post("/settings", language=language, coach="slip", theme="auto")
    texts = texts_in(MUFFIN, language)
    begun = learner.visitor.post("/plays", scenario=MUFFIN, enrolment=str(check))
    address, log = begun.location, []
    for choice in [*KIND, None]:
        page = learner.visitor.get(address)
        assert "<h1" in page.text
        if choice is None:
            break
        assert secrets.in_page(page.text) == set()
        assert 'data-module="awake"' in page.text
        assert "slip__ask" not in page.text
        for path in AROUND:
            around = learner.visitor.get(path)
            assert secrets.in_text(around.text) == set(), path
            assert not set(leaves(around.json if around.is_json else {})) & secrets.choices, path
            assert path != "/ready" or address.split("/")[-1] not in around.text
        headers = " ".join(f"{name}: {value}" for answer in (begun, page) for name, value in answer.headers)
        assert not set(re.split(r"[^a-z-]+", headers)) & {"friend", "fair", "prey"}
        words = texts[reference.after(log).scene]["choices"][choice]["text"]
        token = next(token for token, shown in REPLY.findall(page.text) if unescape(shown) == words)
        begun = learner.visitor.post(f"{address}/choices", number=str(len(log) + 1), choice=token)
        assert begun.status_code == 303
        log.append(choice)
    assert "debrief" in page.text
    assert secrets.in_text(learner.visitor.get(f"{address}/debrief").text)


def test_the_face_is_the_one_that_the_scene_sets_itself(learner: Learner) -> None:
    check, reference = learner.enrol(MUFFIN, attempts=1), reference_of(MUFFIN)
    play, drawn = begin(learner, check), drawings(learner.world)
    for choice in UNKIND:
        page = learner.visitor.get(f"/plays/{play['id']}").text
        assert drawn[reference.scenes[play["scene"]].get("mood", "neutral")] in page
        play = learner.go_on(play, [choice])


def drawings(world: World) -> dict[str, str]:
    """The customer's faces as a browser gets them that may play the scenario by itself."""
    other = Visitor(world.client(world.cast.colleague))
    listed = other.get_json("/ready").json["scenarios"]
    pictures: dict[str, str] = other.get_json(next(one["pictures"] for one in listed if one["id"] == MUFFIN)).json
    return pictures


def test_real_ids_are_refused_and_tell_nothing(learner: Learner) -> None:
    play = learner.go_on(begin(learner, learner.enrol(MUFFIN, attempts=1)), KIND[:1])
    address = f"/plays/{play['id']}/choices"
    for number, choice in ((1, KIND[0]), (1, UNKIND[0]), (2, KIND[1]), (2, "no such")):
        assert code_of(learner.visitor.post_json(address, number=number, choice=choice)) == (422, "not-offered")
    assert code_of(learner.visitor.post_json(address, number=3, choice=KIND[1])) == (409, "gap")
    assert learner.visitor.get_json(f"/plays/{play['id']}").json["number"] == 1


def test_the_same_answer_again_changes_nothing_and_another_is_taken(learner: Learner) -> None:
    begun = begin(learner, learner.enrol(MUFFIN, attempts=1))
    after = learner.go_on(begun, KIND[:1])
    address = f"/plays/{begun['id']}/choices"
    same, other = (
        token_of(learner.world, begun, KIND[0]),
        next(one for one in begun["options"] if one != token_of(learner.world, begun, KIND[0])),
    )
    again = learner.visitor.post_json(address, number=1, choice=same)
    assert (again.status_code, again.json) == (200, after)
    assert code_of(learner.visitor.post_json(address, number=1, choice=other)) == (409, "taken")


def test_attempts_are_counted_by_what_was_started_and_then_it_is_over(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=2)
    opened = begin(learner, check)
    begin(learner, check)
    learner.go_on(begin(learner, check), UNKIND)
    assert (learner.facts(check).attempts, learner.facts(check).exhausted_at) == (1, None)
    learner.go_on(opened, UNKIND)
    facts = learner.facts(check)
    assert (facts.attempts, facts.exhausted_at is not None, facts.passed_at) == (2, True, None)
    more = learner.visitor.post_json("/plays", scenario=MUFFIN, enrolment=str(check))
    assert code_of(more) == (409, "no-attempts")
    page = learner.visitor.post("/plays", scenario=MUFFIN, enrolment=str(check))
    assert (page.status_code, "No attempt is left" in page.text) == (409, True)
    learner.change(check, more_attempts=1, exhausted_at=None)
    learner.go_on(begin(learner, check), KIND)
    assert learner.facts(check).passed_at is not None


def test_a_play_that_was_opened_while_an_attempt_was_left_cannot_be_started_later(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=1)
    late = begin(learner, check)
    learner.go_on(begin(learner, check), UNKIND[:1])
    assert code_of(learner.say(late, UNKIND[0])) == (409, "no-attempts")
    assert learner.visitor.get_json(f"/plays/{late['id']}").json["number"] == 0
    assert learner.facts(check).attempts == 1


def test_an_attempt_that_was_left_for_another_is_used_up(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=2)
    first = learner.go_on(begin(learner, check), KIND[:1])
    second = learner.go_on(begin(learner, check), KIND[:1])
    assert code_of(learner.say(first, KIND[1])) == (409, "left")
    page = learner.visitor.post(
        f"/plays/{first['id']}/choices", number="2", choice=token_of(learner.world, first, KIND[1])
    )
    assert (page.status_code, "This attempt is over" in page.text) == (409, True)
    learner.go_on(second, UNKIND[1:] if UNKIND[:1] == KIND[:1] else KIND[1:])
    assert code_of(learner.visitor.post_json("/plays", scenario=MUFFIN, enrolment=str(check))) == (409, "no-attempts")


def test_an_attempt_is_resumed_where_it_was_left(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=1)
    play = learner.go_on(begin(learner, check), KIND[:2])
    again = learner.signed_in()
    assert play["id"] in again.visitor.get_json("/practice").json["open"]
    again.go_on(again.visitor.get_json(f"/plays/{play['id']}").json, KIND[2:])
    assert learner.facts(check).passed_at is not None


def test_once_a_scenario_is_passed_there_are_no_more_attempts_at_it(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, REGULAR, attempts=3)
    play = str(new_id())
    learner.play(MUFFIN, KIND, enrolment=str(check), play=play)
    assert code_of(learner.visitor.post_json("/plays", scenario=MUFFIN, enrolment=str(check))) == (409, "no-attempts")
    again = learner.visitor.post_json("/plays", scenario=MUFFIN, enrolment=str(check), play=play)
    assert (again.status_code, again.json["id"]) == (200, play)
    learner.play(REGULAR, failing_way(REGULAR), enrolment=str(check))
    assert (learner.facts(check).passed_at, learner.facts(check).exhausted_at) == (None, None)
    learner.play(REGULAR, friends_way(REGULAR), enrolment=str(check))
    assert learner.facts(check).passed_at is not None


def test_a_moment_of_a_check_is_tried_again_only_when_no_attempt_remains(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=2)
    first = learner.play(MUFFIN, UNKIND, enrolment=str(check))
    rewinds = f"/plays/{first['id']}/rewinds"
    assert code_of(learner.visitor.post_json(rewinds, number=1)) == (409, "attempts-remain")
    page = learner.visitor.get(f"/plays/{first['id']}/debrief").text
    assert ("data-rewind" in page, "You have 1 attempt left." in page) == (False, True)
    assert f"/scenarios/{MUFFIN}?enrolment={check}" in page
    last = learner.play(MUFFIN, UNKIND, enrolment=str(check))
    page = learner.visitor.get(f"/plays/{last['id']}/debrief").text
    assert ("data-rewind" in page, "no attempt is left" in page) == (True, True)
    again = learner.visitor.post_json(rewinds, number=1)
    assert (again.status_code, again.json["mode"], again.json["trust"] is not None) == (201, "rewind", True)
    ended = learner.go_on(again.json, UNKIND)
    assert learner.facts(check).attempts == 2
    learner.change(check, more_attempts=1)
    assert code_of(learner.visitor.post_json(f"/plays/{ended['id']}/rewinds", number=1)) == (409, "attempts-remain")
    assert "data-rewind" not in learner.visitor.get(f"/plays/{ended['id']}/debrief").text


def test_a_passed_check_can_be_tried_again_at_once(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=3)
    play = learner.play(MUFFIN, KIND, enrolment=str(check))
    page = learner.visitor.get(f"/plays/{play['id']}/debrief").text
    assert ("data-rewind" in page, "You passed this check" in page) == (True, True)
    assert learner.visitor.post_json(f"/plays/{play['id']}/rewinds", number=1).status_code == 201


def test_a_browser_plays_no_check_and_nothing_that_goes_back_to_one(learner: Learner) -> None:
    check = learner.enrol(MUFFIN, attempts=1)
    play = learner.play(MUFFIN, UNKIND, enrolment=str(check))
    again = learner.visitor.post_json(f"/plays/{play['id']}/rewinds", number=1).json
    ended = learner.go_on(again, UNKIND)
    answers = send(
        learner.visitor,
        play_of(UNKIND, MUFFIN, play=play["id"]),
        play_of(KIND, MUFFIN, enrolment=str(check)),
        play_of(KIND, MUFFIN, parent=play["id"], from_number=1),
        play_of(KIND, MUFFIN, parent=ended["id"], from_number=1),
    )
    assert [refused(answer) for answer in answers] == ["online-only"] * 4


@pytest.mark.parametrize("name", ["withdrawn_at", "excused_at"])
def test_a_check_that_is_not_asked_any_more_is_not_started_and_what_was_goes_on(learner: Learner, name: str) -> None:
    check = learner.enrol(MUFFIN, attempts=3)
    opened, going_on = begin(learner, check), learner.go_on(begin(learner, check), KIND[:1])
    learner.change(check, **{name: now()})
    assert code_of(learner.say(opened, KIND[0])) == (409, "closed")
    ended = learner.go_on(going_on, KIND[1:])
    assert ended["result"]["passed"] is True
    assert (learner.facts(check).passed_at, learner.passes(check)) == (None, {})
    assert learner.visitor.post_json(f"/plays/{ended['id']}/rewinds", number=1).status_code == 201


def at_once(*steps: Callable[[], TestResponse]) -> list[int]:
    """The statuses of what several browsers ask at the same moment."""
    gate, statuses = threading.Barrier(len(steps)), []

    def run(step: Callable[[], TestResponse]) -> None:
        gate.wait()
        statuses.append(step().status_code)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def last_choice(learner: Learner, play: dict, way: list[str]) -> Callable[[], TestResponse]:
    """Says the last of these choices, all others being said."""
    return lambda: learner.say(play, way[-1])


def test_of_tabs_that_start_the_last_attempt_at_once_one_does(learner: Learner) -> None:
    for _round in range(6):
        check = learner.enrol(MUFFIN, attempts=1)
        tabs = [learner.signed_in() for _tab in range(4)]
        plays = [begin(tab, check) for tab in tabs]
        steps = (last_choice(tab, play, KIND[:1]) for tab, play in zip(tabs, plays, strict=True))
        assert at_once(*steps) == [200, 409, 409, 409]
        assert learner.facts(check).attempts == 1
        with learner.world.database.reading() as session:
            started = [session.get_one(Play, UUID(play["id"])).started_at is not None for play in plays]
        assert sum(started) == 1


def test_of_two_modules_halves_that_end_at_once_the_second_sees_the_first(learner: Learner) -> None:
    ways = {MUFFIN: KIND, REGULAR: friends_way(REGULAR)}
    for _round in range(6):
        mine = learner.enrol(*ways)
        tabs = {scenario: learner.signed_in() for scenario in ways}
        plays = {scenario: tabs[scenario].play(scenario, way[:-1]) for scenario, way in ways.items()}
        assert at_once(*(last_choice(tabs[one], plays[one], way) for one, way in ways.items())) == [200, 200]
        assert learner.facts(mine).passed_at is not None
        learner.change(mine, withdrawn_at=now())


def test_a_strangers_check_is_nobodys_business(learner: Learner, world: World) -> None:
    play = begin(learner, learner.enrol(MUFFIN, attempts=1))
    stranger = Visitor(world.client(world.cast.stranger))
    assert stranger.get_json(f"/plays/{play['id']}").status_code == 404
    token = token_of(world, play, KIND[0])
    assert stranger.post_json(f"/plays/{play['id']}/choices", number=1, choice=token).status_code == 404
