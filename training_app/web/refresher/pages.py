"""What the refresher's templates take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from training_app.web.play.pages import Reply, Stage


@dataclass(frozen=True, slots=True)
class RefresherCard:
    """The card on Practice: how many moments there are, and about which principle `only` or mostly."""

    moments: int
    principle: str
    is_only: bool


@dataclass(frozen=True, slots=True)
class MomentPage:
    """One moment. `recap_narration` and `recap_says` are of the scene before, `role` stands where there was none.

    It is `number` of `of` today.
    """

    scenario: str
    scene: str
    title: str
    stage: Stage
    number: int
    of: int
    role: str | None
    recap_narration: str | None
    recap_says: str | None
    narration: str | None
    says: str | None
    ask: str | None
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Landing:
    """How the reply landed; `friend` is what a friend would have said, None where it was that."""

    text: str
    grade: str
    friend: str | None
    why: str
    principle: str
    red_line: bool


@dataclass(frozen=True, slots=True)
class SaidPage:
    """One moment after the reply."""

    scene: str
    title: str
    stage: Stage
    number: int
    of: int
    landing: Landing


@dataclass(frozen=True, slots=True)
class RestPage:
    """Where no moment is to come today. `why` is done, nothing or off; `day` is the next in words, None for none."""

    why: str
    day: str | None
    is_tomorrow: bool
