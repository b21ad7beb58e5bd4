"""The JSON Schemas that editors use are those of the models, and fit what is there."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from config import ROOT
from tests.content.stories import SOUND, changed
from training_app.content.parsing import parse
from training_app.content.schema import schema_files
from training_app.content.starting import STARTING_ID, starting_text

SCENARIOS = ROOT / "scenarios"
FILES = sorted(SCENARIOS.glob("*/*.yaml"))


def schema_of(name: str) -> jsonschema.Draft7Validator:
    schema = json.loads((SCENARIOS / name).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def faults(text: str, *, name: str = "schema.json") -> list[str]:
    return [error.message for error in schema_of(name).iter_errors(parse(text, name="x").data)]


@pytest.mark.parametrize("name", schema_files())
def test_the_written_schema_is_current(name: str) -> None:
    written = (SCENARIOS / name).read_text(encoding="utf-8")
    assert written == schema_files()[name], "run: flask --app training_app scenarios schema"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_built_in_scenarios_fit_their_schema(file: Path) -> None:
    name = "schema.json" if file.name == "scenario.yaml" else "translation.schema.json"
    text = file.read_text(encoding="utf-8")
    assert faults(text, name=name) == []
    assert "$schema=" not in text or f"$schema=../{name}\n" in text


def test_the_starting_file_fits() -> None:
    assert faults(starting_text(STARTING_ID)) == []


@pytest.mark.parametrize(
    "change",
    [
        ("minutes: 1\n", "minuts: 1\n"),
        ("title: Milk\n", ""),
        ("skin: 3", "skin: 7"),
        ("grade: fair", "grade: fare"),
        ("  shelf:\n", "  The Shelf:\n"),
        ("    ending: {sale", "    choices: {}\n    ending: {sale"),
        ("sale: true", "sale: yes"),
        ("        trust: -5\n", "        trust: null\n"),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(change: tuple[str, str]) -> None:
    assert faults(SOUND) == []
    assert faults(changed(change))


def test_every_key_is_explained() -> None:
    unexplained = []

    def look(part: object, path: str, is_key: Callable[[str], bool]) -> None:
        if not isinstance(part, dict):
            return
        for name, field in part.get("properties", {}).items():
            if is_key(name) and "description" not in field:
                unexplained.append(f"{path}.{name}")
        for name, definition in part.get("definitions", {}).items():
            look(definition, name, is_key)

    for name, text in schema_files().items():
        look(json.loads(text), name, bool)
    assert unexplained == []
