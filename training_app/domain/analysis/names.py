"""What replies name: their grade and principle, and the facts that conditions ask for."""

from collections.abc import Collection, Iterator, Set

from training_app.domain.analysis.wording import listed, meant
from training_app.domain.finding import Finding, Path
from training_app.domain.scenario import Choice, Condition, Scenario


def name_findings(scenario: Scenario, *, principles: Collection[str]) -> Iterator[Finding]:
    """Grades and principles left out where they are scored, principles and facts that do not exist."""
    learned = {fact for scene in scenario.scenes.values() for choice in scene.choices for fact in choice.learns}
    for name, scene in scenario.scenes.items():
        for choice in scene.choices:
            where = ("scenes", name, "choices", choice.id)
            yield from _scored(choice, where, is_graded=scenario.is_graded)
            yield from _principle(choice, where, principles)
            yield from _facts(choice, where, learned)


def _scored(choice: Choice, where: Path, *, is_graded: bool) -> Iterator[Finding]:
    missing = [key for key in ("grade", "principle") if getattr(choice, key) is None]
    if is_graded and missing:
        keys = " and ".join(f"`{key}`" for key in missing)
        yield Finding("E216", f"The reply “{choice.id}” cannot be scored. Add {keys}.", where)


def _principle(choice: Choice, where: Path, principles: Collection[str]) -> Iterator[Finding]:
    if choice.principle is not None and choice.principle not in principles:
        advice = meant(choice.principle, principles, otherwise=f"The principles are {listed(principles)}.")
        message = f"There is no principle “{choice.principle}”. {advice}"
        yield Finding("E212", message, (*where, "principle"))


def _facts(choice: Choice, where: Path, learned: Set[str]) -> Iterator[Finding]:
    conditions: list[tuple[Condition | None, Path]] = [(choice.needs, (*where, "needs"))]
    conditions += [(target.needs, (*where, "goto", n, "needs")) for n, target in enumerate(choice.goto)]
    for condition, path in conditions:
        named = {"facts": condition.facts, "not_facts": condition.not_facts} if condition else {}
        for key, facts in named.items():
            for fact in sorted(facts - learned):
                advice = meant(fact, learned, otherwise="Let an earlier reply learn it, or take the condition out.")
                yield Finding("E213", f"No reply learns the fact “{fact}”. {advice}", (*path, key))
