"""One person's page: how they stand, and what they played as far as the workspace lets managers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import format_datetime

from training_app.content.version import texts_for
from training_app.domain.check import CHECK
from training_app.domain.enrolment import BY_URGENCY, OPEN
from training_app.domain.progress import PlayRecord, best_score, first_try
from training_app.queries.managed import ManagedPerson
from training_app.queries.modules import text_in
from training_app.queries.team_answers import moment_words
from training_app.queries.team_person import AnsweredPlay, PersonEnrolment
from training_app.queries.versions import PublishedVersion
from training_app.web.contents import content
from training_app.web.due_days import due_in_words
from training_app.web.languages import language_now
from training_app.web.percentages import percent_or_none
from training_app.web.places import role_name
from training_app.web.states import state_name
from training_app.web.team.matrix import short_day


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    """One module: the state in words, its day, tries, the versions that were passed, and scores where they show."""

    enrolment: str
    title: str
    is_check: bool
    state: str
    words: str
    due: str
    passed: str | None
    attempts: int
    versions: tuple[tuple[str, int], ...]
    first: int | None
    best: int | None
    may_be_reminded: bool


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One scenario with first try and best, percentages 0-100."""

    title: str
    first: int | None
    best: int | None


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One answer: the customer's words, the reply, and its grade."""

    customer: str
    is_spoken: bool
    said: str
    grade: str


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """One play with its answers."""

    title: str
    when: str
    score: int | None
    answers: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """One person's page. `scores` and `plays` are empty where the workspace does not show them."""

    person: UUID
    name: str
    store: str
    role: str
    staff_number: str | None
    has_left: bool
    enrolments: tuple[EnrolmentLine, ...]
    scores: tuple[ScoreLine, ...]
    plays: tuple[AnsweredLine, ...]


def progress_page(
    person: ManagedPerson,
    *,
    enrolments: Sequence[PersonEnrolment],
    versions: Sequence[PublishedVersion],
    records: Sequence[PlayRecord],
    plays: Sequence[AnsweredPlay],
) -> ProgressPage:
    """The page; what is not to be seen is not given to it."""
    titles = {version.scenario_id: texts_for(content(version), language_now())["title"] for version in versions}
    in_order = sorted(enrolments, key=lambda one: BY_URGENCY.index(one.state))
    return ProgressPage(
        person=person.id,
        name=person.name,
        store=person.store,
        role=role_name(person.role),
        staff_number=person.staff_number,
        has_left=person.left_at is not None,
        enrolments=tuple(_enrolment_line(one, titles) for one in in_order),
        scores=tuple(filter(None, (_score_line(version, records, titles) for version in versions))),
        plays=tuple(_answered_line(play) for play in plays),
    )


def _enrolment_line(one: PersonEnrolment, titles: dict[str, str]) -> EnrolmentLine:
    return EnrolmentLine(
        enrolment=str(one.id),
        title=text_in(dict(one.titles), language_now()),
        is_check=one.mode == CHECK,
        state=one.state.value,
        words=state_name(one.state),
        due=due_in_words(one.due_on, today=one.today) if one.state in OPEN else "",
        passed=short_day(one.passed_on, year=one.today.year) if one.passed_on else None,
        attempts=one.attempts,
        versions=tuple((titles.get(scenario, scenario), number) for scenario, number in one.outcome.versions),
        first=percent_or_none(one.outcome.first_score),
        best=percent_or_none(one.outcome.best_score),
        may_be_reminded=one.state in OPEN,
    )


def _score_line(version: PublishedVersion, records: Sequence[PlayRecord], titles: dict[str, str]) -> ScoreLine | None:
    first = first_try(records, rules_sha=version.rules_sha)
    best = percent_or_none(best_score(records, rules_sha=version.rules_sha))
    if first is None or best is None:
        return None
    return ScoreLine(titles[version.scenario_id], percent_or_none(first.score), best)


def _answered_line(play: AnsweredPlay) -> AnsweredLine:
    texts = texts_for(content(play.version), language_now())
    return AnsweredLine(
        title=texts["title"],
        when=format_datetime(play.finished_at, "short"),
        score=percent_or_none(play.score),
        answers=tuple(
            SaidLine(*moment_words(texts, scene), texts[f"scenes.{scene}.choices.{choice}.text"], grade)
            for scene, choice, grade in play.answers
        ),
    )
