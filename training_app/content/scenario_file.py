"""The shape of `scenario.yaml`.

What the analysis says better, with everything else that is wrong, is left to it: texts, grades and ledgers that
are missing, and what joins the scenes. The JSON Schema for editors asks for the texts all the same.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from training_app.content.field_types import (
    FileModel,
    Id,
    Ids,
    Language,
    Line,
    OneOf,
    Plain,
    Text,
    Trust,
    wanted,
    words,
)
from training_app.domain.scenario import DEFAULT_TRUST, Grade, Mood, Perspective, Returns
from training_app.domain.vocabulary import AGES, COMPANIONS, HAIR, PLACES, SKINS, TOPS, TRADES

CARRIES = ("tray",)
MOST_COMPANIONS = 4


class TrustFile(FileModel):
    """Bounds of trust, both included."""

    at_least: Trust | None = Field(None, description="Holds from this trust on, 0-100.")
    at_most: Trust | None = Field(None, description="Holds up to this trust, 0-100.")

    @model_validator(mode="after")
    def _can_hold(self) -> "TrustFile":
        if self.at_least is None and self.at_most is None:
            raise PydanticCustomError("E111", "asks for nothing. Write at_least or at_most, or delete it")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise PydanticCustomError("E111", "can never hold: at_least is above at_most. Correct one of them")
        return self


class ConditionFile(FileModel):
    """Holds when all its parts hold."""

    facts: Ids | None = Field(None, description="Facts that the employee must have learned, all of them.")
    not_facts: Ids | None = Field(None, description="Facts that the employee must not have learned, none of them.")
    trust: TrustFile | None = Field(None, description="How much trust it needs: at_least, at_most, or both.")

    @model_validator(mode="after")
    def _can_hold(self) -> "ConditionFile":
        if self.facts is None and self.not_facts is None and self.trust is None:
            raise PydanticCustomError("E111", "asks for nothing. Write facts, not_facts or trust, or delete it")
        both = set(self.facts or ()) & set(self.not_facts or ())
        if both:
            raise PydanticCustomError(
                "E111", "can never hold: “{fact}” is in both lists. Keep it in one", {"fact": min(both)}
            )
        return self


class TargetFile(FileModel):
    """One entry of goto: the first whose condition holds is taken."""

    scene: Id = Field(description="The id of the scene that comes next.")
    needs: ConditionFile | None = Field(None, description="When this entry applies; the last entry has none.")


def _as_targets(goto: Any) -> Any:
    return [{"scene": goto}] if isinstance(goto, str) else goto


Goto = Annotated[
    list[TargetFile], Field(min_length=1), BeforeValidator(_as_targets, json_schema_input_type=Id | list[TargetFile])
]


class ChoiceFile(FileModel):
    """One reply."""

    model_config = wanted("text", "goto")

    text: Text | None = Field(None, description="What the employee says or does. At most 25 words.")
    grade: Annotated[str, words(Grade)] | None = Field(
        None, description="How it treats the customer: friend, fair or prey. Left out in a companion."
    )
    principle: Id | None = Field(None, description="The id of the principle it turns on, from principles.yaml.")
    why: Text | None = Field(None, description="What the coach says about it: the principle, never the plot.")
    trust: Annotated[int, Field(ge=-100, le=100)] = Field(0, description="What it does to trust, -100 to +100.")
    learns: Ids | None = Field(None, description="Facts that the employee learns by it.")
    needs: ConditionFile | None = Field(None, description="The reply is offered only when this holds.")
    red_line: bool = Field(False, description="true: this reply fails the play whatever the score.")
    goto: Goto = Field(description="The next scene: its id, or a list of which the first that applies is taken.")


class HurryFile(FileModel):
    """The customer grows impatient: shown only, nothing is scored or chosen by it."""

    seconds: Annotated[int, Field(ge=5, le=120)] = Field(description="After how many seconds, 5-120.")
    says: Line = Field(description="What the customer says then.")


class EndingFile(FileModel):
    """The ledger: what the play cost and brought."""

    sale: bool | None = Field(None, description="Was something sold today? true or false.")
    sale_as: Line | None = Field(None, description="This ending's own words for the sale.")
    returns: Annotated[str, words(Returns)] | None = Field(
        None, description="Will they come back? gladly, maybe or never."
    )
    returns_as: Line | None = Field(None, description="This ending's own words for that.")
    tells: Text | None = Field(None, description="What they will tell whom.")


class SceneFile(FileModel):
    """What the customer says and does now: a decision with choices, or an ending."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["choices"]}, {"required": ["ending"]}]})

    narration: Text | None = Field(None, description="What one sees: the customer reacts first, with the body.")
    says: Text | None = Field(None, description="The customer's words, if any.")
    ask: Line | None = Field(None, description="The question above the choices.")
    mood: Annotated[str, words(Mood)] | None = Field(
        None, description="The scene's own face, over the one that trust gives."
    )
    hurry: HurryFile | None = Field(None, description="The customer grows impatient after some seconds.")
    choices: Annotated[dict[Id, ChoiceFile], Field(min_length=1)] | None = Field(
        None, description="The replies, each under its id. A scene has either choices or an ending."
    )
    ending: EndingFile | None = Field(None, description="The ledger, which makes this scene an ending.")


