"""Two tabs of one person on the same play: one log, and whoever was slower is told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

from tests.faults.conftest import Enter
from tests.faults.records import Records
from tests.serving import Answer, Visitor

ACCOUNT = "employee@example.com"
SCENARIO = "pushy-muffin-seller"
PLAYS = 12


def test_of_two_different_choices_one_is_taken_and_the_other_refused(enter: Enter, records: Records) -> None:
    tabs = [enter(ACCOUNT), enter(ACCOUNT)]
    random = Random(5)
    for _ in range(PLAYS):
        play = tabs[0].begin(SCENARIO)
        taken: list[str] = []
        while not play["ending"]:
            both = random.sample(play["options"], 2) if len(play["options"]) > 1 else play["options"] * 2
            answers = _at_once(tabs, play["id"], len(taken) + 1, both)
            winner = next(answer for answer in answers if answer.status == 200)
            _expect_refusals(answers, different=both[0] != both[1])
            play = winner.json()
            taken.append(both[answers.index(winner)])
        assert records.log(play["id"]) == list(enumerate(taken, start=1))
        kept, replayed = records.results(play["id"])
        assert play["result"] == kept == replayed


def test_the_same_choice_from_both_tabs_is_taken_once_and_answered_twice(enter: Enter, records: Records) -> None:
    tabs = [enter(ACCOUNT), enter(ACCOUNT)]
    for _ in range(PLAYS):
        play = tabs[0].begin(SCENARIO)
        choice = play["options"][0]
        answers = _at_once(tabs, play["id"], 1, [choice, choice])
        assert [answer.status for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert records.log(play["id"]) == [(1, choice)]


def _at_once(tabs: list[Visitor], play: str, number: int, choices: list[str]) -> list[Answer]:
    """Send both choices for the same number at the same moment."""
    together = threading.Barrier(len(tabs))

    def tap(tab: Visitor, choice: str) -> Answer:
        together.wait(30)
        return tab.choose(play, number, choice)

    with ThreadPoolExecutor(len(tabs)) as people:
        return list(people.map(tap, tabs, choices))


def _expect_refusals(answers: list[Answer], *, different: bool) -> None:
    refused = [answer for answer in answers if answer.status != 200]
    assert len(refused) == (1 if different else 0)
    for answer in refused:
        assert (answer.status, answer.json()["error"]["code"]) == (409, "taken")
