"""What a team answered, as a group: never fewer than five people, and always with the number of answers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from training_app.domain.progress import GradeCounts
from training_app.domain.scenario import Grade
from training_app.domain.scoring import LOSS, MOST_POINTS
from training_app.domain.sentences import last_sentences

LEAST_FOR_A_GROUP = 5
WEEKS = 8
MOST_PUSHES = 5
Moment = tuple[str, str]  # a scenario and one of its decisions


class Answer(NamedTuple):
    """One first answer of somebody, in a play that ended on this day of the store."""

    person: UUID
    on: date
    moment: Moment
    choice: str
    grade: Grade
    principle: str


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Answers of a group by grade. The three are None where fewer than five people answered."""

    answers: int = 0
    people: int = 0
    friend: int | None = None
    fair: int | None = None
    prey: int | None = None

    @property
    def counts(self) -> GradeCounts | None:
        """The three together, which know their percentage; None where too few people answered."""
        if self.friend is None or self.fair is None or self.prey is None:
            return None
        return GradeCounts(self.friend, self.fair, self.prey)


@dataclass(frozen=True, slots=True)
class PrincipleFigures:
    """One principle with what the team answered."""

    id: str
    name: str
    figures: GroupFigures


@dataclass(frozen=True, slots=True)
class FamilyFigures:
    """A family of principles, together and one by one."""

    name: str
    figures: GroupFigures
    principles: tuple[PrincipleFigures, ...]


@dataclass(frozen=True, slots=True)
class Push:
    """A decision that the team still answers as prey. `number` is its place among the scenario's decisions; where the
    customer is silent, not `is_spoken`, `customer` is what one sees.
    """

    scenario: str
    title: str
    number: int
    customer: str
    is_spoken: bool
    said: str
    prey: int
    answers: int
    people: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday: answers by grade, and how many modules were passed."""

    begins: date
    figures: GroupFigures
    passes: int


@dataclass(frozen=True, slots=True)
class Huddle:
    """What to say at the huddle: a moment, what the team does there most often when it loses, and what a friend does.

    `share` (0-1) is how much of its points the team has lost there. Where too few people answered any moment, or
    nothing was lost, there is only a principle and what a friend does by it.
    """

    friend: str
    principle: str
    why: str | None = None
    narration: str | None = None
    says: str | None = None
    ask: str | None = None
    often: str | None = None
    scenario: str | None = None
    title: str | None = None
    minutes: int = 0
    share: float = 0.0
    answers: int = 0
    people: int = 0

    @property
    def seen(self) -> str:
        """The end of what one sees there, which is enough to know the moment again."""
        return last_sentences(self.narration, most=2)


def figures_of(answers: Sequence[Answer]) -> GroupFigures:
    """The figures of these answers; without the grades where fewer than five people gave them."""
    people = len({answer.person for answer in answers})
    if people < LEAST_FOR_A_GROUP:
        return GroupFigures(len(answers), people)
    given = Counter(answer.grade for answer in answers)
    return GroupFigures(len(answers), people, given[Grade.FRIEND], given[Grade.FAIR], given[Grade.PREY])


def by_moment(answers: Iterable[Answer]) -> dict[Moment, list[Answer]]:
    """The answers of each decision that at least five people have answered."""
    given: dict[Moment, list[Answer]] = defaultdict(list)
    for answer in answers:
        given[answer.moment].append(answer)
    return {moment: own for moment, own in given.items() if len({answer.person for answer in own}) >= LEAST_FOR_A_GROUP}


def weakest_moment(moments: Mapping[Moment, Sequence[Answer]]) -> Moment | None:
    """The decision at which the largest share of points was lost; None where nothing was."""
    lost = {moment: lost_share(answers) for moment, answers in moments.items()}
    worst = max(lost, key=lambda moment: (lost[moment], len(moments[moment]), moment), default=None)
    return worst if worst is not None and lost[worst] > 0 else None


def lost_share(answers: Sequence[Answer]) -> float:
    """How much of their points (0-1) these answers, at least one, have lost."""
    return sum(LOSS[answer.grade] for answer in answers) / (MOST_POINTS * len(answers))


def commonest_loss(answers: Iterable[Answer]) -> str | None:
    """The reply that is given most often of those that a friend would not give."""
    given = Counter(answer.choice for answer in answers if answer.grade is not Grade.FRIEND)
    return min(given, key=lambda choice: (-given[choice], choice), default=None)


def pushed_moments(moments: Mapping[Moment, Sequence[Answer]]) -> list[tuple[Moment, int, str]]:
    """The decisions most often answered as prey, with how often that was and the commonest such reply."""
    pushed = []
    for moment, answers in moments.items():
        said = Counter(answer.choice for answer in answers if answer.grade is Grade.PREY)
        if said:
            reply = min(said, key=lambda choice: (-said[choice], choice))
            pushed.append((said.total() / len(answers), moment, said.total(), reply))
    pushed.sort(key=lambda one: (-one[0], one[1]))
    return [(moment, count, reply) for _share, moment, count, reply in pushed[:MOST_PUSHES]]


def monday_of(day: date) -> date:
    """The day on which its week begins."""
    return day - timedelta(days=day.weekday())


def first_monday(today: date) -> date:
    """The first day of the last eight weeks, this one included."""
    return monday_of(today) - timedelta(weeks=WEEKS - 1)


def weeks_of(answers: Iterable[Answer], passed: Iterable[date], *, today: date) -> tuple[Week, ...]:
    """The last eight weeks, this one last, with what was answered and how many modules were passed."""
    given: dict[date, list[Answer]] = defaultdict(list)
    for answer in answers:
        given[monday_of(answer.on)].append(answer)
    passes = Counter(map(monday_of, passed))
    mondays = [first_monday(today) + timedelta(weeks=week) for week in range(WEEKS)]
    return tuple(Week(monday, figures_of(given[monday]), passes[monday]) for monday in mondays)
