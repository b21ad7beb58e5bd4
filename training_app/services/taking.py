"""One batch on its way through: play by play and number by number, on what is recorded and on what was just taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from training_app.content.version import Content
from training_app.domain import engine
from training_app.domain.check import CHECK, PRACTICE
from training_app.domain.clocks import said_times
from training_app.domain.engine import Replay
from training_app.domain.errors import Conflict, DomainError, NotFound
from training_app.domain.logbook import append
from training_app.domain.progress import REWIND
from training_app.queries.batches import KnownPlay
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms
from training_app.queries.versions import PublishedVersion
from training_app.services.batch import Sender, SentChoice, SentPlay, TakenChoice, TakenPlay
from training_app.services.milestones import Milestones, milestones_of


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
    """The state of one batch; `known` and `replays` go along with what was taken.

    A play that stands in a body many times is replayed once.
    """

    sender: Sender
    content: Callable[[PublishedVersion], Content]
    known: dict[UUID, KnownPlay]
    versions: dict[tuple[str, int], PublishedVersion]
    terms: dict[UUID, Terms]
    reduced_before: datetime | None = None
    replays: dict[UUID, Replay] = field(default_factory=dict)
    taken: Taken = field(default_factory=Taken)

    def take(self, sent: SentPlay) -> TakenPlay:
        """The answer to one play; raises a DomainError where it is refused as a whole."""
        is_new = sent.id not in self.known
        known = self._begun(sent) if is_new else self._matching(sent)
        if self._has_had_its_time(known, sent, is_new=is_new):
            return TakenPlay(sent.id, None, _all_finished(sent.choices), known.play.result)
        play, content = known.play, self.content(known.play.version)
        replayed = self.replays.get(play.id) or engine.replay(content.scenario, play.log)
        after, fresh, answers = _append(content, replayed, sent.choices)
        times = self._said(play.version, [choice.at for choice in fresh], after=known.last_said_at)
        if is_new:
            play = replace(play, begun_at=min([play.begun_at, *times[:1]]))
            self.taken.plays.append(self._play_row(play))
        if fresh:
            play = self._recorded(play, content, after, fresh, times)
        self.replays[play.id] = after
        self.known[play.id] = replace(known, play=play, last_said_at=times[-1] if times else known.last_said_at)
        return TakenPlay(play.id, None, answers, play.result)

    def _has_had_its_time(self, known: KnownPlay, sent: SentPlay, *, is_new: bool) -> bool:
        """Whether the play was reduced; one that nobody knows any more would come back, only to go once again."""
        if not is_new:
            return known.play.reduced_at is not None
        if self.reduced_before is None:
            return False
        said = self._said(known.play.version, [sent.started, *(choice.at for choice in sent.choices)], after=None)
        return said[-1] < self.reduced_before

    def _matching(self, sent: SentPlay) -> KnownPlay:
        """The play that is known by this id, if it is the sender's and the same. It may name its enrolment or not."""
        known = self._own(sent.id)
        if known.play.mode == CHECK:
            raise _online_only()
        version = self._version(sent)
        if sent.enrolment is not None:
            self._own_terms(sent.enrolment)
        is_same = (version.id, sent.parent, sent.from_number) == (
            known.play.version.id,
            known.play.parent_id,
            known.play.from_number,
        )
        if not is_same or sent.enrolment not in {None, known.play.enrolment_id}:
            raise Conflict("mismatch", "A play with this id is already under way in another scenario.")
        return known

    def _begun(self, sent: SentPlay) -> KnownPlay:
        """A play that nobody has begun yet; a rewind with what it inherits."""
        version = self._version(sent)
        if sent.enrolment is not None:
            self._refuse_enrolment(sent, sent.enrolment)
        log: tuple[str, ...] = ()
        if sent.parent is not None and sent.from_number is not None:
            log = self._inherited(self._own(sent.parent).play, version, sent.from_number)
        play = LoggedPlay(
            id=sent.id,
            person_id=self.sender.person_id,
            location_id=self.sender.location_id,
            enrolment_id=sent.enrolment,
            mode=PRACTICE if sent.parent is None else REWIND,
            language=sent.language,
            parent_id=sent.parent,
            from_number=sent.from_number,
            begun_at=self._said(version, [sent.started], after=None)[0],
            started_at=None,
            finished_at=None,
            result=None,
            reduced_at=None,
            version=version,
            log=log,
        )
        return KnownPlay(play, None)

    def _refuse_enrolment(self, sent: SentPlay, enrolment_id: UUID) -> None:
        """Nothing is begun under what is not the sender's, under a check, or in a scenario beside the module."""
        terms = self._own_terms(enrolment_id)
        if terms.mode == CHECK:
            raise _online_only()
        if sent.scenario not in terms.scenarios or sent.parent is not None:
            raise Conflict("mismatch", "The module that was assigned does not hold this play.")

    def _own_terms(self, enrolment_id: UUID) -> Terms:
        terms = self.terms.get(enrolment_id)
        if terms is None or terms.person_id != self.sender.person_id:
            raise NotFound("There is no such enrolment.")
        return terms

    def _own(self, play_id: UUID) -> KnownPlay:
        known = self.known.get(play_id)
        if known is None or known.play.person_id != self.sender.person_id:
            raise NotFound("There is no such play of yours.")
        return known

    def _version(self, sent: SentPlay) -> PublishedVersion:
        """The version that was played. No beginnings are published yet."""
        version = self.versions.get((sent.scenario, sent.version))
        if version is None or sent.beginning is not None:
            raise Conflict("unknown-version", f"Version {sent.version} of “{sent.scenario}” was never published.")
        return version

    def _inherited(self, parent: LoggedPlay, version: PublishedVersion, from_number: int) -> tuple[str, ...]:
        """What a rewind takes over. What goes back to a check is begun on the server, which knows the attempts."""
        if self._goes_back_to_check(parent):
            raise _online_only()
        if parent.version.id != version.id:
            raise Conflict("mismatch", "A rewind is of the version of its parent.")
        if parent.finished_at is None:
            raise Conflict("gap", "The play that is tried again has not come to its end here yet.")
        if not 1 <= from_number <= parent.number:
            raise Conflict("mismatch", f"The play that is tried again has the choices 1 to {parent.number}.")
        return parent.log[: from_number - 1]

    def _goes_back_to_check(self, play: LoggedPlay) -> bool:
        while play.parent_id is not None:
            play = self.known[play.parent_id].play
        return play.mode == CHECK

    def _said(self, version: PublishedVersion, shown: Sequence[datetime], *, after: datetime | None) -> list[datetime]:
        """The times by the server's clock."""
        return said_times(
            shown,
            error=self.sender.clock_error,
            not_before=max(version.published_at, after or version.published_at),
            not_after=self.sender.received_at,
        )

    def _play_row(self, play: LoggedPlay) -> dict[str, Any]:
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
                "received_at": self.sender.received_at,
            }
            for choice, said_at in zip(fresh, times, strict=True)
        ]
        log = play.log + tuple(choice.choice for choice in fresh)
        terms = self.terms.get(play.enrolment_id) if play.enrolment_id else None
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


def _online_only() -> Conflict:
    return Conflict("online-only", "A check is played on the server alone.")


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
