"""What a module says and asks for, and the limits of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training_app.domain.check import CHECK, PRACTICE
from training_app.domain.errors import Invalid

MODES = (PRACTICE, CHECK)
AT_A_SLIP, AT_THE_END = COACHES = ("slip", "end")
MOST_SCENARIOS = 30
MOST_ATTEMPTS = 10
LONGEST_TITLE = 120
LONGEST_TEXT = 600


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """One module. `titles` and `texts` are by language, `pass_mark` is above 0 and at most 1.

    `attempts` is how often each scenario of a check may be started, None for practice; `scenarios` are ids in order.
    """

    titles: Mapping[str, str]
    texts: Mapping[str, str]
    mode: str
    pass_mark: float
    attempts: int | None
    coach: str
    think_first: bool
    scenarios: Sequence[str]


@dataclass(frozen=True, slots=True)
class BuiltInModule:
    """A module that comes with the product, known by its key."""

    key: str
    content: ModuleContent


def check_content(content: ModuleContent) -> None:
    """Raises Invalid `no-title`, `bad-title`, `bad-text`, `bad-mode`, `bad-attempts`, `bad-mark` or `bad-coach`, and
    `no-scenario`, `too-many-scenarios` or `twice` for its list of scenarios.
    """
    _check_texts(content)
    if content.mode not in MODES:
        raise Invalid("bad-mode", f"A module is one of {MODES}.")
    if content.mode == CHECK and not 1 <= (content.attempts or 0) <= MOST_ATTEMPTS:
        raise Invalid("bad-attempts", f"A check allows 1 to {MOST_ATTEMPTS} attempts.")
    if content.mode == PRACTICE and content.attempts is not None:
        raise Invalid("bad-attempts", "Practice counts no attempts.")
    if not 0 < content.pass_mark <= 1:
        raise Invalid("bad-mark", "A pass mark is above 0 and at most 1.")
    if content.coach not in COACHES or (content.mode == CHECK and content.coach != AT_THE_END):
        raise Invalid("bad-coach", f"The coach speaks at one of {COACHES}, in a check at the end.")
    _check_scenarios(content.scenarios)


def _check_texts(content: ModuleContent) -> None:
    if not content.titles:
        raise Invalid("no-title", "A module needs a title in one language at least.")
    if not all(title.isprintable() and len(title) <= LONGEST_TITLE for title in content.titles.values()):
        raise Invalid("bad-title", f"A title is one line of at most {LONGEST_TITLE} signs.")
    if any(len(text) > LONGEST_TEXT for text in content.texts.values()):
        raise Invalid("bad-text", f"A text has at most {LONGEST_TEXT} signs.")


def _check_scenarios(scenarios: Sequence[str]) -> None:
    if not scenarios:
        raise Invalid("no-scenario", "A module holds one scenario at least.")
    if len(scenarios) > MOST_SCENARIOS:
        raise Invalid("too-many-scenarios", f"A module holds at most {MOST_SCENARIOS} scenarios.")
    if len(set(scenarios)) < len(scenarios):
        raise Invalid("twice", "A module holds no scenario twice.")
