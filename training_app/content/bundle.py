"""The bundle: one version in one language, with all that a browser needs to play it without the server.

It holds nothing of a person. The same version, language and words give the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training_app.content.principles import Principle
from training_app.content.structure import plain_scenario
from training_app.content.version import Content, texts_for
from training_app.domain.scenario import Scenario

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Words:
    """What a bundle takes from outside its version, in its language.

    `where` is the place's name and `light` the hour's light. `sentences` are those for the next shift by
    principle, in the order on screen.
    """

    where: str
    light: str
    principles: Sequence[Principle]
    sentences: Mapping[str, str]


def bundle_of(
    content: Content,
    *,
    number: int,
    sha256: str,
    rules_sha: str,
    friend_decisions: int | None,
    language: str,
    words: Words,
) -> bytes:
    """The canonical JSON (sorted keys, no spaces, UTF-8) of version `number`; `friend_decisions` is D.

    Lines that are not translated stand in the scenario's own language. `order` is the order of the sentences.
    """
    used = principles_in(content.scenario)
    plain = {
        "format": FORMAT,
        "scenario": content.scenario.id,
        "version": number,
        "sha256": sha256,
        "rules_sha": rules_sha,
        "language": language,
        "friend_decisions": friend_decisions,
        "rules": plain_scenario(content.scenario),
        "texts": texts_for(content, language),
        "shown": _shown(content, words),
        "principles": {one.id: {"name": one.name, "friend": one.friend} for one in words.principles if one.id in used},
        "sentences": dict(words.sentences),
        "order": list(words.sentences),
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def principles_in(scenario: Scenario) -> frozenset[str]:
    """The ids of the principles on which its replies turn."""
    choices = (choice for scene in scenario.scenes.values() for choice in scene.choices)
    return frozenset(choice.principle for choice in choices if choice.principle is not None)


def _shown(content: Content, words: Words) -> dict[str, object]:
    return {
        "minutes": content.minutes,
        "place": content.place,
        "where": words.where,
        "light": words.light,
        "portrait": dict(content.portrait),
        "companions": list(content.companions),
        "hurry": dict(content.hurry),
    }
