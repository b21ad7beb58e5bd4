"""What plays earn for what was assigned, over HTTP: by the single route and by `/sync`."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from tests.conftest import World
from tests.enrolled import (
    AISLE,
    MUFFIN,
    REGULAR,
    Learner,
    failing_way,
    friends_way,
    new_learner,
    reference_of,
    way_with_a_slip,
)
from tests.web.batches import choices_of, play_of, refused, send, shown_at
from training_app.models import Enrolment, Module, ModuleItem, Play
from training_app.moment import new_id, now

KIND, UNKIND = friends_way(REGULAR), failing_way(REGULAR)


def test_a_play_credits_the_enrolment_that_it_was_begun_under(learner: Learner) -> None:
    mine, beside = learner.enrol(REGULAR), learner.enrol(REGULAR)
    play = learner.visitor.begin(REGULAR, enrolment=str(mine))
    assert play["mode"] == "practice"
    assert (learner.facts(mine).started_at, learner.facts(mine).attempts) == (None, 0)
    play = learner.go_on(play, KIND[:1])
    assert learner.facts(mine).started_at is not None
    assert learner.facts(mine).attempts == 1
    play = learner.go_on(play, KIND[1:])
    facts = learner.facts(mine)
    assert facts.passed_at is not None
    assert learner.passes(mine) == {REGULAR: play["id"]}
    assert (learner.facts(beside).started_at, learner.facts(beside).passed_at) == (None, None)


def test_a_play_without_an_enrolment_credits_every_open_practice_that_holds_it_and_no_check(learner: Learner) -> None:
    one, other = learner.enrol(REGULAR), learner.enrol(AISLE, REGULAR)
    check, elsewhere = learner.enrol(REGULAR, attempts=1), learner.enrol(MUFFIN)
    withdrawn, excused = learner.enrol(REGULAR, withdrawn_at=now()), learner.enrol(REGULAR, excused_at=now())
    play = learner.play(REGULAR, KIND)
    assert learner.facts(one).passed_at is not None
    assert learner.passes(other) == {REGULAR: play["id"]}
    assert learner.facts(other).passed_at is None
    for untouched in (check, elsewhere, withdrawn, excused):
        facts = learner.facts(untouched)
        assert (facts.started_at, facts.attempts, facts.passed_at, learner.passes(untouched)) == (None, 0, None, {})


def test_a_module_is_passed_when_each_scenario_has_a_passed_play(learner: Learner) -> None:
    mine = learner.enrol(AISLE, REGULAR, MUFFIN)
    learner.play(REGULAR, KIND)
    learner.play(AISLE, friends_way(AISLE))  # a companion is passed by playing it
    assert learner.facts(mine).passed_at is None
    last = learner.play(MUFFIN, friends_way(MUFFIN))
    facts = learner.facts(mine)
    assert (facts.passed_at is not None, facts.attempts, set(learner.passes(mine))) == (
        True,
        3,
        {AISLE, REGULAR, MUFFIN},
    )
    assert learner.passes(mine)[MUFFIN] == last["id"]


def test_what_does_not_pass_counts_as_an_attempt_and_no_more(learner: Learner) -> None:
    mine = learner.enrol(REGULAR)
    assert learner.play(REGULAR, UNKIND, enrolment=str(mine))["result"]["passed"] is False
    facts = learner.facts(mine)
    assert (facts.attempts, facts.passed_at, facts.exhausted_at, learner.passes(mine)) == (1, None, None, {})
    first = learner.play(REGULAR, KIND, enrolment=str(mine))
    learner.play(REGULAR, KIND, enrolment=str(mine))
    assert (learner.facts(mine).attempts, learner.passes(mine)) == (2, {REGULAR: first["id"]})


def test_the_result_is_measured_by_the_modules_own_mark(learner: Learner) -> None:
    score, log = way_with_a_slip(REGULAR)
    low, high = learner.enrol(REGULAR, pass_mark=score), learner.enrol(REGULAR, pass_mark=min(1, score + 0.01))
    assert learner.play(REGULAR, log, enrolment=str(low))["result"]["passed"] is True
    play = learner.play(REGULAR, log, enrolment=str(high))
    assert play["result"]["passed"] is False
    assert learner.facts(low).passed_at is not None
    assert learner.facts(high).passed_at is None
    learner.change(high, pass_mark=0.1)
    assert learner.visitor.get_json(f"/plays/{play['id']}").json["result"]["passed"] is False
    assert f"Passed at {round(100 * 0.1)}%" in learner.visitor.get(f"/plays/{play['id']}/debrief").text


def test_a_play_credits_each_module_by_that_modules_mark(learner: Learner) -> None:
    score, log = way_with_a_slip(REGULAR)
    low, high = learner.enrol(REGULAR, pass_mark=score), learner.enrol(REGULAR, pass_mark=min(1, score + 0.01))
    learner.play(REGULAR, log)
    assert (learner.facts(low).passed_at is None, learner.facts(high).passed_at is None) == (False, True)


def test_a_moment_tried_again_credits_nothing(learner: Learner) -> None:
    play = learner.play(REGULAR, UNKIND)
    mine = learner.enrol(REGULAR)
    again = learner.visitor.post_json(f"/plays/{play['id']}/rewinds", number=1).json
    learner.go_on(again, KIND)
    assert (learner.facts(mine).attempts, learner.facts(mine).passed_at) == (0, None)


def test_what_was_begun_before_it_was_assigned_counts_when_it_ends(learner: Learner) -> None:
    play = learner.play(REGULAR, KIND[:1])
    mine = learner.enrol(REGULAR)
    learner.go_on(play, KIND[1:])
    facts = learner.facts(mine)
    assert (facts.started_at is not None, facts.attempts, facts.passed_at is not None) == (True, 1, True)


def test_who_passes_late_in_the_evening_passes_on_that_day_of_the_store(learner: Learner) -> None:
    mine = learner.enrol(REGULAR, due_on=date(2031, 3, 8))
    with time_machine.travel(datetime(2031, 3, 9, 7, 30, tzinfo=UTC), tick=False):  # half past eleven at the store
        learner.signed_in().play(REGULAR, KIND, enrolment=str(mine))
    assert learner.facts(mine).passed_on == date(2031, 3, 8)


@pytest.mark.parametrize("name", ["withdrawn_at", "excused_at"])
def test_nothing_is_begun_under_what_is_not_asked_any_more(learner: Learner, name: str) -> None:
    mine = learner.enrol(REGULAR)
    play = learner.visitor.begin(REGULAR, enrolment=str(mine), play=str(new_id()))
    learner.change(mine, **{name: now()})
    refusal = learner.visitor.post_json("/plays", scenario=REGULAR, enrolment=str(mine))
    assert (refusal.status_code, refusal.json["error"]["code"]) == (409, "closed")
    again = learner.visitor.post_json("/plays", scenario=REGULAR, enrolment=str(mine), play=play["id"])
    assert (again.status_code, again.json) == (200, play)
    assert learner.go_on(play, KIND)["result"]["passed"] is True
    assert (learner.facts(mine).attempts, learner.passes(mine)) == (0, {})
    page = learner.visitor.post("/plays", scenario=REGULAR, enrolment=str(mine))
    assert page.status_code == 409
    assert "This is not asked of you any more" in page.text


def test_an_enrolment_that_is_not_ones_own_or_does_not_hold_the_scenario_is_not_found(
    learner: Learner, world: World
) -> None:
    mine, theirs = learner.enrol(REGULAR), new_learner(world).enrol(MUFFIN)
    for scenario, enrolment in ((MUFFIN, mine), (MUFFIN, theirs), (REGULAR, new_id()), (REGULAR, "mine")):
        answer = learner.visitor.post_json("/plays", scenario=scenario, enrolment=str(enrolment))
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "not-found")


def test_the_same_id_under_another_enrolment_is_another_play(learner: Learner) -> None:
    mine, play = learner.enrol(REGULAR), str(new_id())
    learner.visitor.begin(REGULAR, play=play)
    answer = learner.visitor.post_json("/plays", scenario=REGULAR, play=play, enrolment=str(mine))
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "mismatch")


def test_first_answers_are_kept_with_the_result(learner: Learner) -> None:
    play, reference = learner.play(REGULAR, UNKIND), reference_of(REGULAR)
    firsts: dict[str, list[str]] = {}
    standing = reference.begin()
    for choice in UNKIND:
        grade = reference.scenes[standing.scene]["choices"][choice]["grade"]
        firsts.setdefault(standing.scene, [standing.scene, choice, grade])
        standing = reference.say(standing, choice)
    companion = learner.play(AISLE, friends_way(AISLE))
    with learner.world.database.reading() as session:
        assert session.get_one(Play, UUID(play["id"])).answers == list(firsts.values())
        assert session.get_one(Play, UUID(companion["id"])).answers is None


def sent(log: list[str], scenario: str = REGULAR, **members) -> dict:
    return play_of(log, scenario, **members)


def test_what_a_browser_played_by_itself_is_credited_too(learner: Learner) -> None:
    mine, beside = learner.enrol(REGULAR), learner.enrol(REGULAR)
    batch = sent(KIND, enrolment=str(mine))
    (answer,) = send(learner.visitor, batch)
    assert answer["status"] == "accepted"
    assert learner.passes(mine) == {REGULAR: batch["play"]}
    assert (learner.facts(mine).attempts, learner.facts(mine).passed_at is not None) == (1, True)
    assert learner.facts(beside).started_at is None
    assert send(learner.visitor, batch) == [answer]
    assert learner.facts(mine).attempts == 1


def test_the_day_on_which_a_browser_played_is_the_day_of_passing(learner: Learner) -> None:
    mine = learner.enrol(REGULAR)
    played = datetime(2031, 3, 6, 20, tzinfo=UTC)
    with time_machine.travel(played + timedelta(days=3), tick=False):
        again = learner.signed_in()
        members = {"started": shown_at(played), "choices": choices_of(KIND, begun=played)}
        send(again.visitor, sent(KIND, enrolment=str(mine), **members))
    assert learner.facts(mine).passed_on == date(2031, 3, 6)


def test_a_batch_of_the_whole_module_passes_it(learner: Learner) -> None:
    mine, check = learner.enrol(AISLE, REGULAR), learner.enrol(REGULAR, attempts=1)
    send(learner.visitor, sent(friends_way(AISLE), AISLE), sent(UNKIND), sent(KIND), sent(KIND))
    facts = learner.facts(mine)
    assert (facts.attempts, facts.passed_at is not None) == (3, True)  # nothing is counted after that
    assert (learner.facts(check).started_at, learner.passes(check)) == (None, {})


def test_a_browser_cannot_play_under_what_is_not_its_persons_or_a_check(learner: Learner, world: World) -> None:
    mine, check = learner.enrol(REGULAR), learner.enrol(REGULAR, attempts=1)
    theirs = new_learner(world).enrol(REGULAR)
    answers = send(
        learner.visitor,
        sent(KIND, enrolment=str(theirs)),
        sent(KIND, enrolment=str(new_id())),
        sent(KIND, enrolment=str(check)),
        sent(friends_way(MUFFIN), MUFFIN, enrolment=str(mine)),
    )
    assert [refused(answer) for answer in answers] == ["not-found", "not-found", "online-only", "mismatch"]
    assert learner.facts(check).attempts == 0


def test_a_known_play_is_of_one_enrolment(learner: Learner) -> None:
    mine, other = learner.enrol(REGULAR), learner.enrol(REGULAR)
    play = learner.visitor.begin(REGULAR, enrolment=str(mine))
    batch = sent(KIND[:1], play=play["id"])
    assert refused(send(learner.visitor, batch | {"enrolment": str(other)})[0]) == "mismatch"
    assert send(learner.visitor, batch)[0]["status"] == "accepted"
    assert send(learner.visitor, batch | {"enrolment": str(mine)})[0]["status"] == "accepted"
    assert learner.facts(mine).attempts == 1


def test_what_was_played_offline_under_a_withdrawn_enrolment_is_kept_and_not_credited(learner: Learner) -> None:
    mine = learner.enrol(REGULAR)
    learner.withdraw(mine)
    (answer,) = send(learner.visitor, sent(KIND, enrolment=str(mine)))
    assert (answer["status"], answer["result"]["passed"]) == ("accepted", True)
    assert (learner.facts(mine).attempts, learner.passes(mine)) == (0, {})


def test_the_modules_coach_and_thinking_first_win_over_ones_own(learner: Learner) -> None:
    quiet = learner.enrol(REGULAR, coach="end", think_first=True)
    loud = learner.enrol(REGULAR, coach="slip", think_first=False)
    page = learner.visitor.get(f"/plays/{learner.play(REGULAR, KIND[:1], enrolment=str(quiet))['id']}").text
    assert ("slip__ask" in page, "think__summary" in page) == (False, True)
    learner.visitor.post("/settings", coach="end", think_first="y", theme="auto", language="en")
    page = learner.visitor.get(f"/plays/{learner.play(REGULAR, KIND[:1], enrolment=str(loud))['id']}").text
    assert ("slip__ask" in page, "think__summary" in page) == (True, False)


def test_a_scenario_that_left_the_module_is_not_waited_for(learner: Learner) -> None:
    mine = learner.enrol(REGULAR, MUFFIN)
    play = learner.play(REGULAR, KIND[:1], enrolment=str(mine))
    with learner.world.database.writing() as session:
        module = session.get_one(Enrolment, mine).module_id
        session.delete(session.get_one(ModuleItem, (module, MUFFIN)))
        assert session.get_one(Module, module).mode == "practice"
    learner.go_on(play, KIND[1:])
    assert learner.facts(mine).passed_at is not None
