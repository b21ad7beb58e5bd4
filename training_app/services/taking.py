"""One batch on its way through: play by play and number by number, on what is recorded and on what was just taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from training_app.content.version import Content
from training_app.domain import engine
from training_app.domain.engine import Replay
from training_app.domain.errors import DomainError
from training_app.domain.logbook import append
from training_app.queries.batches import KnownPlay
from training_app.queries.plays import LoggedPlay
from training_app.queries.versions import PublishedVersion
from training_app.services.batch import SentChoice, SentPlay, TakenChoice, TakenPlay
from training_app.services.milestones import Milestones, milestones_of
from training_app.services.recognising import Recognising


@dataclass(slots=True)
class Taken:
    """What a batch comes to: the answers, and the rows that have to be kept before they are given."""

    answers: list[TakenPlay] = field(default_factory=list)
    plays: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    reached: list[Milestones] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.plays or self.choices)


@dataclass(slots=True)
class Taking:
    """The state of one batch; what is recognised and `replays` go along with what was taken.

    A play that stands in a body many times is replayed once.
    """

    recognising: Recognising
    content: Callable[[PublishedVersion], Content]
    reduced_before: datetime | None = None
    replays: dict[UUID, Replay] = field(default_factory=dict)
    taken: Taken = field(default_factory=Taken)

    def take(self, sent: SentPlay) -> TakenPlay:
        """The answer to one play; raises a DomainError where it is refused as a whole."""
        recognising = self.recognising
        is_new = sent.id not in recognising.known
        known = recognising.recognised(sent)
        if self._has_had_its_time(known, sent, is_new=is_new):
            return TakenPlay(sent.id, None, _all_finished(sent.choices), known.play.result)
        play, content = known.play, self.content(known.play.version)
        replayed = self.replays.get(play.id) or engine.replay(content.scenario, play.log)
        after, fresh, answers = _append(content, replayed, sent.choices)
        times = recognising.said(play.version, [choice.at for choice in fresh], after=known.last_said_at)
        if is_new:
            play = replace(play, begun_at=min([play.begun_at, *times[:1]]))
            self.taken.plays.append(_play_row(play))
        if fresh:
            play = self._recorded(play, content, after, fresh, times)
        self.replays[play.id] = after
        recognising.known[play.id] = replace(known, play=play, last_said_at=times[-1] if times else known.last_said_at)
        return TakenPlay(play.id, None, answers, play.result)

    def _has_had_its_time(self, known: KnownPlay, sent: SentPlay, *, is_new: bool) -> bool:
        """Whether the play was reduced; one that nobody knows any more would come back, only to go once again."""
        if not is_new:
            return known.play.reduced_at is not None
        if self.reduced_before is None:
            return False
        said = self.recognising.said(
            known.play.version, [sent.started, *(choice.at for choice in sent.choices)], after=None
        )
        return said[-1] < self.reduced_before

    def _recorded(
        self,
        play: LoggedPlay,
        content: Content,
        after: Replay,
        fresh: Sequence[SentChoice],
        times: Sequence[datetime],
    ) -> LoggedPlay:
        """The play with its new choices, whose rows are noted."""
        self.taken.choices += [
            {
                "play_id": play.id,
                "number": choice.number,
                "choice": choice.choice,
                "said_at": said_at,
                "device_at": choice.at,
                "received_at": self.recognising.sender.received_at,
            }
            for choice, said_at in zip(fresh, times, strict=True)
        ]
        log = play.log + tuple(choice.choice for choice in fresh)
        terms = self.recognising.terms_of(play)
        reached = milestones_of(play, content, after, terms=terms, first_at=times[0], last_at=times[-1])
        if reached is None:
            return replace(play, log=log)
        self.taken.reached.append(reached)
        return replace(
            play,
            log=log,
            started_at=play.started_at or reached.first_at,
            finished_at=reached.finished_at,
            result=reached.result,
        )


def _play_row(play: LoggedPlay) -> dict[str, Any]:
    return {
        "id": play.id,
        "person_id": play.person_id,
        "location_id": play.location_id,
        "enrolment_id": play.enrolment_id,
        "version_id": play.version.id,
        "language": play.language,
        "mode": play.mode,
        "parent_id": play.parent_id,
        "from_number": play.from_number,
        "begun_at": play.begun_at,
    }


def _all_finished(choices: Sequence[SentChoice]) -> tuple[TakenChoice, ...]:
    return tuple(TakenChoice(number, "finished") for number in sorted(choice.number for choice in choices))


def _append(
    content: Content, replayed: Replay, choices: Sequence[SentChoice]
) -> tuple[Replay, list[SentChoice], tuple[TakenChoice, ...]]:
    """Take the choices by number: the play after them, those that are new, and an answer for each."""
    fresh: list[SentChoice] = []
    answers: list[TakenChoice] = []
    for choice in sorted(choices, key=lambda choice: choice.number):
        code = None
        try:
            after = append(content.scenario, replayed, number=choice.number, choice=choice.choice)
        except DomainError as refused:
            code = refused.code
        else:
            if after is not replayed:
                fresh.append(choice)
                replayed = after
        answers.append(TakenChoice(choice.number, code))
    return replayed, fresh, tuple(answers)
