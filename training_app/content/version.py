"""A version of a scenario: its rules, what is shown with them, and its texts in all languages.

Its canonical JSON (sorted keys, no spaces, UTF-8, every default written out) is what is published. One SHA-256
goes over all of it, and `rules_sha` over what the engine and the score see, so a corrected comma loses nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training_app.content.structure import plain_scenario, scenario_from_plain
from training_app.domain.scenario import Scenario

FORMAT = 1
SHOWN_KEYS = ("minutes", "trade", "source", "place")


@dataclass(frozen=True, slots=True)
class Content:
    """One version. `texts` gives each language's lines by line id, `language` is the scenario's own.

    `hurry` gives the seconds after which the customer of a scene grows impatient; `portrait` has the keys
    hair, skin (1-6), top, age and perhaps carries.
    """

    scenario: Scenario
    language: str
    minutes: int
    trade: str
    source: str
    place: str
    portrait: Mapping[str, str | int]
    companions: tuple[str, ...]
    hurry: Mapping[str, int]
    texts: Mapping[str, Mapping[str, str]]

    @property
    def languages(self) -> tuple[str, ...]:
        """All its languages, its own first."""
        return (self.language, *sorted(set(self.texts) - {self.language}))


def texts_for(content: Content, language: str) -> dict[str, str]:
    """All lines in this language; those that are not translated in the scenario's own."""
    return {**content.texts[content.language], **content.texts.get(language, {})}


def canonical(content: Content) -> str:
    """The canonical JSON of a version."""
    shown = {key: getattr(content, key) for key in SHOWN_KEYS}
    shown |= {"portrait": dict(content.portrait), "companions": list(content.companions), "hurry": dict(content.hurry)}
    return _json(
        {
            "format": FORMAT,
            "language": content.language,
            "rules": plain_scenario(content.scenario),
            "shown": shown,
            "texts": {language: dict(lines) for language, lines in content.texts.items()},
        }
    )


def content_from_canonical(text: str) -> Content:
    """The version whose canonical JSON this is. Raises ValueError for a format that is not known."""
    plain: dict[str, Any] = json.loads(text)
    if plain.get("format") != FORMAT:
        raise ValueError(f"a version of format {plain.get('format')!r} cannot be read; {FORMAT} is known")
    shown = plain["shown"]
    return Content(
        scenario=scenario_from_plain(plain["rules"]),
        language=plain["language"],
        **{key: shown[key] for key in SHOWN_KEYS},
        portrait=shown["portrait"],
        companions=tuple(shown["companions"]),
        hurry=shown["hurry"],
        texts=plain["texts"],
    )


def sha256(content: Content) -> str:
    """The SHA-256 of everything in it, as 64 hexadecimal digits."""
    return _digest(canonical(content))


def rules_sha(content: Content) -> str:
    """The SHA-256 of its rules alone. The order of its scenes is none of them."""
    plain = plain_scenario(content.scenario)
    plain["scenes"] = sorted(plain["scenes"], key=lambda scene: str(scene["id"]))
    return _digest(_json({"format": FORMAT, "rules": plain}))


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
