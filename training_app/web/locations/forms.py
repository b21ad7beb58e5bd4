"""The forms that make a store or region, change it and hang it elsewhere."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from training_app.domain.errors import NotFound
from training_app.domain.personal_details import LONGEST_NAME
from training_app.models import Location
from training_app.services.stores import DAYS, PlaceDetails
from training_app.web.forms import NO_CHOICE, BaseForm
from training_app.web.places import place_choices

FAULTS = {
    "bad-name": ("name", _("Write the name in one line.")),
    "name-taken": ("name", _("There is another place with this name beside it.")),
    "bad-time-zone": ("time_zone", _("Choose one of the list, such as America/Los_Angeles.")),
    "bad-days": ("open_days", _("Choose one day at least.")),
    "too-deep": ("name", _("There are too many regions inside each other here.")),
}


@cache
def time_zones() -> tuple[str, ...]:
    """The time zones that a place can be in, by name."""
    return ("UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))


class NamedForm(BaseForm):
    """A name and a time zone."""

    name = StringField(
        _("Name"),
        validators=[DataRequired(_("Write a name.")), Length(max=LONGEST_NAME, message=_("That is too long."))],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    time_zone = StringField(
        _("Time zone"),
        description=_("Due days and reminders keep to it."),
        validators=[DataRequired(_("Choose one of the list, such as America/Los_Angeles."))],
        render_kw={"autocomplete": "off", "list": "time-zones", "maxlength": 60},
    )

    def explain(self, code: str) -> None:
        """Say at the field what is wrong with it. Raises KeyError for another code."""
        field, words = FAULTS[code]
        self[field if field in self else "name"].errors = [words]


class ParentForm(BaseForm):
    """What a place hangs below."""

    parent = SelectField(_("Belongs to"), validate_choice=False, validators=[DataRequired(NO_CHOICE)])

    def offer(self, parents: Sequence[Location]) -> None:
        """Let the viewer choose among these."""
        self.parent.choices = place_choices(parents)

    def parent_among(self, parents: Sequence[Location]) -> Location:
        """The chosen one. Raises NotFound for any other."""
        chosen = next((place for place in parents if str(place.id) == self.parent.data), None)
        if chosen is None:
            raise NotFound
        return chosen


class NewPlaceForm(NamedForm, ParentForm):
    """A new store or region."""

    kind = SelectField(
        _("What is it?"),
        choices=[SelectChoice("store", _("A store")), SelectChoice("region", _("A region, with stores below it"))],
        default="store",
        invalid_choice_message=NO_CHOICE,
    )


class PlaceForm(NamedForm):
    """What can be changed of a place."""

    opens = TimeField(_("Opens at"), validators=[InputRequired(_("Give a time, such as 09:00."))])
    closes = TimeField(
        _("Closes at"),
        description=_("A time before it opens is on the day after."),
        validators=[InputRequired(_("Give a time, such as 20:00."))],
    )
    open_days = SelectMultipleField(_("Open on"), validate_choice=False)

    def offer(self) -> None:
        """Name the days of the week in the viewer's language."""
        names = get_day_names("wide", "stand-alone", get_locale())
        self.open_days.choices = [SelectChoice(day, names[int(day) - 1]) for day in DAYS]

    def details(self) -> PlaceDetails:
        """What was written."""
        return PlaceDetails(
            name=self.name.data or "",
            time_zone=self.time_zone.data or "",
            opens=self.opens.data,
            closes=self.closes.data,
            open_days="".join(self.open_days.data or ()),
        )
