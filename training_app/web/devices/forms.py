"""The forms that connect a tablet and look after it."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from training_app.models import Location
from training_app.services.devices import LONGEST_NAME
from training_app.services.looking_after import LOCKS_AFTER
from training_app.web.devices.overview import lock_words
from training_app.web.forms import NO_CHOICE, BaseForm


class NewDeviceForm(BaseForm):
    """A tablet's name and its store, one of those that the viewer manages."""

    name = StringField(
        _("Name of the tablet"),
        description=_("So that you know it again, such as “Till 1” or “Break room”."),
        validators=[
            DataRequired(_("Give the tablet a name.")),
            Length(max=LONGEST_NAME, message=_("Use at most %(count)s characters.", count=LONGEST_NAME)),
        ],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    location = SelectField(_("Store"), invalid_choice_message=NO_CHOICE)

    def validate_name(self, field: StringField) -> None:
        if not field.data.isprintable():
            raise ValidationError(gettext("Write the name in one line."))

    def offer(self, stores: Iterable[Location]) -> None:
        """Let the viewer choose among these stores."""
        self.location.choices = [SelectChoice(str(store.id), store.name) for store in stores]


class DeviceForm(NewDeviceForm):
    """What can be changed on a tablet in use."""

    lock_after = SelectField(
        _("Locks without a touch after"),
        description=_("Whoever comes next then taps their own tile."),
        invalid_choice_message=NO_CHOICE,
    )

    def offer(self, stores: Iterable[Location]) -> None:
        """Let the viewer choose among these stores, and when the tablet locks."""
        super().offer(stores)
        self.lock_after.choices = [SelectChoice(str(seconds), lock_words(seconds)) for seconds in LOCKS_AFTER]
