"""The JSON Schemas of scenario files, with which editors complete, explain and check while one types."""

import json
from typing import Any

from pydantic import BaseModel

from training_app.content.scenario_file import ScenarioFile
from training_app.content.translation_file import TranslationFile

DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that the common YAML editors understand
MODELS: dict[str, type[BaseModel]] = {"schema.json": ScenarioFile, "translation.schema.json": TranslationFile}


def schema_files() -> dict[str, str]:
    """The text of each schema by the name of its file in the folder of all scenarios."""
    return {name: json.dumps(_schema(model), ensure_ascii=False, indent=2) + "\n" for name, model in MODELS.items()}


def _schema(model: type[BaseModel]) -> Any:
    plain = model.model_json_schema(by_alias=True, mode="validation", ref_template="#/definitions/{model}")
    plain["definitions"] = plain.pop("$defs")
    return {"$schema": DRAFT, **_tidy(plain)}


def _tidy(part: Any) -> Any:
    """Without `null`, which no key may hold, and without the titles that repeat each key."""
    if isinstance(part, list):
        return [_tidy(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _tidy(value) for key, value in part.items() if not _is_noise(key, value)}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
