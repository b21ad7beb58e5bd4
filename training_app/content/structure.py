"""A scenario's structure as plain data and back, every default written out, scenes and choices in file order."""

from typing import Any

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

Plain = dict[str, Any]


def plain_scenario(scenario: Scenario) -> Plain:
    """The structure as lists, mappings, texts and numbers that JSON can hold."""
    return {
        "id": scenario.id,
        "perspective": scenario.perspective.value,
        "start": scenario.start,
        "trust": scenario.trust,
        "scenes": [_plain_scene(scene) for scene in scenario.scenes.values()],
    }


def scenario_from_plain(plain: Plain) -> Scenario:
    """The scenario of which `plain_scenario` gave this."""
    scenes = [_scene(scene) for scene in plain["scenes"]]
    return Scenario(
        id=plain["id"],
        start=plain["start"],
        scenes={scene.id: scene for scene in scenes},
        trust=plain["trust"],
        perspective=Perspective(plain["perspective"]),
    )


def _plain_scene(scene: Scene) -> Plain:
    ending = scene.ending
    return {
        "id": scene.id,
        "mood": scene.mood and scene.mood.value,
        "choices": [_plain_choice(choice) for choice in scene.choices],
        "ending": ending and {"sale": ending.sale, "returns": ending.returns and ending.returns.value},
    }


def _scene(plain: Plain) -> Scene:
    ending = plain["ending"]
    return Scene(
        id=plain["id"],
        choices=tuple(_choice(choice) for choice in plain["choices"]),
        ending=ending and Ending(ending["sale"], ending["returns"] and Returns(ending["returns"])),
        mood=plain["mood"] and Mood(plain["mood"]),
    )


def _plain_choice(choice: Choice) -> Plain:
    return {
        "id": choice.id,
        "grade": choice.grade and choice.grade.value,
        "principle": choice.principle,
        "trust": choice.trust,
        "learns": sorted(choice.learns),
        "needs": _plain_condition(choice.needs),
        "red_line": choice.red_line,
        "goto": [{"scene": target.scene, "needs": _plain_condition(target.needs)} for target in choice.goto],
    }


def _choice(plain: Plain) -> Choice:
    return Choice(
        id=plain["id"],
        goto=tuple(Target(target["scene"], _condition(target["needs"])) for target in plain["goto"]),
        grade=plain["grade"] and Grade(plain["grade"]),
        principle=plain["principle"],
        trust=plain["trust"],
        learns=frozenset(plain["learns"]),
        needs=_condition(plain["needs"]),
        red_line=plain["red_line"],
    )


def _plain_condition(condition: Condition | None) -> Plain | None:
    if condition is None:
        return None
    return {
        "facts": sorted(condition.facts),
        "not_facts": sorted(condition.not_facts),
        "at_least": condition.at_least,
        "at_most": condition.at_most,
    }


def _condition(plain: Plain | None) -> Condition | None:
    if plain is None:
        return None
    return Condition(frozenset(plain["facts"]), frozenset(plain["not_facts"]), plain["at_least"], plain["at_most"])
