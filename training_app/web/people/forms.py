"""The forms that write a person down and move them."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from training_app.domain.errors import Invalid, NotFound
from training_app.domain.permissions import Role
from training_app.domain.personal_details import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_STAFF_NUMBER
from training_app.models import Location
from training_app.queries.viewer import Viewer
from training_app.services.people_changes import PersonDetails
from training_app.web.forms import NO_CHOICE, BaseForm
from training_app.web.languages import OWN_NAMES
from training_app.web.places import may_give, place_choices, role_choices

TOO_LONG = _("That is too long.")
FAULTS = {
    "bad-name": ("name", _("Write the name in one line.")),
    "bad-number": ("staff_number", _("A staff number has no @ and no line breaks.")),
    "bad-address": ("email", _("This is not an e-mail address.")),
    "no-account": ("staff_number", _("Give a staff number or an e-mail address: people sign in with one of them.")),
    "number-taken": ("staff_number", _("Somebody else has this staff number.")),
    "address-taken": ("email", _("Somebody else has this address.")),
}


class DetailsForm(BaseForm):
    """What is written down of a person."""

    name = StringField(
        _("Name"),
        description=_("As it stands on their tile."),
        validators=[DataRequired(_("Write a name.")), Length(max=LONGEST_NAME, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    staff_number = StringField(
        _("Staff number"),
        validators=[Length(max=LONGEST_STAFF_NUMBER, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "maxlength": LONGEST_STAFF_NUMBER},
    )
    email = StringField(
        _("E-mail address"),
        description=_("If they have one. Reminders and invitations can go there."),
        validators=[Length(max=LONGEST_ADDRESS, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "inputmode": "email", "maxlength": LONGEST_ADDRESS},
    )
    language = SelectField(
        _("Language"),
        choices=[
            SelectChoice("", _("They choose it themselves")),
            *(SelectChoice(code, name) for code, name in OWN_NAMES.items()),
        ],
        default="",
        invalid_choice_message=NO_CHOICE,
    )

    def details(self) -> PersonDetails:
        """What was written."""
        return PersonDetails(
            name=self.name.data or "",
            email=self.email.data or None,
            staff_number=self.staff_number.data or None,
            language=self.language.data or None,
        )

    def explain(self, code: str) -> None:
        """Say at the field what is wrong with it. Raises KeyError for another code."""
        field, words = FAULTS[code]
        self[field].errors = [words]


class PlaceForm(BaseForm):
    """A place and a role there, as far as the viewer may give them."""

    location = SelectField(_("Store"), validate_choice=False, validators=[DataRequired(NO_CHOICE)])
    role = SelectField(_("Role"), default=Role.EMPLOYEE.value, validate_choice=False)

    def offer(self, places: Sequence[Location], viewer: Viewer) -> None:
        """Let the viewer choose among these places and the roles that they may give there."""
        self.location.choices = place_choices(places)
        self.role.choices = role_choices(viewer, places)

    def place_among(self, places: Sequence[Location]) -> Location:
        """The chosen place. Raises NotFound for any other."""
        chosen = next((place for place in places if str(place.id) == self.location.data), None)
        if chosen is None:
            raise NotFound
        return chosen

    def may_be_given(self, place: Location, viewer: Viewer) -> bool:
        """Whether the viewer may give the chosen role at this place; if not, the field says so.

        Raises Invalid `unreadable` for what is no role.
        """
        if self.role.data not in set(Role):
            raise Invalid("unreadable", "The field `role` has to be a role.")
        if may_give(viewer, place.path, Role(self.role.data)):
            return True
        self.role.errors = [_("You cannot give this role at this place.")]
        return False


class NewPersonForm(DetailsForm, PlaceForm):
    """A new person: what is written down, where they work and as what."""
