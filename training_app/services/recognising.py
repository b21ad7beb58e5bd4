"""Which play is sent: one that is known here and the sender's own, or one that is begun with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from training_app.domain.check import CHECK, PRACTICE
from training_app.domain.clocks import said_times
from training_app.domain.errors import Conflict, NotFound
from training_app.domain.progress import REWIND
from training_app.queries.batches import KnownPlay
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms
from training_app.queries.versions import PublishedVersion
from training_app.services.batch import Sender, SentPlay


@dataclass(slots=True)
class Recognising:
    """What is known of a batch; `known` goes along with what was taken."""

    sender: Sender
    known: dict[UUID, KnownPlay]
    versions: dict[tuple[str, int], PublishedVersion]
    terms: dict[UUID, Terms]

    def recognised(self, sent: SentPlay) -> KnownPlay:
        """The play as it is known, or as it begins. Raises a DomainError where it is refused as a whole."""
        return self._matching(sent) if sent.id in self.known else self._begun(sent)

    def terms_of(self, play: LoggedPlay) -> Terms | None:
        """Of the enrolment that it is played under."""
        return self.terms.get(play.enrolment_id) if play.enrolment_id else None

    def said(self, version: PublishedVersion, shown: Sequence[datetime], *, after: datetime | None) -> list[datetime]:
        """The times by the server's clock."""
        return said_times(
            shown,
            error=self.sender.clock_error,
            not_before=max(version.published_at, after or version.published_at),
            not_after=self.sender.received_at,
        )

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
            begun_at=self.said(version, [sent.started], after=None)[0],
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


def _online_only() -> Conflict:
    return Conflict("online-only", "A check is played on the server alone.")
