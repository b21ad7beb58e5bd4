"""The form of a module: its words in each language, how it is played, and its role-plays in order."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange

from config import LANGUAGES
from training_app.domain.check import CHECK, PRACTICE
from training_app.domain.modules import (
    AT_A_SLIP,
    AT_THE_END,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_ATTEMPTS,
    MOST_SCENARIOS,
    ModuleContent,
)
from training_app.models import Module
from training_app.queries.viewer import Place
from training_app.web.forms import NO_CHOICE, BaseForm, whole_number
from training_app.web.languages import language_now
from training_app.web.modules.pages import ScenarioChoice
from training_app.web.percentages import percent

NEW: Mapping[str, Any] = {"mode": PRACTICE, "pass_mark": 80, "attempts": 2, "coach": AT_A_SLIP}


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A number whose validators see None in place of what is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class ModuleForm(BaseForm):
    """A module. Each language has two fields of its own, such as `title_de` and `text_de`."""

    mode = SelectField(
        _("How it is played"),
        choices=[
            SelectChoice(PRACTICE, _("Practice: as often as they like, with the coach")),
            SelectChoice(CHECK, _("Check: no hints, and only so many attempts")),
        ],
        invalid_choice_message=NO_CHOICE,
    )
    pass_mark = WholeNumberField(
        _("Pass mark in percent"),
        description=_("To be reached in each of its role-plays."),
        validators=[NumberRange(1, 100, _("Write a whole number from 1 to 100."))],
        render_kw=whole_number(1, 100),
    )
    attempts = WholeNumberField(
        _("Attempts at each role-play"),
        description=_("You can give somebody more of them later."),
        render_kw=whole_number(1, MOST_ATTEMPTS),
    )
    coach = SelectField(
        _("The coach"),
        choices=[
            SelectChoice(AT_A_SLIP, _("A slip to open after each reply")),
            SelectChoice(AT_THE_END, _("Only at the end")),
        ],
        invalid_choice_message=NO_CHOICE,
    )
    think_first = BooleanField(
        _("Think first"), description=_("The replies appear after a tap on “I know what I’d say”.")
    )
    location = SelectField(
        _("Where it belongs"),
        description=_("It can be assigned there and in the stores below."),
        invalid_choice_message=NO_CHOICE,
    )
    scenarios = HiddenField(_("Role-plays"))

    choices: Mapping[str, ScenarioChoice]
    assigned: Module | None = None

    def offer(self, choices: Mapping[str, ScenarioChoice], places: Sequence[Place]) -> None:
        """Let the viewer choose among these scenarios, and among these places for a module that is new."""
        self.choices = choices
        self.location.choices = [SelectChoice(str(place.location_id), place.name) for place in places]

    def keep(self, module: Module, *, is_assigned: bool) -> None:
        """Leave out what stays: the place, and of a module that was assigned its mode and attempts."""
        del self.location
        if is_assigned:
            self.assigned = module
            del self.mode, self.attempts

    @property
    def is_check(self) -> bool:
        """Whether it is or becomes a check."""
        mode = self.assigned.mode if self.assigned else self.mode.data
        return bool(mode == CHECK)

    @property
    def chosen(self) -> list[str]:
        """The ids of its scenarios in their order, of those that there are."""
        return [scenario for scenario in (self.scenarios.data or "").split() if scenario in self.choices]

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides what single fields see: a title in one language at least."""
        is_valid: bool = super().validate(extra_validators)
        if not self._texts("title"):
            first = self[f"title_{language_now()}"]
            first.errors = [*first.errors, gettext("Give the module a title.")]
            return False
        return is_valid

    def validate_attempts(self, field: WholeNumberField) -> None:
        if self.is_check and not 1 <= (field.data or 0) <= MOST_ATTEMPTS:
            raise ValidationError(gettext("Write a whole number from 1 to %(most)s.", most=MOST_ATTEMPTS))

    def validate_scenarios(self, _field: HiddenField) -> None:
        if not self.chosen:
            raise ValidationError(gettext("Add one role-play at least."))
        if len(self.chosen) > MOST_SCENARIOS:
            raise ValidationError(gettext("A module holds at most %(most)s role-plays.", most=MOST_SCENARIOS))
        if len(set(self.chosen)) < len(self.chosen):
            raise ValidationError(gettext("A role-play stands in it twice."))
        titles = [self.choices[one].title for one in self.chosen if self.choices[one].is_companion]
        if self.is_check and titles:
            words = gettext("“%(title)s” is played from the other side and has no score. Take it out of the check.")
            raise ValidationError(words % {"title": titles[0]})

    def content(self) -> ModuleContent:
        """What was filled in. Call it after it was found valid."""
        kept = self.assigned
        attempts = kept.attempts if kept else self.attempts.data
        return ModuleContent(
            titles=self._texts("title"),
            texts=self._texts("text"),
            mode=CHECK if self.is_check else PRACTICE,
            pass_mark=(self.pass_mark.data or 0) / 100,
            attempts=attempts if self.is_check else None,
            coach=AT_THE_END if self.is_check else self.coach.data,
            think_first=self.think_first.data,
            scenarios=tuple(self.chosen),
        )

    def _texts(self, name: str) -> dict[str, str]:
        fields = {language: (self[f"{name}_{language}"].data or "").strip() for language in LANGUAGES}
        return {language: text for language, text in fields.items() if text}


def _add_languages() -> None:
    too_long = _("Use at most %(count)s characters.", count=LONGEST_TITLE)
    for language in LANGUAGES:
        title = StringField(
            _("Title"),
            validators=[Length(max=LONGEST_TITLE, message=too_long)],
            render_kw={"autocomplete": "off", "maxlength": LONGEST_TITLE, "lang": language},
        )
        text = TextAreaField(
            _("What it is about"),
            validators=[Length(max=LONGEST_TEXT, message=_("Use at most %(count)s characters.", count=LONGEST_TEXT))],
            render_kw={"rows": 3, "maxlength": LONGEST_TEXT, "lang": language},
        )
        setattr(ModuleForm, f"title_{language}", title)
        setattr(ModuleForm, f"text_{language}", text)


_add_languages()


def values_of(module: Module, scenarios: Sequence[str]) -> dict[str, Any]:
    """The module as its form shows it first."""
    words = {f"title_{language}": title for language, title in module.titles.items()}
    words |= {f"text_{language}": text for language, text in module.texts.items()}
    return words | {
        "mode": module.mode,
        "pass_mark": percent(module.pass_mark),
        "attempts": module.attempts or NEW["attempts"],
        "coach": module.coach,
        "think_first": module.think_first,
        "scenarios": " ".join(scenarios),
    }
