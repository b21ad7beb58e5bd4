"""The debrief as its page takes it: what happens next, the turning point, and the whole conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from training_app.content.version import Content, texts_for
from training_app.domain import engine, scoring
from training_app.domain.engine import Outcome, Replay, State
from training_app.domain.friend_path import is_friend_reply
from training_app.domain.progress import REWIND
from training_app.domain.scenario import Ending, Grade, Returns
from training_app.domain.scoring import (
    DEFAULT_PASS_MARK,
    MOST_POINTS,
    NEVER_CAP,
    score_play,
    turning_point,
    won_back,
)
from training_app.models import ShiftSentence
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms
from training_app.web.percentages import percent
from training_app.web.play.debrief_pages import (
    CheckLine,
    DebriefPage,
    Following,
    Ledger,
    ModuleWay,
    PrincipleLine,
    Score,
    Turn,
)
from training_app.web.play.pages import Stage
from training_app.web.play.sentences import sentences_for
from training_app.web.play.staging import NAME_FACT, stage_of
from training_app.web.play.trust_line import trust_line
from training_app.web.principles import principle_named

TONES = {Returns.GLADLY: "good", Returns.MAYBE: "mixed", Returns.NEVER: "bad"}


def debrief_page(
    play: LoggedPlay,
    content: Content,
    *,
    terms: Terms | None,
    can_rewind: bool,
    check: CheckLine | None,
    language: str,
    kept_sentence: ShiftSentence | None,
    module: ModuleWay | None,
    following: Following | None,
) -> DebriefPage:
    """The debrief of a finished play in this language. `can_rewind` says whether a moment may be tried again."""
    texts = texts_for(content, language)
    scenario = content.scenario
    replayed = engine.replay(scenario, play.log)
    turns = _turns(content, replayed, texts, language, can_rewind=can_rewind)
    turning = turning_point(replayed.outcomes) if scenario.is_graded else None
    scored = score_play(scenario, replayed, friend_decisions=play.version.friend_decisions)
    score = _score(play, scored, terms, language)
    return DebriefPage(
        play=str(play.id),
        parent=str(play.parent_id) if play.parent_id else None,
        scenario=play.version.scenario_id,
        title=texts["title"],
        score_value=scored.score,
        stage=_stage(content, replayed, texts),
        perspective=scenario.perspective.value,
        story=_story(texts, replayed.state.scene),
        crossed=tuple(turn.text for turn in turns if turn.red_line),
        ledger=_ledger(scenario.scenes[replayed.state.scene].ending, texts, replayed.state.scene),
        marks=tuple(turn.grade for turn in turns if turn.is_first and turn.grade),
        felt_welcome=_felt_welcome(turns) if scenario.is_graded and play.mode != REWIND else None,
        turning=turns[replayed.outcomes.index(turning)] if turning else None,
        turned=("gain" if turning.trust_change > 0 else "fall") if turning else None,
        turns=turns,
        trust=trust_line(scenario.trust, replayed.outcomes, turning),
        won_back=won_back(replayed.outcomes) or None,
        ended_safe=replayed.state.trust >= scenario.trust,
        score=score,
        sentences=sentences_for(replayed.outcomes, turning),
        own_sentence=kept_sentence.text if kept_sentence else None,
        is_shared=kept_sentence is not None and kept_sentence.shared_at is not None,
        is_rewind=play.mode == REWIND,
        is_companion=not scenario.is_graded,
        ended_early=score is not None and score.missed is not None,
        check=check,
        module=module,
        following=following,
    )


def _stage(content: Content, replayed: Replay, texts: Mapping[str, str]) -> Stage:
    knows_name = NAME_FACT in replayed.state.facts
    return stage_of(content, texts, mood=engine.mood(content.scenario, replayed.state), knows_name=knows_name)


def _felt_welcome(turns: Sequence[Turn]) -> dict[str, int] | None:
    firsts = [turn for turn in turns if turn.is_first]
    welcome = sum(turn.grade == Grade.FRIEND for turn in firsts)
    return {"welcome": welcome, "moments": len(firsts)} if firsts else None


def _story(texts: Mapping[str, str], scene: str) -> str:
    return texts.get(f"scenes.{scene}.narration") or texts[f"scenes.{scene}.says"]


def _ledger(ending: Ending | None, texts: Mapping[str, str], scene: str) -> Ledger | None:
    if ending is None or ending.returns is None:
        return None
    line = f"scenes.{scene}.ending"
    return Ledger(
        sale="yes" if ending.sale else "no",
        sale_as=texts.get(f"{line}.sale_as"),
        returns=ending.returns.value,
        returns_as=texts.get(f"{line}.returns_as"),
        tells=texts[f"{line}.tells"],
        tone=TONES[ending.returns],
    )


def _turns(
    content: Content, replayed: Replay, texts: Mapping[str, str], language: str, *, can_rewind: bool
) -> tuple[Turn, ...]:
    turns = []
    state = engine.begin(content.scenario)
    for number, outcome in enumerate(replayed.outcomes, start=1):
        turn = _turn(number, outcome, _friend_reply(content, state, outcome, texts), texts, language)
        turns.append(turn if can_rewind else replace(turn, can_rewind=False))
        state, _outcome = engine.choose(content.scenario, state, outcome.choice.id)
    return tuple(turns)


def _turn(number: int, outcome: Outcome, friend: str | None, texts: Mapping[str, str], language: str) -> Turn:
    choice = outcome.choice
    line = f"scenes.{outcome.scene}"
    return Turn(
        number=number,
        narration=texts.get(f"{line}.narration"),
        says=texts.get(f"{line}.says"),
        text=texts[f"{line}.choices.{choice.id}.text"],
        grade=choice.grade and choice.grade.value,
        friend=friend,
        why=texts.get(f"{line}.choices.{choice.id}.why"),
        principle=principle_named(choice.principle, language).name if choice.principle else None,
        is_first=outcome.is_first,
        trust=outcome.trust_after,
        change=f"{outcome.trust_change:+d}".replace("-", "−") if outcome.trust_change else "",
        can_rewind=choice.grade is not None,
        red_line=choice.red_line,
    )


def _friend_reply(content: Content, state: State, outcome: Outcome, texts: Mapping[str, str]) -> str | None:
    """What a friend would have said there; None where that was said, and for a companion."""
    if is_friend_reply(outcome.choice):
        return None
    friend = next((choice for choice in engine.options(content.scenario, state) if is_friend_reply(choice)), None)
    return texts[f"scenes.{state.scene}.choices.{friend.id}.text"] if friend else None


def _score(play: LoggedPlay, score: scoring.Score, terms: Terms | None, language: str) -> Score | None:
    """The details; None for a companion and for a rewind, which counts for nothing."""
    if score.score is None or score.friend_decisions is None or play.mode == REWIND:
        return None
    points = MOST_POINTS * score.friend_decisions
    left = points - score.lost - score.missed
    is_capped = score.score == NEVER_CAP and score.lost + score.missed < points * (1 - NEVER_CAP)
    return Score(
        percent=percent(score.score),
        passed=bool(play.result and play.result["passed"]),
        pass_mark=percent(terms.pass_mark if terms else DEFAULT_PASS_MARK),
        friends_way={"num": score.friend_decisions, "points": points},
        lost={"num": score.lost},
        missed={"num": score.missed} if score.missed else None,
        left={"left": left, "points": points} if left > 0 else None,
        cap=percent(NEVER_CAP) if is_capped else None,
        principles=tuple(
            PrincipleLine(
                name=principle_named(principle, language).name,
                points={"points": earned.points, "possible": earned.possible},
                answers={"num": earned.answers},
            )
            for principle, earned in score.principles.items()
        ),
    )
