"""One scene of a play as its page takes it."""

from training_app.content.version import Content, texts_for
from training_app.domain import engine
from training_app.domain.check import CHECK, shown_mood
from training_app.domain.engine import Outcome, Replay
from training_app.domain.screen_order import on_screen
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms
from training_app.queries.viewer import Viewer
from training_app.web.play.checking import tokens_of
from training_app.web.play.pages import Coach, Hurry, Reply, ScenePage, Stage
from training_app.web.play.staging import NAME_FACT, stage_of
from training_app.web.principles import principle_named


def scene_page(
    play: LoggedPlay,
    content: Content,
    replayed: Replay,
    *,
    terms: Terms | None,
    viewer: Viewer,
    language: str,
    notice: str | None,
) -> ScenePage:
    """The scene in which the play stands, in this language, by the module's settings or else by the viewer's own.

    A check shows nothing by which a grade could be known, nor what a browser would need to play on by itself.
    """
    is_check = play.mode == CHECK
    has_slip = not is_check and (terms or viewer).coach == "slip"
    texts = texts_for(content, language)
    state = replayed.state
    line = f"scenes.{state.scene}"
    last = replayed.outcomes[-1] if replayed.outcomes else None
    return ScenePage(
        play=str(play.id),
        scenario=play.version.scenario_id,
        version=play.version.number,
        mode=play.mode,
        parent=str(play.parent_id) if play.parent_id else None,
        from_number=play.from_number,
        enrolment=str(play.enrolment_id) if play.enrolment_id else None,
        log=tuple(outcome.choice.id for outcome in replayed.outcomes),
        title=texts["title"],
        scene=state.scene,
        number=len(replayed.outcomes) + 1,
        stage=_stage(content, replayed, texts, is_check=is_check),
        narration=texts.get(f"{line}.narration"),
        says=texts.get(f"{line}.says"),
        ask=texts.get(f"{line}.ask"),
        said=texts[_text_line(last)] if last else None,
        replies=_replies(play, content, replayed, texts),
        coach=_coach(last, texts, language) if has_slip else None,
        steps=_steps(play, replayed),
        think_first=(terms or viewer).think_first,
        hurry=_hurry(content, state.scene, texts) if viewer.haste else None,
        has_slip=has_slip and content.scenario.is_graded,
        has_haste=viewer.haste,
        is_rewind=play.mode == "rewind",
        is_ending=replayed.is_finished,
        is_companion=not content.scenario.is_graded,
        notice=notice,
    )


def _stage(content: Content, replayed: Replay, texts: dict[str, str], *, is_check: bool) -> Stage:
    state, is_hidden = replayed.state, is_check and not replayed.is_finished
    return stage_of(
        content,
        texts,
        mood=shown_mood(content.scenario, state) if is_hidden else engine.mood(content.scenario, state),
        knows_name=NAME_FACT in state.facts,
        is_ending=replayed.is_finished,
    )


def _text_line(outcome: Outcome) -> str:
    return f"scenes.{outcome.scene}.choices.{outcome.choice.id}.text"


def _replies(play: LoggedPlay, content: Content, replayed: Replay, texts: dict[str, str]) -> tuple[Reply, ...]:
    scene = replayed.state.scene
    offered = engine.options(content.scenario, replayed.state)
    ordered = on_screen(offered, play_id=str(play.id), scene_id=scene)
    tokens = tokens_of(play) if play.mode == CHECK else None
    return tuple(
        Reply(
            id=tokens.of(scene, choice.id) if tokens else choice.id,
            text=texts[f"scenes.{scene}.choices.{choice.id}.text"],
            key=key,
        )
        for key, choice in enumerate(ordered, start=1)
    )


def _coach(last: Outcome | None, texts: dict[str, str], language: str) -> Coach | None:
    """The slip about the last reply; a companion's replies have none."""
    if last is None or last.choice.principle is None:
        return None
    principle = principle_named(last.choice.principle, language)
    why = texts[f"scenes.{last.scene}.choices.{last.choice.id}.why"]
    return Coach(why=why, principle=principle.name, rule=principle.friend)


def _hurry(content: Content, scene: str, texts: dict[str, str]) -> Hurry | None:
    seconds = content.hurry.get(scene)
    return Hurry(seconds, texts[f"scenes.{scene}.hurry.says"]) if seconds else None


def _steps(play: LoggedPlay, replayed: Replay) -> tuple[str, ...]:
    """Neutral progress: a mark a decision, about as many as the friend path has."""
    done = len(replayed.state.answered)
    expected = play.version.friend_decisions or 0
    if replayed.is_finished:
        return ("done",) * done
    return ("done",) * done + ("now",) + ("open",) * max(0, expected - done - 1)
