"""A version back as files. What is read from them again is the same version; comments are not kept."""

from collections.abc import Collection, Set
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from training_app.content.folder import FILE_NAME
from training_app.content.scalars import plain_scalar
from training_app.content.version import Content
from training_app.domain.scenario import Choice, Condition, Ending, Perspective, Scene

Tree = dict[str, Any]
NEVER_FOLDED = 100_000
PORTRAIT_KEYS = ("hair", "skin", "top", "age", "carries")
TEXT_ORDER = (
    *("title", "summary", "when", "role", "customer", "name", "seen_as", "wants", "scenes", "narration", "says", "ask"),
    *("hurry", "choices", "text", "why", "ending", "sale_as", "returns_as", "tells"),
)


def exported_files(content: Content) -> dict[str, str]:
    """The text of each file by its name: `scenario.yaml`, then one for each translation."""
    files = {FILE_NAME: _yaml(_scenario(content), schema="schema.json")}
    for language in content.languages[1:]:
        files[f"{language}.yaml"] = _yaml(_translation(content, language), schema="translation.schema.json")
    return files


def _scenario(content: Content) -> Tree:
    scenario, lines = content.scenario, content.texts[content.language]
    is_companion = scenario.perspective is not Perspective.EMPLOYEE
    return _present(
        {
            "id": scenario.id,
            "language": content.language,
            **_lines(lines, "", ("title", "summary")),
            "minutes": content.minutes,
            "trade": content.trade,
            "source": _text(content.source),
            "perspective": scenario.perspective.value if is_companion else None,
            "place": content.place,
            **_lines(lines, "", ("when", "role")),
            "customer": {
                **_lines(lines, "customer.", ("name", "seen_as", "wants")),
                "portrait": _portrait(content),
                **_present({"with": _ids(content.companions)}),
            },
            "trust": scenario.trust,
            "start": scenario.start,
            "scenes": {name: _scene(scene, content) for name, scene in scenario.scenes.items()},
        }
    )


def _scene(scene: Scene, content: Content) -> Tree:
    lines, here = content.texts[content.language], f"scenes.{scene.id}."
    seconds = content.hurry.get(scene.id)
    hurry = {"seconds": seconds, **_lines(lines, f"{here}hurry.", ("says",))} if seconds else None
    return _present(
        {
            **_lines(lines, here, ("narration", "says", "ask")),
            "mood": scene.mood.value if scene.mood else None,
            "hurry": hurry,
            "choices": {choice.id: _choice(choice, lines, f"{here}choices.{choice.id}.") for choice in scene.choices},
        }
    ) | ({"ending": _ending(scene.ending, lines, f"{here}ending.")} if scene.ending else {})


def _choice(choice: Choice, lines: Any, here: str) -> Tree:
    return _present(
        {
            **_lines(lines, here, ("text",)),
            "grade": choice.grade.value if choice.grade else None,
            "principle": choice.principle,
            **_lines(lines, here, ("why",)),
            "trust": choice.trust or None,
            "learns": _ids(choice.learns),
            "needs": _condition(choice.needs),
            "red_line": choice.red_line or None,
            "goto": _goto(choice),
        }
    )


def _goto(choice: Choice) -> str | list[Tree]:
    if len(choice.goto) == 1 and choice.goto[0].needs is None:
        return choice.goto[0].scene
    return [_present({"needs": _condition(target.needs), "scene": target.scene}) for target in choice.goto]


def _condition(condition: Condition | None) -> Tree | None:
    if condition is None:
        return None
    trust = {"at_least": condition.at_least, "at_most": condition.at_most}
    facts = {"facts": _ids(condition.facts), "not_facts": _ids(condition.not_facts)}
    return _present({**facts, "trust": {key: bound for key, bound in trust.items() if bound is not None}})


def _ending(ending: Ending, lines: Any, here: str) -> Tree:
    values = {
        "sale": ending.sale,
        **_lines(lines, here, ("sale_as",)),
        "returns": ending.returns.value if ending.returns else None,
        **_lines(lines, here, ("returns_as", "tells")),
    }
    return {key: value for key, value in values.items() if value is not None}


def _translation(content: Content, language: str) -> Tree:
    """The nested keys of a language's lines, in the order of the scenario's own lines."""
    tree: Tree = {}
    for line in _in_file_order(content):
        if line in content.texts[language]:
            *above, key = line.split(".")
            place = tree
            for step in above:
                place = place.setdefault(step, {})
            place[key] = _text(content.texts[language][line])
    return tree


def _in_file_order(content: Content) -> list[str]:
    """The lines of the scenario's own language in the order of the file's keys, its scenes and their choices."""
    scenes = content.scenario.scenes
    places = {f"scenes.{name}": number for number, name in enumerate(scenes)}
    for scene in scenes.values():
        places |= {f"scenes.{scene.id}.choices.{choice.id}": number for number, choice in enumerate(scene.choices)}
    keys = {key: number for number, key in enumerate(TEXT_ORDER)}

    def place(line: str) -> list[int]:
        steps = line.split(".")
        above = (".".join(steps[:depth]) for depth in range(1, len(steps) + 1))
        return [places.get(path, keys.get(step, 0)) for path, step in zip(above, steps, strict=True)]

    return sorted(content.texts[content.language], key=place)


def _portrait(content: Content) -> CommentedMap:
    portrait = CommentedMap((key, content.portrait[key]) for key in PORTRAIT_KEYS if key in content.portrait)
    portrait.fa.set_flow_style()
    return portrait


def _ids(ids: Collection[str]) -> CommentedSeq:
    """A list in one line; sets, which have no order, by name."""
    listed = CommentedSeq(sorted(ids) if isinstance(ids, Set) else ids)
    listed.fa.set_flow_style()
    return listed


def _lines(lines: Any, here: str, keys: tuple[str, ...]) -> Tree:
    return {key: _text(lines[here + key]) for key in keys if here + key in lines}


def _text(text: str) -> str:
    """In quotes where it would be read as a number or the like, which this YAML library and ours see differently."""
    return text if isinstance(plain_scalar(text), str) else DoubleQuotedScalarString(text)


def _present(tree: Tree) -> Tree:
    """Without what is None or empty."""
    return {key: value for key, value in tree.items() if value not in (None, [], {})}


def _yaml(tree: Tree, *, schema: str) -> str:
    yaml = YAML()
    yaml.width = NEVER_FOLDED
    yaml.allow_unicode = True
    stream = StringIO()
    stream.write(f"# yaml-language-server: $schema=../{schema}\n")
    yaml.dump(tree, stream)
    return stream.getvalue()
