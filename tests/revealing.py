"""Reads what was sent for anything that reveals a grade of a scenario: in attributes, in JSON, and in its words."""

import json
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import Any

from ruamel.yaml import YAML

from config import LANGUAGES, ROOT
from tests.enrolled import reference_of

GRADES = frozenset({"friend", "fair", "prey"})
TELLING = frozenset({"grade", "principle", "why", "red_line", "log", "goto", "learns"})


class Values(HTMLParser):
    """Every attribute value of a page, in its words, without the class names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.names.add(name)
            self.found |= set((value or "").split()) if name != "class" else set()


def leaves(value: Any) -> Iterator[str]:
    """Every text in a JSON value, and `key=…` for every member that says something."""
    if isinstance(value, dict):
        for name, member in value.items():
            if member not in (None, [], {}):
                yield f"{name}="
            yield from leaves(member)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member)
    elif isinstance(value, str):
        yield value


def texts_in(scenario: str, language: str) -> dict[str, Any]:
    """The scenes of a scenario with their texts in this language."""
    file = "scenario.yaml" if language == "en" else f"{language}.yaml"
    scenes: dict[str, Any] = YAML(typ="safe", pure=True).load(ROOT / "scenarios" / scenario / file)["scenes"]
    return scenes


class Secrets:
    """What a check of this scenario must not tell before its end."""

    def __init__(self, scenario: str) -> None:
        self.choices = {one for scene in reference_of(scenario).scenes.values() for one in scene.get("choices", {})}
        self.whys = {
            choice["why"]
            for language in LANGUAGES
            for scene in texts_in(scenario, language).values()
            for choice in scene.get("choices", {}).values()
        }

    def in_text(self, text: str) -> set[str]:
        """Reasons that stand there, however they are escaped."""
        return {why for why in self.whys if any(form in text for form in (why, escape(why), json.dumps(why)[1:-1]))}

    def in_page(self, page: str) -> set[str]:
        """All that a page of the play tells: ids and grades in its attributes, the coach, the player's data."""
        values = Values(page)
        told = values.found & (self.choices | GRADES)
        return told | (values.names & {"data-log", "data-version"}) | self.in_text(page)

    def in_json(self, body: Any) -> set[str]:
        """All that JSON tells of the play."""
        told = set(leaves(body))
        return told & (self.choices | GRADES | {f"{name}=" for name in TELLING | {"trust", "facts"}})
