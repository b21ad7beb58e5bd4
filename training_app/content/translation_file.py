"""The shape of a translation (`de.yaml`, `es.yaml` …): the keys of `scenario.yaml`, texts only, all optional."""

from pydantic import Field

from training_app.content.field_types import FileModel, Id, Line, Text


class ChoiceTranslation(FileModel):
    """The texts of one reply."""

    text: Text | None = Field(None, description="What the employee says or does.")
    why: Text | None = Field(None, description="What the coach says about it.")


class HurryTranslation(FileModel):
    """What the customer says when it takes too long."""

    says: Line | None = Field(None, description="What the customer says then.")


class EndingTranslation(FileModel):
    """The ledger's own words."""

    sale_as: Line | None = Field(None, description="This ending's own words for the sale.")
    returns_as: Line | None = Field(None, description="This ending's own words for whether they come back.")
    tells: Text | None = Field(None, description="What they will tell whom.")


class SceneTranslation(FileModel):
    """The texts of one scene."""

    narration: Text | None = Field(None, description="What one sees.")
    says: Text | None = Field(None, description="The customer's words.")
    ask: Line | None = Field(None, description="The question above the choices.")
    hurry: HurryTranslation | None = Field(None, description="The words of an impatient customer.")
    choices: dict[Id, ChoiceTranslation] | None = Field(None, description="The replies, by the same ids.")
    ending: EndingTranslation | None = Field(None, description="The ledger's own words.")


class CustomerTranslation(FileModel):
    """Names may be translated too."""

    name: Line | None = Field(None, description="The name.")
    seen_as: Line | None = Field(None, description="What is shown until the name is learned.")
    wants: Text | None = Field(None, description="The errand they came with.")


class TranslationFile(FileModel):
    """One translation of a scenario."""

    title: Line | None = Field(None, description="The scenario's name.")
    summary: Text | None = Field(None, description="What it is about, in one sentence.")
    when: Line | None = Field(None, description="Day and time.")
    role: Text | None = Field(None, description="Who the player is, and what presses them.")
    customer: CustomerTranslation | None = Field(None, description="The person in front of the player.")
    scenes: dict[Id, SceneTranslation] | None = Field(None, description="The scenes, by the same ids.")
