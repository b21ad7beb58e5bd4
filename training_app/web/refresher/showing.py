"""A moment of the refresher before and after its reply, and the page where none is to come."""

from collections.abc import Mapping
from datetime import timedelta

from training_app.content.version import Content, texts_for
from training_app.domain import engine
from training_app.domain.engine import Outcome, State
from training_app.domain.friend_path import is_friend_reply
from training_app.domain.refreshing import Given, face_after, next_on, recap_of
from training_app.domain.scenario import Choice
from training_app.domain.screen_order import on_screen
from training_app.queries.plays import LoggedPlay
from training_app.queries.viewer import Viewer
from training_app.web.contents import content
from training_app.web.due_days import day_in_words
from training_app.web.languages import language_now
from training_app.web.play.pages import Reply, Stage
from training_app.web.play.staging import NAME_FACT, stage_of
from training_app.web.principles import principle_named
from training_app.web.refresher.drawing import Refresher
from training_app.web.refresher.pages import Landing, MomentPage, RestPage, SaidPage


def moment_page(refresher: Refresher, moment: Given, play: LoggedPlay, *, viewer: Viewer) -> MomentPage:
    """The moment as it was when this person came to it in that play of theirs."""
    own = content(play.version)
    texts = texts_for(own, language_now())
    before = _before(own, play, moment)
    last = before[-1].scene if before else None
    recap = recap_of(texts.get(f"scenes.{last}.narration"), texts.get(f"scenes.{last}.says"))
    line = f"scenes.{moment.scene}"
    return MomentPage(
        scenario=moment.scenario_id,
        scene=moment.scene,
        title=texts["title"],
        stage=_stage(own, texts, _state(own, before)),
        number=refresher.answered + 1,
        of=refresher.answered + len(refresher.ahead),
        role=None if before else texts["role"],
        recap_narration=recap[0],
        recap_says=recap[1],
        narration=texts.get(f"{line}.narration"),
        says=texts.get(f"{line}.says"),
        ask=texts.get(f"{line}.ask"),
        replies=_replies(own, texts, moment, shown_as=f"{viewer.id}/{refresher.today}"),
    )


def said_page(refresher: Refresher, moment: Given, play: LoggedPlay, choice: Choice) -> SaidPage:
    """What the reply did to the customer, and what a friend would have said."""
    own = content(play.version)
    texts = texts_for(own, language_now())
    after, _outcome = engine.choose(own.scenario, _state(own, _before(own, play, moment)), choice.id)
    return SaidPage(
        scene=moment.scene,
        title=texts["title"],
        stage=stage_of(own, texts, mood=face_after(choice.grade), knows_name=NAME_FACT in after.facts),
        number=refresher.answered,
        of=refresher.answered + len(refresher.ahead),
        landing=_landing(own, texts, moment, choice),
    )


def rest_page(refresher: Refresher) -> RestPage:
    """Why nothing is to come today, and when the next moment is."""
    day = next_on(refresher.moments, refresher.standings, today=refresher.today)
    return RestPage(
        why="done" if refresher.answered else "nothing",
        day=day_in_words(day, today=refresher.today) if day else None,
        is_tomorrow=day == refresher.today + timedelta(days=1),
    )


def _before(own: Content, play: LoggedPlay, moment: Given) -> tuple[Outcome, ...]:
    """What was said in that play before the moment came."""
    outcomes = engine.replay(own.scenario, play.log).outcomes
    here = next(number for number, outcome in enumerate(outcomes) if outcome.scene == moment.scene)
    return outcomes[:here]


def _state(own: Content, before: tuple[Outcome, ...]) -> State:
    return engine.replay(own.scenario, [outcome.choice.id for outcome in before]).state


def _stage(own: Content, texts: Mapping[str, str], state: State) -> Stage:
    mood = engine.mood(own.scenario, state)
    return stage_of(own, texts, mood=mood, knows_name=NAME_FACT in state.facts)


def _replies(own: Content, texts: Mapping[str, str], moment: Given, *, shown_as: str) -> tuple[Reply, ...]:
    """In another order every day, which holds at every reload."""
    choices = on_screen(own.scenario.scenes[moment.scene].choices, play_id=shown_as, scene_id=moment.scene)
    return tuple(
        Reply(id=choice.id, text=_text(texts, moment, choice), key=key) for key, choice in enumerate(choices, start=1)
    )


def _landing(own: Content, texts: Mapping[str, str], moment: Given, choice: Choice) -> Landing:
    friend = next(filter(is_friend_reply, own.scenario.scenes[moment.scene].choices))
    return Landing(
        text=_text(texts, moment, choice),
        grade=choice.grade.value if choice.grade else "",
        friend=None if is_friend_reply(choice) else _text(texts, moment, friend),
        why=texts[f"scenes.{moment.scene}.choices.{choice.id}.why"],
        principle=principle_named(choice.principle or moment.principle, language_now()).name,
        red_line=choice.red_line,
    )


def _text(texts: Mapping[str, str], moment: Given, choice: Choice) -> str:
    return texts[f"scenes.{moment.scene}.choices.{choice.id}.text"]
