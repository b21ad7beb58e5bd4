"""Faults that the scenes and their targets show by themselves, without playing."""

from collections.abc import Iterable, Iterator

from training_app.domain.analysis.wording import listed, meant
from training_app.domain.finding import Finding, Path
from training_app.domain.scenario import Choice, Scenario, Scene


def structure_findings(scenario: Scenario) -> Iterator[Finding]:
    """Dangling targets, scenes without a link to them, dead ends and gotos that may find no scene."""
    yield from _start(scenario)
    for name, scene in scenario.scenes.items():
        yield from _scene(name, scene)
        for choice in scene.choices:
            yield from _goto(scenario, choice, ("scenes", name, "choices", choice.id, "goto"))
    if scenario.start in scenario.scenes:
        linked = linked_scenes(scenario)
        for name in scenario.scenes:
            if name not in linked:
                yield Finding(
                    "E202",
                    f"No reply leads to the scene “{name}”. Let a reply go to it, or delete it.",
                    ("scenes", name),
                )


def can_be_played(scenario: Scenario) -> bool:
    """Whether every goto finds a scene that exists, so that the engine can play every reply."""
    return scenario.start in scenario.scenes and all(
        choice.goto and choice.goto[-1].needs is None and all(target.scene in scenario.scenes for target in choice.goto)
        for scene in scenario.scenes.values()
        for choice in scene.choices
    )


def linked_scenes(scenario: Scenario) -> set[str]:
    """The scenes to which replies lead from the start, whatever the conditions; the start included."""
    linked = {scenario.start}
    waiting = [scenario.start]
    while waiting:
        scene = scenario.scenes[waiting.pop()]
        for target in _targets(() if scene.ending else scene.choices):
            if target in scenario.scenes and target not in linked:
                linked.add(target)
                waiting.append(target)
    return linked


def target_path(goto: Path, *, choice: Choice, number: int) -> Path:
    """The path of one target: the scene's id itself in the short form, an entry of the list in the long one."""
    is_short = len(choice.goto) == 1 and choice.goto[0].needs is None
    return goto if is_short else (*goto, number, "scene")


def _targets(choices: Iterable[Choice]) -> Iterator[str]:
    return (target.scene for choice in choices for target in choice.goto)


def _start(scenario: Scenario) -> Iterator[Finding]:
    if scenario.start not in scenario.scenes:
        advice = meant(scenario.start, scenario.scenes, otherwise="Name the scene in which the play begins.")
        message = f"The play starts in “{scenario.start}”, and there is no such scene. {advice}"
        yield Finding("E201", message, ("start",))


def _scene(name: str, scene: Scene) -> Iterator[Finding]:
    where = ("scenes", name)
    if not scene.choices and scene.ending is None:
        yield Finding("E203", f"The scene “{name}” is a dead end. Give it choices, or an ending.", where)
    if scene.choices and scene.ending is not None:
        yield Finding(
            "E204",
            f"The scene “{name}” has both choices and an ending. Delete one, or move the ending to a scene of its own.",
            (*where, "ending"),
        )


def _goto(scenario: Scenario, choice: Choice, where: Path) -> Iterator[Finding]:
    if not choice.goto or choice.goto[-1].needs is not None:
        yield Finding(
            "E205",
            f"The reply “{choice.id}” may find no scene to go to. End its goto with an entry that has no `needs`.",
            (*where, len(choice.goto) - 1) if choice.goto else where,
        )
    for number, target in enumerate(choice.goto):
        if target.scene not in scenario.scenes:
            advice = meant(target.scene, scenario.scenes, otherwise=f"The scenes are {listed(scenario.scenes)}.")
            yield Finding(
                "E201",
                f"The reply “{choice.id}” goes to “{target.scene}”, and there is no such scene. {advice}",
                target_path(where, choice=choice, number=number),
            )
