"""My progress as its page takes it."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from flask import url_for
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from training_app.content.version import texts_for
from training_app.domain import engine
from training_app.domain.progress import (
    REWIND,
    GradeCounts,
    PlayRecord,
    best_score,
    counting,
    first_try,
    grades_by_principle,
    is_left,
    weakest,
)
from training_app.models import ShiftSentence
from training_app.queries.enrolments import OwnEnrolment
from training_app.queries.history import FinishedLog
from training_app.queries.versions import PublishedVersion
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.percentages import percent_or_none
from training_app.web.practice.cards import open_plays
from training_app.web.practice.due import title_of
from training_app.web.practice.pages import (
    FamilyLine,
    NextStep,
    PlayLine,
    PrincipleLine,
    ProgressPage,
    ScenarioLine,
    SentenceLine,
)
from training_app.web.practice.settled import settled_lines
from training_app.web.principles import all_principles, principle_named

MOST_PLAYS = 50


def progress_page(
    *,
    versions: Sequence[PublishedVersion],
    plays: Sequence[PlayRecord],
    logs: Sequence[FinishedLog],
    enrolments: Sequence[OwnEnrolment],
    sentences: Sequence[ShiftSentence],
) -> ProgressPage:
    """The page from one person's plays, their finished logs, what was assigned to them, and kept sentences."""
    counts = grades_by_principle(engine.replay(content(log.version).scenario, log.choices).outcomes for log in logs)
    titles = {version.scenario_id: texts_for(content(version), language_now())["title"] for version in versions}
    return ProgressPage(
        settled=settled_lines(enrolments),
        families=_families(counts),
        scenarios=tuple(_scenario_line(version, plays, titles) for version in versions),
        plays=tuple(_play_line(play, plays, titles) for play in plays if play.started_at)[:MOST_PLAYS],
        sentences=tuple(map(_sentence_line, sentences)),
        next_step=_due_step(enrolments, plays, titles) or _next_step(versions, plays, titles, counts),
    )


def _sentence_line(sentence: ShiftSentence) -> SentenceLine:
    is_shared = sentence.shared_at is not None
    return SentenceLine(str(sentence.play_id), sentence.text, format_date(sentence.kept_at), is_shared)


def _families(counts: Mapping[str, GradeCounts]) -> tuple[FamilyLine, ...]:
    lines = []
    for family, principles in groupby(all_principles(language_now()), key=lambda principle: principle.family):
        own = [(principle, counts.get(principle.id, GradeCounts())) for principle in principles]
        together = sum((given for _principle, given in own), GradeCounts())
        lines.append(
            FamilyLine(
                name=family,
                answers=together.answers,
                percent=together.percent,
                principles=tuple(
                    PrincipleLine(
                        id=principle.id,
                        name=principle.name,
                        answers=given.answers,
                        percent=given.percent,
                        welcome=given.friend,
                        processed=given.fair,
                        hunted=given.prey,
                    )
                    for principle, given in own
                ),
            )
        )
    return tuple(lines)


def _scenario_line(version: PublishedVersion, plays: Sequence[PlayRecord], titles: Mapping[str, str]) -> ScenarioLine:
    own = counting(plays, rules_sha=version.rules_sha)
    first = first_try(plays, rules_sha=version.rules_sha)
    finished = sum(play.finished_at is not None for play in own)
    return ScenarioLine(
        scenario=version.scenario_id,
        title=titles[version.scenario_id],
        plays=finished,
        begun=finished < len(own),
        first_score=percent_or_none(first.score) if first else None,
        first_left=first is not None and is_left(first, plays),
        best_score=percent_or_none(best_score(plays, rules_sha=version.rules_sha)),
        passed=any(play.passed for play in own),
    )


def _play_line(play: PlayRecord, plays: Sequence[PlayRecord], titles: Mapping[str, str]) -> PlayLine:
    return PlayLine(
        play=str(play.id),
        title=titles[play.scenario_id],
        when=format_datetime(play.started_at, "short"),
        state="finished" if play.finished_at else "left" if is_left(play, plays) else "open",
        score=None if play.mode == REWIND else percent_or_none(play.score),
        passed=None if play.mode == REWIND else play.passed,
        is_rewind=play.mode == REWIND,
    )


def _due_step(
    enrolments: Sequence[OwnEnrolment], plays: Sequence[PlayRecord], titles: Mapping[str, str]
) -> NextStep | None:
    """What is due first, unless something is open."""
    own = next((own for own in enrolments if own.is_open), None)
    item = next((item for item in own.items if not item.is_passed), None) if own else None
    if own is None or item is None or open_plays(plays):
        return None
    text = _("Next for “%(module)s”: “%(title)s”.", module=title_of(own), title=titles[item.scenario_id])
    url = url_for("practice.intro", scenario=item.scenario_id, enrolment=own.id)
    return NextStep(text, url, _("Look at it"))


def _next_step(
    versions: Sequence[PublishedVersion],
    plays: Sequence[PlayRecord],
    titles: Mapping[str, str],
    counts: Mapping[str, GradeCounts],
) -> NextStep | None:
    """Finish what is open, else play what is new, else what was not passed, else the weakest principle."""
    going_on = open_plays(plays)
    if going_on:
        text = _("You are in the middle of “%(title)s”.", title=titles[going_on[0].scenario_id])
        return NextStep(text, url_for("play.show", play=going_on[0].id), _("Continue"))
    for version in versions:
        if not counting(plays, rules_sha=version.rules_sha):
            text = _("You have not played “%(title)s” yet.", title=titles[version.scenario_id])
            return NextStep(text, url_for("practice.intro", scenario=version.scenario_id), _("Look at it"))
    for version in versions:
        if version.friend_decisions and not any(p.passed for p in counting(plays, rules_sha=version.rules_sha)):
            text = _("“%(title)s” is not passed yet.", title=titles[version.scenario_id])
            return NextStep(text, url_for("practice.intro", scenario=version.scenario_id), _("Play it again"))
    return _weakest_step(versions, counts)


def _weakest_step(versions: Sequence[PublishedVersion], counts: Mapping[str, GradeCounts]) -> NextStep | None:
    principle = weakest(counts)
    if principle is None:
        return None
    for version in versions:
        scenes = content(version).scenario.scenes.values()
        if any(choice.principle == principle for scene in scenes for choice in scene.choices):
            text = _("Most to win: “%(principle)s”.", principle=principle_named(principle, language_now()).name)
            return NextStep(text, url_for("practice.intro", scenario=version.scenario_id), _("Practise it"))
    return None
