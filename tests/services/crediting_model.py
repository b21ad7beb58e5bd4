"""The rules of crediting as a plain model, and a bench that plays by the model and for real."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.enrolled import AISLE, MUFFIN, REGULAR, failing_way, friends_way, reference_of, way_with_a_slip
from training_app.content.cache import ContentCache
from training_app.content.version import Content
from training_app.domain.errors import DomainError
from training_app.models import Enrolment, EnrolmentCount, EnrolmentPass
from training_app.moment import now
from training_app.queries.plays import own_play
from training_app.queries.terms import own_terms
from training_app.queries.versions import PublishedVersion, content_of, latest_version
from training_app.services.batch import Sender, SentChoice, SentPlay
from training_app.services.playing import begin_play, record_choice
from training_app.services.report_counts import refresh_counts
from training_app.services.syncing import keep, take_batch

SCENARIOS = (AISLE, REGULAR, MUFFIN)
HOW = ("unkind", "kind", "slip")
_clock = count(1)


@cache
def way(scenario: str, how: str) -> tuple[str, ...]:
    """Through a scenario; a companion has one way, which is as good as any."""
    if scenario == AISLE or how == "kind":
        return tuple(friends_way(scenario))
    return tuple(way_with_a_slip(scenario)[1] if how == "slip" else failing_way(scenario))


def passes(scenario: str, how: str, mark: float) -> bool:
    if scenario == AISLE:
        return True
    result = reference_of(scenario).result(list(way(scenario, how)))
    return result["score"] >= mark - 1e-9 and not result["red_line"] and result["ledger"]["returns"] != "never"


@dataclass
class Account:
    """The model of one enrolment: what its rules say, without a database."""

    scenarios: tuple[str, ...]
    mark: float
    allowed: int | None
    closed: bool = False
    started: bool = False
    attempts: int = 0
    passed: set[str] = field(default_factory=set)
    done: bool = False
    exhausted: bool = False
    starts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not (self.closed or self.done)

    def used(self, scenario: str) -> list[int]:
        """The plays of a check's scenario that were started, in order."""
        return [play for one, play in self.starts if one == scenario]


@dataclass
class Played:
    """A play of the model: under which enrolment, and how much of its way was said."""

    id: UUID
    scenario: str
    how: str
    under: int | None
    by_server: bool
    said: int = 0


@dataclass
class Model:
    """The rules of crediting, one after the other as they are written down."""

    accounts: list[Account]
    plays: list[Played] = field(default_factory=list)

    def refusal_to_begin(self, one: Played) -> str | None:
        if one.under is None:
            return None
        account = self.accounts[one.under]
        if not one.by_server and account.allowed is not None:
            return "online-only"
        if one.scenario not in account.scenarios:
            return "not-found" if one.by_server else "mismatch"
        return self._refusal_to_start(account, one) if one.by_server else None

    @staticmethod
    def _refusal_to_start(account: Account, one: Played) -> str | None:
        if account.closed:
            return "closed"
        if account.allowed is None:
            return None
        is_over = one.scenario in account.passed or len(account.used(one.scenario)) >= account.allowed
        return "no-attempts" if is_over else None

    def refusal_to_say(self, one: Played) -> str | None:
        """What is said to the next choice."""
        account = self.accounts[one.under] if one.under is not None else None
        if account is None or account.allowed is None:
            return None
        if one.said == 0:
            return self._refusal_to_start(account, one)
        return None if account.used(one.scenario)[-1] == self.plays.index(one) else "left"

    def credited(self, one: Played) -> list[Account]:
        if one.under is not None:
            return [self.accounts[one.under]]
        return [account for account in self.accounts if account.allowed is None and one.scenario in account.scenarios]

    def start(self, one: Played) -> None:
        for account in self.credited(one):
            account.starts.append((one.scenario, self.plays.index(one)))
            if account.is_open:
                account.started, account.attempts = True, account.attempts + 1

    def finish(self, one: Played) -> None:
        for account in filter(lambda account: account.is_open, self.credited(one)):
            if passes(one.scenario, one.how, account.mark):
                account.passed.add(one.scenario)
                account.done = account.passed >= set(account.scenarios)
            elif account.allowed is not None and len(account.used(one.scenario)) >= account.allowed:
                account.exhausted = True


