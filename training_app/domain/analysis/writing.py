"""How the texts read, in each language: long replies, a friend reply that gives itself away, hard reading."""

from collections.abc import Iterator, Mapping

from training_app.domain.analysis.reading_age import reading_age
from training_app.domain.analysis.texts import Lines, path_of
from training_app.domain.finding import Finding
from training_app.domain.friend_path import is_friend_reply
from training_app.domain.scenario import Scenario, Scene

MOST_WORDS = 25
OLDEST_READER = 12


def writing_findings(scenario: Scenario, texts: Mapping[str, Lines], *, language: str) -> Iterator[Finding]:
    """What to rewrite, in the scenario's own language and in its translations."""
    for each, lines in texts.items():
        overlay = None if each == language else each
        yield from _long_replies(scenario, lines, overlay=overlay)
        yield from _longest_friend(scenario, lines, overlay=overlay)
        age = reading_age(lines.values(), language=each)
        if age is not None and age > OLDEST_READER:
            message = f"One has to be {age:.0f} to read this easily. Write shorter sentences and plainer words."
            yield Finding("W403", message, (), overlay)


def word_count(text: str) -> int:
    """Words parted by spaces; a dash standing alone is none."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _long_replies(scenario: Scenario, lines: Lines, *, overlay: str | None) -> Iterator[Finding]:
    for name, scene in scenario.scenes.items():
        for choice in scene.choices:
            line = f"scenes.{name}.choices.{choice.id}.text"
            words = word_count(lines.get(line, ""))
            if words > MOST_WORDS:
                message = f"The reply “{choice.id}” has {words} words. Say it in {MOST_WORDS}."
                yield Finding("W404", message, path_of(line), overlay)


def _longest_friend(scenario: Scenario, lines: Lines, *, overlay: str | None) -> Iterator[Finding]:
    decisions = {name: scene for name, scene in scenario.scenes.items() if scene.choices and scene.ending is None}
    given_away = [name for name, scene in decisions.items() if _is_friend_longest(name, scene, lines)]
    if scenario.is_graded and 2 * len(given_away) > len(decisions):
        message = (
            f"The friend reply is the longest in {len(given_away)} of {len(decisions)} decisions, which gives it "
            "away. Shorten it, or let the others say more."
        )
        yield Finding("W304", message, ("scenes", given_away[0], "choices"), overlay)


def _is_friend_longest(name: str, scene: Scene, lines: Lines) -> bool:
    """Whether a friend reply is longer, in characters, than every other reply of the decision."""
    lengths = {
        is_friend: [
            len(lines.get(f"scenes.{name}.choices.{choice.id}.text", "").strip())
            for choice in scene.choices
            if is_friend_reply(choice) is is_friend
        ]
        for is_friend in (True, False)
    }
    return bool(lengths[True] and lengths[False]) and max(lengths[True]) > max(lengths[False])
