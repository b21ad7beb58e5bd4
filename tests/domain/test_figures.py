"""The figures of an analysis, and what it leaves out for a companion."""

from tests.domain.pieces import GLADLY, MAYBE, NEVER, checked, codes, cold, cool, reply, scenario, texts_of, warm
from training_app.domain.analysis import Figures
from training_app.domain.friend_path import FriendPath
from training_app.domain.scenario import Ending, Perspective


def test_the_figures_of_a_small_scenario_reckoned_by_hand() -> None:
    piece = scenario(
        start=(warm("second"), cool("second"), cold("gone")),
        second=(warm("glad"), cool("maybe"), cool("start", name="back")),
        glad=GLADLY,
        maybe=MAYBE,
        gone=NEVER,
    )
    assert checked(piece).figures == Figures(
        scenes=5,
        decisions=2,
        endings=3,
        states=5,
        paths=5,
        shortest=1,
        longest=2,
        friend_path=FriendPath(("warm", "warm"), 2, "glad"),
        score_ranges={"glad": (0.5, 1.0), "maybe": (0.5, 0.75), "gone": (0.25, 0.4)},
        is_bounded=False,
    )


def test_what_cannot_be_played_is_only_counted() -> None:
    piece = scenario(start=(warm("nowhere"), cool("glad")), glad=GLADLY)
    assert checked(piece).figures == Figures(scenes=2, decisions=1, endings=1)


def test_a_companion_is_not_held_to_the_graded_rules() -> None:
    replies = (reply("stay", None, "glad", principle=None), reply("leave", None, "gone", principle=None))
    piece = scenario(start=replies, glad=Ending(), gone=Ending(), perspective=Perspective.CUSTOMER)
    lines = {line: text for line, text in texts_of(piece).items() if not line.endswith((".why", ".tells"))}
    analysis = checked(piece, texts={"en": lines})
    assert analysis.findings == ()
    assert (analysis.figures.friend_path, analysis.figures.score_ranges, analysis.figures.paths) == (None, {}, 2)


def test_a_companion_is_still_held_to_the_others() -> None:
    replies = (reply("stay", None, "start", principle=None), reply("wait", None, "start", principle=None))
    piece = scenario(start=replies, glad=Ending(), perspective=Perspective.CUSTOMER)
    lines = {line: text for line, text in texts_of(piece).items() if line != "scenes.start.choices.wait.text"}
    assert codes(checked(piece, texts={"en": lines})) == {"E202", "E208", "E215"}