class PortraitFile(FileModel):
    """The customer's picture, drawn from parts."""

    hair: Annotated[str, words(HAIR)] = Field(description="The hair, or what covers it.")
    skin: Annotated[int, Field(ge=min(SKINS), le=max(SKINS))] = Field(description="The tone of skin, 1-6.")
    top: Annotated[str, words(TOPS)] = Field(description="The colour of what they wear.")
    age: Annotated[str, words(AGES)] = Field("adult", description="How old they are.")
    carries: Annotated[str, OneOf(CARRIES)] | None = Field(None, description="What they hold before them.")


class CustomerFile(FileModel):
    """The person in front of the player: the customer, or in a companion the seller."""

    model_config = wanted("name", "wants", "portrait")

    name: Line | None = Field(None, description="The name, shown once the fact `name` is learned.")
    seen_as: Line | None = Field(None, description="What is shown until then; without it the name is shown.")
    wants: Text | None = Field(None, description="The errand they came with, nothing to do with the employee.")
    portrait: PortraitFile = Field(description="What they look like.")
    companions: Annotated[list[Annotated[str, words(COMPANIONS)]], Field(max_length=MOST_COMPANIONS)] | None = Field(
        None, alias="with", description="Who is drawn beside them, at most four."
    )


class ScenarioFile(FileModel):
    """One role-play: `scenario.yaml`, with the text in its own language."""

    model_config = wanted(
        *("id", "language", "title", "summary", "minutes", "trade", "source", "place", "when", "role"),
        *("customer", "start", "scenes"),
    )

    id: Id = Field(description="The name of the folder.")
    language: Language = Field(description="The language of this file: two small letters, such as en.")
    title: Line | None = Field(None, description="The scenario's name.")
    summary: Text | None = Field(None, description="What it is about, in one sentence.")
    minutes: Annotated[int, Field(ge=1, le=60)] = Field(description="The typical length of one play, in minutes.")
    trade: Annotated[str, words(TRADES)] = Field(description="For which trade it is.")
    source: Plain = Field(description="The source that it rests on, or: ours.")
    place: Annotated[str, words(PLACES)] = Field(description="Where it happens; it picks the backdrop.")
    when: Line | None = Field(None, description="Day and time, shown with the place.")
    role: Text | None = Field(None, description="Who the player is, and what presses them.")
    customer: CustomerFile = Field(description="The person in front of the player.")
    perspective: Annotated[str, words(Perspective)] = Field(
        Perspective.EMPLOYEE.value, description="customer: a companion in which the player is the customer; no score."
    )
    trust: Trust = Field(DEFAULT_TRUST, description="How safe the customer feels at the start, 0-100.")
    start: Id = Field(description="The id of the first scene.")
    scenes: Annotated[dict[Id, SceneFile], Field(min_length=1)] = Field(description="The scenes, each under its id.")
