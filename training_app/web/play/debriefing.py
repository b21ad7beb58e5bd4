"""The debrief as its page takes it: what happens next, the turning point, and the whole conversation."""

from collections.abc import Mapping

from flask_babel import gettext as _

from training_app.content.version import Content, texts_for
from training_app.domain import engine, scoring
from training_app.domain.engine import Outcome, Replay, State
from training_app.domain.friend_path import is_friend_reply
from training_app.domain.scenario import Ending, Grade, Returns
from training_app.domain.scoring import (
    DEFAULT_PASS_MARK,
    MOST_POINTS,
    NEVER_CAP,
    first_answers,
    score_play,
    turning_point,
    won_back,
)
from training_app.queries.plays import LoggedPlay
from training_app.web.percentages import percent
from training_app.web.play.pages import DebriefPage, LedgerLine, Said, Score, Turn
from training_app.web.play.sentences import sentences_for
from training_app.web.play.staging import NAME_FACT, stage_of
from training_app.web.play.trust_line import line_label, trust_line
from training_app.web.principles import principle_named

TONES = {Returns.GLADLY: "good", Returns.MAYBE: "mixed", Returns.NEVER: "bad"}


def felt(grade: Grade | None) -> str | None:
    """How the customer felt, in words: never a label on the employee."""
    if grade is None:
        return None
    return str({Grade.FRIEND: _("welcome"), Grade.FAIR: _("processed"), Grade.PREY: _("hunted")}[grade])


def debrief_page(
    play: LoggedPlay,
    content: Content,
    *,
    language: str,
    kept_sentence: str | None,
    next_scenario: tuple[str, str] | None,
) -> DebriefPage:
    """The debrief of a finished play in this language."""
    texts = texts_for(content, language)
    replayed = engine.replay(content.scenario, play.log)
    turns = _turns(content, replayed, texts, language)
    turning = turning_point(replayed.outcomes) if content.scenario.is_graded else None
    firsts = first_answers(replayed.outcomes)
    scored = score_play(content.scenario, replayed, friend_decisions=play.version.friend_decisions)
    score = _score(play, scored, language)
    return DebriefPage(
        play=str(play.id),
        parent=str(play.parent_id) if play.parent_id else None,
        scenario=play.version.scenario_id,
        title=texts["title"],
        score_value=scored.score,
        stage=stage_of(
            content,
            texts,
            mood=engine.mood(content.scenario, replayed.state),
            knows_name=NAME_FACT in replayed.state.facts,
        ),
        story=_story(texts, replayed.state.scene),
        ledger=_ledger(content.scenario.scenes[replayed.state.scene].ending, texts, replayed.state.scene),
        welcome=sum(outcome.choice.grade is Grade.FRIEND for outcome in firsts),
        moments=len(firsts),
        turning=turns[replayed.outcomes.index(turning)] if turning else None,
        turning_is_gain=turning is not None and turning.trust_change > 0,
        turns=turns,
        line=trust_line(content.scenario.trust, replayed.outcomes, turning),
        line_label=line_label(content.scenario.trust, replayed.outcomes),
        won_back=won_back(replayed.outcomes),
        ended_safe=replayed.state.trust >= content.scenario.trust,
        score=score,
        sentences=sentences_for(replayed.outcomes, turning),
        own_sentence=kept_sentence,
        is_rewind=play.mode == "rewind",
        is_companion=not content.scenario.is_graded,
        ended_early=score is not None and score.missed > 0,
        next_scenario=next_scenario,
    )


def _story(texts: Mapping[str, str], scene: str) -> str:
    return texts.get(f"scenes.{scene}.narration") or texts[f"scenes.{scene}.says"]


def _ledger(ending: Ending | None, texts: Mapping[str, str], scene: str) -> tuple[LedgerLine, ...]:
    if ending is None or ending.returns is None:
        return ()
    line = f"scenes.{scene}.ending"
    returns = {Returns.GLADLY: _("Gladly"), Returns.MAYBE: _("Perhaps"), Returns.NEVER: _("No")}[ending.returns]
    tone = TONES[ending.returns]
    return (
        LedgerLine(_("A sale today?"), texts.get(f"{line}.sale_as") or (_("Yes") if ending.sale else _("No")), "plain"),
        LedgerLine(_("Will they come back?"), texts.get(f"{line}.returns_as") or returns, tone),
        LedgerLine(_("What will they tell others?"), texts[f"{line}.tells"], tone),
    )


def _turns(content: Content, replayed: Replay, texts: Mapping[str, str], language: str) -> tuple[Turn, ...]:
    turns = []
    state = engine.begin(content.scenario)
    for number, outcome in enumerate(replayed.outcomes, start=1):
        turns.append(_turn(number, outcome, _friend_reply(content, state, outcome, texts), texts, language))
        state, _outcome = engine.choose(content.scenario, state, outcome.choice.id)
    return tuple(turns)


def _turn(number: int, outcome: Outcome, friend: str | None, texts: Mapping[str, str], language: str) -> Turn:
    choice = outcome.choice
    line = f"scenes.{outcome.scene}"
    return Turn(
        number=number,
        narration=texts.get(f"{line}.narration"),
        says=texts.get(f"{line}.says"),
        said=Said(texts[f"{line}.choices.{choice.id}.text"], choice.grade, felt(choice.grade)),
        friend=friend,
        why=texts.get(f"{line}.choices.{choice.id}.why"),
        principle=principle_named(choice.principle, language).name if choice.principle else None,
        is_first=outcome.is_first,
        trust=outcome.trust_after,
        trust_change=outcome.trust_change,
        can_rewind=choice.grade is not None,
        red_line=choice.red_line,
    )


def _friend_reply(content: Content, state: State, outcome: Outcome, texts: Mapping[str, str]) -> str | None:
    """What a friend would have said there; None where that was said, and for a companion."""
    if is_friend_reply(outcome.choice):
        return None
    friend = next((choice for choice in engine.options(content.scenario, state) if is_friend_reply(choice)), None)
    return texts[f"scenes.{state.scene}.choices.{friend.id}.text"] if friend else None


def _score(play: LoggedPlay, score: scoring.Score, language: str) -> Score | None:
    """The details; None for a companion and for a rewind, which counts for nothing."""
    if score.score is None or score.friend_decisions is None or play.mode == "rewind":
        return None
    points = MOST_POINTS * score.friend_decisions
    return Score(
        percent=percent(score.score),
        passed=bool(score.passed),
        pass_mark=percent(DEFAULT_PASS_MARK),
        friend_moments=score.friend_decisions,
        points=points,
        lost=score.lost,
        missed=score.missed,
        cap=percent(NEVER_CAP),
        capped=score.score == NEVER_CAP and score.lost + score.missed < points * (1 - NEVER_CAP),
        principles=tuple(
            (principle_named(principle, language).name, earned.points, earned.possible)
            for principle, earned in score.principles.items()
        ),
    )
