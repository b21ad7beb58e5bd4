"""What the analysis finds at the edges of its rules, and how it says it."""

from dataclasses import replace

from tests.domain.pieces import (
    GLADLY,
    NEVER,
    PRINCIPLES,
    SOUND,
    START,
    checked,
    codes,
    cool,
    needs,
    reply,
    retold,
    scenario,
    second,
    texts_of,
    warm,
)
from training_app.domain.analysis import analyse
from training_app.domain.scenario import Grade, Scene, Target


def test_a_misspelt_name_is_told_its_likely_meaning() -> None:
    misspelt = reply("cool", Grade.FAIR, "gald", principle="welcom")
    messages = [finding.message for finding in checked(scenario(start=(warm("glad"), misspelt), glad=GLADLY)).findings]
    assert [message.split(". ")[-1] for message in messages] == ["Did you mean “glad”?", "Did you mean “welcome”?"]


def test_a_target_in_a_list_is_named_by_its_place() -> None:
    piece = scenario(start=(warm("glad"), cool(Target("nowhere", needs(at_least=60)), "glad")), glad=GLADLY)
    (finding,) = checked(piece).findings
    assert finding.where == (*START, "cool", "goto", 0, "scene")


def test_a_start_that_does_not_exist_is_a_dangling_target() -> None:
    (finding,) = checked(replace(SOUND, start="strat")).findings
    assert (finding.code, finding.where) == ("E201", ("start",))


def test_an_empty_goto_has_no_last_resort() -> None:
    (finding,) = checked(scenario(start=(warm("glad"), cool()), glad=GLADLY)).findings
    assert (finding.code, finding.where) == ("E205", (*START, "cool", "goto"))


def test_a_red_lined_reply_is_no_friend_reply() -> None:
    red = reply("red", Grade.FRIEND, "glad", red_line=True)
    piece = scenario(start=(warm("glad"), cool("second")), second=(red, cool("glad")), glad=GLADLY)
    assert codes(checked(piece)) == {"E207", "W307"}


def test_a_decision_behind_conditions_that_never_hold_is_unreachable() -> None:
    far = (warm("glad"), cool("glad"))
    piece = scenario(start=(warm("glad"), cool(Target("far", needs(at_least=51)), "glad")), far=far, glad=GLADLY)
    (finding,) = checked(piece).findings
    assert (finding.code, finding.where) == ("E202", ("scenes", "far"))


def test_a_state_is_found_only_if_a_play_reaches_it() -> None:
    piece = second(warm("glad", offered=needs(at_least=30)), cool("glad", offered=needs(at_least=40)))
    assert checked(piece).findings == ()


def test_what_leads_only_to_a_dead_end_is_no_loop() -> None:
    piece = scenario(start=(warm("glad"), cool("on")), on=(warm("mute"), cool("mute")), glad=GLADLY)
    piece = replace(piece, scenes={**piece.scenes, "mute": Scene("mute")})
    assert codes(checked(piece)) == {"E203"}


def test_each_trap_is_told_once() -> None:
    to_traps = (warm("glad"), cool("left"), cool("right", name="aside"))
    left, right = (warm("left-too"), cool("left")), (warm("right"), cool("right"))
    piece = scenario(
        start=to_traps, left=left, right=right, glad=GLADLY, **{"left-too": (warm("left"), cool("left-too"))}
    )
    assert [finding.where for finding in checked(piece).findings] == [("scenes", "left"), ("scenes", "right")]


def test_a_trap_entered_from_two_sides_is_told_once() -> None:
    to_trap = (warm("glad"), cool("trap"), cool("way", name="aside"))
    trap, way = (warm("trap"), cool("trap")), (warm("trap"), cool("trap"))
    (finding,) = checked(scenario(start=to_trap, trap=trap, way=way, glad=GLADLY)).findings
    assert (finding.code, finding.where) == ("E208", ("scenes", "trap"))


def test_never_may_follow_from_one_slip_at_the_end() -> None:
    chain = {f"s{n}": (warm(f"s{n + 1}"), cool(f"s{n + 1}")) for n in range(1, 4)}
    piece = scenario(start=(warm("s1"), cool("s1")), **chain, s4=(warm("glad"), cool("gone")), glad=GLADLY, gone=NEVER)
    assert checked(piece).findings == ()


def test_a_trap_names_the_way_that_leads_into_it() -> None:
    piece = scenario(start=(warm("glad"), cool("trap")), trap=(warm("trap"), cool("trap")), glad=GLADLY)
    (finding,) = checked(piece).findings
    assert "At trust 50 after cool, no ending can be reached any more." in finding.message


def test_plays_that_are_too_many_to_follow_are_said() -> None:
    names = [f"topic-{n}" for n in range(12)]
    topics = {name: (warm("glad"), *(cool(other, name=f"to-{other}") for other in names)) for name in names}
    piece = scenario(start=(warm("glad"), cool("topic-0")), **topics, glad=GLADLY)
    analysis = checked(piece)
    assert "W310" in codes(analysis)
    assert analysis.figures.is_bounded


def test_an_expected_translation_that_is_not_there_is_one_finding() -> None:
    analysis = analyse(
        SOUND,
        texts={"en": texts_of(SOUND)},
        language="en",
        principles=PRINCIPLES,
        expected_languages=["en", "de"],
    )
    assert [(finding.code, finding.language) for finding in analysis.findings] == [("W401", "de")]


def test_without_any_text_every_line_is_missing() -> None:
    analysis = analyse(SOUND, texts={}, language="en", principles=PRINCIPLES)
    missing = [finding.where for finding in analysis.findings if finding.code == "E215"]
    assert len(missing) == len(set(missing)) == 6 + 2 + 2 * 2


def test_a_scene_may_be_told_by_the_customers_words_alone() -> None:
    told = retold({"scenes.start.narration": None, "scenes.start.says": "Good evening."})
    assert checked(SOUND, texts={"en": told}).findings == ()


def test_line_ids_of_the_texts_are_those_of_the_contract() -> None:
    piece = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
    findings = analyse(piece, texts={"en": {}}, language="en", principles=["welcome"]).findings
    assert {".".join(map(str, finding.where)) for finding in findings if finding.code == "E215"} == {
        "title",
        "summary",
        "when",
        "role",
        "customer.name",
        "customer.wants",
        "scenes.start.narration",
        "scenes.glad.narration",
        *(f"scenes.start.choices.{name}.{key}" for name in ("warm", "cool") for key in ("text", "why")),
    }
