"""From the models of the files to a scenario's rules and its lines."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from training_app.content.field_types import SHOWN
from training_app.content.scenario_file import ChoiceFile, ConditionFile, ScenarioFile, SceneFile
from training_app.content.version import Content
from training_app.domain.scenario import (
    Choice,
    Condition,
    Ending,
    Grade,
    Mood,
    Perspective,
    Returns,
    Scenario,
    Scene,
    Target,
)


def content_of_file(file: ScenarioFile, *, translations: Mapping[str, Mapping[str, str]]) -> Content:
    """One version. Of the translations only those lines that the scenario's own language has are kept."""
    own = lines_of(file)
    texts = {language: _known(lines, own) for language, lines in translations.items()}
    return Content(
        scenario=scenario_of(file),
        language=file.language,
        minutes=file.minutes,
        trade=file.trade,
        source=file.source,
        place=file.place,
        portrait=file.customer.portrait.model_dump(exclude_none=True),
        companions=tuple(file.customer.companions or ()),
        hurry={name: scene.hurry.seconds for name, scene in file.scenes.items() if scene.hurry},
        texts={file.language: own, **{language: lines for language, lines in texts.items() if lines}},
    )


def scenario_of(file: ScenarioFile) -> Scenario:
    """The rules that stand in the file."""
    return Scenario(
        id=file.id,
        start=file.start,
        scenes={name: _scene(name, scene) for name, scene in file.scenes.items()},
        trust=file.trust,
        perspective=Perspective(file.perspective),
    )


def lines_of(model: BaseModel) -> dict[str, str]:
    """Every line that a person reads, by its line id such as `scenes.arrival.choices.smile.text`."""
    return {".".join(path): text for path, text in _lines(model, ())}


def _lines(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _lines(part, (*path, key))
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            part = getattr(value, name)
            if isinstance(part, str) and _is_shown(field.metadata, field.annotation):
                yield (*path, name), part
            else:
                yield from _lines(part, (*path, name))


def _is_shown(metadata: list[object], annotation: object) -> bool:
    """Whether a field is marked as read by people, also where the mark is on one part of `Text | None`."""
    parts = getattr(annotation, "__args__", ())
    return SHOWN in metadata or any(SHOWN in getattr(part, "__metadata__", ()) for part in parts)


def _known(lines: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    return {line: text for line, text in lines.items() if line in own}


def _scene(name: str, scene: SceneFile) -> Scene:
    ending = scene.ending
    return Scene(
        id=name,
        choices=tuple(_choice(choice_id, choice) for choice_id, choice in (scene.choices or {}).items()),
        ending=Ending(ending.sale, Returns(ending.returns) if ending.returns else None) if ending else None,
        mood=Mood(scene.mood) if scene.mood else None,
    )


def _choice(choice_id: str, choice: ChoiceFile) -> Choice:
    return Choice(
        id=choice_id,
        goto=tuple(Target(target.scene, _condition(target.needs)) for target in choice.goto),
        grade=Grade(choice.grade) if choice.grade else None,
        principle=choice.principle,
        trust=choice.trust,
        learns=frozenset(choice.learns or ()),
        needs=_condition(choice.needs),
        red_line=choice.red_line,
    )


def _condition(needs: ConditionFile | None) -> Condition | None:
    if needs is None:
        return None
    return Condition(
        facts=frozenset(needs.facts or ()),
        not_facts=frozenset(needs.not_facts or ()),
        at_least=needs.trust.at_least if needs.trust else None,
        at_most=needs.trust.at_most if needs.trust else None,
    )
