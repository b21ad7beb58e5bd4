"""What the pages about modules take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from training_app.web.play.pages import Stage


@dataclass(frozen=True, slots=True)
class ScenarioChoice:
    """A role-play that a module can hold. `is_companion` says that it has no grades, so that no check holds it."""

    scenario: str
    title: str
    minutes: int
    stage: Stage
    is_companion: bool


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """One module in the list. `to_do` people have it to do now, it was passed `passed` times; `mark` is in percent.

    `text` and `fallback` are empty where there is none; `fallback` says in whose place the title's language stands.
    """

    module: str
    title: str
    text: str
    fallback: str
    place: str
    is_check: bool
    mark: int
    attempts: int | None
    minutes: int
    scenarios: tuple[ScenarioChoice, ...]
    to_do: int
    passed: int
    may_change: bool
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ModulesPage:
    """The modules in use by title, and those in the archive."""

    modules: tuple[ModuleCard, ...]
    archived: tuple[ModuleCard, ...]


@dataclass(frozen=True, slots=True)
class ModulePage:
    """The form of one module, or of a new one where `module` is None.

    `chosen` are its role-plays in order, `offered` the others; `deed` is what a button without a script asked for
    last. `is_assigned` keeps its mode and attempts.
    """

    module: str | None
    title: str
    languages: tuple[tuple[str, str], ...]
    chosen: tuple[ScenarioChoice, ...]
    offered: tuple[ScenarioChoice, ...]
    deed: str
    is_assigned: bool
    is_check: bool
    attempts: int | None
    is_archived: bool
    most: int
