"""An author's waiting: analysing a large scenario, and loading many."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks.bars import Line, shorter, under
from config import ROOT
from training_app.content.folder import FILE_NAME
from training_app.content.starting import starting_text
from training_app.db import Database
from training_app.domain.analysis import analyse
from training_app.domain.scenario import Choice, Condition, Ending, Grade, Returns, Scenario, Scene, Target
from training_app.migrations import upgrade
from training_app.moment import now
from training_app.services.publishing import publish_folders

DECISIONS, ENDINGS, FACTS = 52, 8, 8
SEED = 60
FEW, MANY = 25, 100
LOADS = 3
LINEAR_BAR = 1.5
PRINCIPLE = "see-them"


def measure_analysis(progress: Callable[[str], None]) -> list[Line]:
    """Seconds to analyse one scenario of 60 scenes whose paths join and part again."""
    progress("analysing a scenario of 60 scenes")
    scenario = large_scenario()
    start = time.perf_counter()
    analyse(scenario, texts={"en": dict(_lines(scenario))}, language="en", principles={PRINCIPLE})
    seconds = time.perf_counter() - start
    return [shorter(f"analysing a scenario of {len(scenario.scenes)} scenes", seconds=seconds, bar=1)]


def large_scenario() -> Scenario:
    """Decisions in a row with short cuts, trust and facts moving at each, and conditions on both."""
    random = Random(SEED)
    scenes = [_decision(number, random) for number in range(DECISIONS)]
    scenes += [Scene(f"end-{number}", ending=Ending(sale=True, returns=Returns.MAYBE)) for number in range(ENDINGS)]
    return Scenario("large", scenes[0].id, {scene.id: scene for scene in scenes})


def _decision(number: int, random: Random) -> Scene:
    choices = tuple(
        Choice(
            id=f"{grade}-{number}",
            goto=_targets(number, random),
            grade=grade,
            principle=PRINCIPLE,
            trust=trust,
            learns=frozenset({f"fact-{number % FACTS}"} if grade is Grade.FRIEND and number % 6 == 0 else ()),
        )
        for grade, trust in ((Grade.FRIEND, 10), (Grade.FAIR, 0), (Grade.PREY, -15))
    )
    return Scene(f"decision-{number}", choices)


def _targets(number: int, random: Random) -> tuple[Target, ...]:
    names = [f"decision-{later}" for later in range(number + 1, min(number + 4, DECISIONS))]
    names = names or [f"end-{end}" for end in range(ENDINGS)]
    high = Target(random.choice(names), Condition(at_least=60))
    return (high, Target(names[0]))


def _lines(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for scene in scenario.scenes.values():
        yield f"scenes.{scene.id}.says", "I only wanted to ask something. Is now a bad time?"
        for choice in scene.choices:
            yield f"scenes.{scene.id}.choices.{choice.id}.text", "Turn around and smile. “Now is a good time.”"
            yield f"scenes.{scene.id}.choices.{choice.id}.why", "They see first whether they are welcome."


def measure_loading(progress: Callable[[str], None]) -> list[Line]:
    """Time a scenario when many are loaded, beside the time a scenario when few are."""
    milliseconds: dict[int, list[float]] = {FEW: [], MANY: []}
    for _ in range(LOADS):
        for count, taken in milliseconds.items():
            progress(f"loading {count} scenarios")
            taken.append(_load(count) / count * 1000)
    few, many = (min(milliseconds[count]) for count in (FEW, MANY))
    what = f"loading {MANY} scenarios, a scenario; beside: {FEW}"
    return [under(what, ratio=many / few, ours=f"{many:.1f} ms", floor=f"{few:.1f} ms", bar=LINEAR_BAR)]


def _load(count: int) -> float:
    """Seconds to check and publish so many scenarios into an empty SQLite."""
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="bench-") as name:
        folder = Path(name) / "scenarios"
        for number in range(count):
            (folder / f"scenario-{number}").mkdir(parents=True)
            (folder / f"scenario-{number}" / FILE_NAME).write_text(starting_text(f"scenario-{number}"))
        (folder / "principles.yaml").write_bytes((ROOT / "scenarios" / "principles.yaml").read_bytes())
        database = Database(f"sqlite:///{Path(name) / 'regulars.sqlite3'}")
        upgrade(database)
        start = time.perf_counter()
        with database.writing() as session:
            published = publish_folders(session, folder, now=now())
        seconds = time.perf_counter() - start
        database.dispose()
    assert len(published) == count
    return seconds