@dataclass
class Bench:
    """Model and product side by side, for one person, in one transaction that is never kept."""

    session: Session
    person: UUID
    store: UUID
    model: Model
    enrolments: list[UUID]
    contents: ContentCache

    def content(self, version: PublishedVersion) -> Content:
        return self.contents.get(version.sha256, lambda: content_of(self.session, version.id))

    def begin(self, one: Played) -> None:
        refusal = self.model.refusal_to_begin(one)
        if one.by_server:
            assert self._code(lambda: self._begin(one)) == refusal
        else:
            assert self._send(one, 0) == refusal
        if refusal is None:
            self.model.plays.append(one)

    def _begin(self, one: Played) -> None:
        under = None if one.under is None else self.enrolments[one.under]
        with self.session.begin_nested():
            begin_play(
                self.session,
                play_id=one.id,
                person_id=self.person,
                location_id=self.store,
                version=latest_version(self.session, one.scenario),
                language="en",
                now=now(),
                terms=under and own_terms(self.session, under, person_id=self.person),
            )

    def go_on(self, one: Played, most: int) -> None:
        """Say so many choices more."""
        total = len(way(one.scenario, one.how))
        for number in range(one.said + 1, min(total, one.said + most) + 1):
            refusal = self.model.refusal_to_say(one)
            if one.by_server:
                assert self._code(lambda number=number: self._say(one, number)) == refusal
            else:
                assert self._send(one, number) is None
            if refusal is not None:
                return
            if one.said == 0:
                self.model.start(one)
            one.said = number
            if number == total:
                self.model.finish(one)

    def _say(self, one: Played, number: int) -> None:
        play = own_play(self.session, one.id, person_id=self.person)
        terms = own_terms(self.session, play.enrolment_id, person_id=self.person) if play.enrolment_id else None
        with self.session.begin_nested():
            record_choice(
                self.session,
                play=play,
                content=self.content(play.version),
                number=number,
                choice=way(one.scenario, one.how)[number - 1],
                now=now() + timedelta(milliseconds=next(_clock)),
                terms=terms,
            )

    def _send(self, one: Played, number: int) -> str | None:
        choices = tuple(SentChoice(n, way(one.scenario, one.how)[n - 1], now()) for n in range(1, number + 1))
        under = None if one.under is None else self.enrolments[one.under]
        sent = SentPlay(one.id, one.scenario, 1, "en", now(), under, None, None, None, choices)
        sender = Sender(self.person, self.store, now(), timedelta())
        taken = take_batch(self.session, [sent], sender=sender, content=self.content)
        keep(self.session, taken)
        return taken.answers[0].code

    @staticmethod
    def _code(step: Callable[[], None]) -> str | None:
        try:
            step()
        except DomainError as refused:
            return refused.code
        return None

    def change(self, number: int, what: str) -> None:
        """What trainers and managers do."""
        account, enrolment = self.model.accounts[number], self.session.get_one(Enrolment, self.enrolments[number])
        if what == "more":
            account.allowed = account.allowed and account.allowed + 1
            account.exhausted, enrolment.exhausted_at = False, None
            enrolment.more_attempts += 1
        elif not account.closed:
            account.closed = True
            setattr(enrolment, "withdrawn_at" if what == "withdraw" else "excused_at", now())
        self.session.flush()
        refresh_counts(self.session, location_ids={self.store})

    def compare(self) -> None:
        self.session.expire_all()
        for account, enrolment_id in zip(self.model.accounts, self.enrolments, strict=True):
            facts = self.session.get_one(Enrolment, enrolment_id)
            passed = select(EnrolmentPass.scenario_id).where(EnrolmentPass.enrolment_id == enrolment_id)
            assert (
                facts.started_at is not None,
                facts.attempts,
                set(self.session.scalars(passed)),
                facts.passed_at is not None,
                facts.exhausted_at is not None,
            ) == (account.started, account.attempts, account.passed, account.done, account.exhausted)

    def counts(self) -> list[tuple[object, ...]]:
        """What reports count at the person's store."""
        rows = select(*EnrolmentCount.__table__.columns).where(EnrolmentCount.location_id == self.store)
        return sorted((tuple(row) for row in self.session.execute(rows)), key=str)
