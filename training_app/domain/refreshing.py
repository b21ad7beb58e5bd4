"""The refresher: which moments come back, and when. It touches no score, no first try and no principle."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from training_app.domain.friend_path import is_friend_reply
from training_app.domain.progress import GradeCounts, by_weakness
from training_app.domain.scenario import Grade, Mood, Scene
from training_app.domain.sentences import sentences

LADDER = (1, 3, 10, 30, 60)  # days
MOMENTS_A_DAY = 3
LONGEST_RECAP = 100  # signs: two lines on a tablet
_TOMORROW = timedelta(days=1)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """A first answer of a finished play. `is_lone` says that its scene can be shown without the play around it."""

    scenario_id: str
    scene: str
    principle: str
    grade: Grade
    is_lone: bool
    play_id: UUID

    @property
    def key(self) -> Key:
        """The moment that was answered."""
        return self.scenario_id, self.scene


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a moment stands that came back before; both are days of the person's store."""

    due_on: date
    answered_on: date


def climbed(step: int | None, grade: Grade) -> int:
    """The step of the ladder (0-4) after this answer; a moment that comes back first begins at the foot of it."""
    if step is None or grade is Grade.PREY:
        return 0
    return min(step + 1, len(LADDER) - 1) if grade is Grade.FRIEND else step


def due_after(step: int, *, today: date) -> date:
    """When a moment on this step comes back."""
    return today + timedelta(days=LADDER[step])


def is_lone(scene: Scene) -> bool:
    """Whether the scene stands alone: no reply asks for facts or trust, each has a grade, and one is a friend's."""
    choices = scene.choices
    asks_nothing = all(choice.needs is None and choice.grade is not None for choice in choices)
    return asks_nothing and any(map(is_friend_reply, choices))


def face_after(grade: Grade | None) -> Mood:
    """The customer's face after the answer to a moment alone: how it felt, whatever was before and comes next."""
    if grade is Grade.FRIEND:
        return Mood.AT_EASE
    return Mood.FLEEING if grade is Grade.PREY else Mood.NEUTRAL


def moments_of(given: Sequence[Given], *, withheld: Collection[str]) -> list[Given]:
    """What can come back, the weakest principle first: of each the newest answer, as they are given.

    Principles without a slip need no refreshing; scenarios that are withheld keep theirs.
    """
    order = {principle: place for place, principle in enumerate(by_weakness(_counts(given)))}
    newest: dict[Key, Given] = {}
    for one in given:
        if one.is_lone and one.scenario_id not in withheld and one.principle in order:
            newest.setdefault(one.key, one)
    return sorted(newest.values(), key=lambda one: order[one.principle])


def drawn(moments: Sequence[Given], standings: Mapping[Key, Standing], *, today: date) -> list[Given]:
    """What is still to come today, at most three with those answered today.

    Of the weakest principle those that are due come first, the longest due leading, then those never seen; where that
    is not enough, the next principle follows.
    """
    ready = [one for one in moments if one.key not in standings or standings[one.key].due_on <= today]
    places = {principle: place for place, principle in enumerate(dict.fromkeys(one.principle for one in moments))}

    def turn(one: Given) -> tuple[int, date]:
        standing = standings.get(one.key)
        return places[one.principle], standing.due_on if standing else date.max

    left = MOMENTS_A_DAY - answered_today(standings, today=today)
    return sorted(ready, key=turn)[: max(0, left)]


def answered_today(standings: Mapping[Key, Standing], *, today: date) -> int:
    """How many moments were answered on this day."""
    return sum(standing.answered_on == today for standing in standings.values())


def next_on(moments: Sequence[Given], standings: Mapping[Key, Standing], *, today: date) -> date | None:
    """The first day after today on which there is one; None where there never is."""
    tomorrow = today + _TOMORROW
    days = (standings[one.key].due_on if one.key in standings else tomorrow for one in moments)
    return max(tomorrow, min(days)) if moments else None


def recap_of(narration: str | None, says: str | None) -> tuple[str | None, str | None]:
    """Narration and words of the scene before, shortened to two lines: the last whole sentences that fit."""
    told = [(False, sentence) for sentence in sentences(narration)]
    told += [(True, sentence) for sentence in sentences(says)]
    kept = told[-1:]
    for one in reversed(told[:-1]):
        if sum(len(sentence) + 1 for _is_said, sentence in (one, *kept)) > LONGEST_RECAP:
            break
        kept.insert(0, one)
    return _joined(kept, is_said=False), _joined(kept, is_said=True)


def _joined(told: Sequence[tuple[bool, str]], *, is_said: bool) -> str | None:
    return " ".join(sentence for said, sentence in told if said is is_said) or None


def _counts(given: Sequence[Given]) -> dict[str, GradeCounts]:
    counts: dict[str, GradeCounts] = {}
    for one in given:
        counts[one.principle] = counts.get(one.principle, GradeCounts()) + GradeCounts(
            friend=one.grade is Grade.FRIEND, fair=one.grade is Grade.FAIR, prey=one.grade is Grade.PREY
        )
    return counts
