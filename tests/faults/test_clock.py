"""A clock that is wrong by a year in the middle of a play: nothing is lost, and the order stays that of the numbers."""

from datetime import datetime, timedelta

import pytest

from config import ROOT
from tests.conftest import World
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.moment import now
from training_app.web.play import views as play_views

SCENARIO = "friendly-regular"


@pytest.mark.parametrize("days", [-365, 365])
def test_a_play_goes_through_a_jump_of_the_clock(world: World, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    def wrong() -> datetime:
        return now() + timedelta(days=days)

    visitor = Visitor(world.client(world.cast.owner))
    reference = Reference(ROOT / "scenarios" / SCENARIO)
    log = reference.ways()[reference.endings[0]]
    play = visitor.play(SCENARIO, log[:2])
    monkeypatch.setattr(play_views, "now", wrong)
    for number, choice in enumerate(log[2:], start=3):
        answer = visitor.post_json(f"/plays/{play['id']}/choices", number=number, choice=choice)
        assert answer.status_code == 200
    assert answer.json["result"]["score"] == pytest.approx(reference.result(log)["score"], abs=1e-12)
    for page in (f"/plays/{play['id']}/debrief", "/practice", "/progress"):
        assert visitor.get(page).status_code == 200
