"""The forms of sign-in and of a person's own settings."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from training_app.domain.personal_details import LONGEST_ADDRESS
from training_app.web.forms import NO_CHOICE, BaseForm, NewPasswordForm
from training_app.web.languages import OWN_NAMES

LANGUAGE_CHOICES = [SelectChoice(code, name) for code, name in OWN_NAMES.items()]


class LoginForm(BaseForm):
    """An e-mail address or a staff number, and the password."""

    email = StringField(
        _("E-mail address or staff number"),
        validators=[DataRequired(_("Type your e-mail address or staff number."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        validators=[DataRequired(_("Type your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class ForgottenForm(BaseForm):
    """What somebody signs in with who has forgotten the password."""

    email = StringField(
        _("E-mail address or staff number"),
        validators=[
            DataRequired(_("Type your e-mail address or staff number.")),
            Length(max=LONGEST_ADDRESS, message=_("Type your e-mail address or staff number.")),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class SettingsForm(BaseForm):
    """Language, light or dark, and how one likes to practise."""

    language = SelectField(_("Language"), choices=LANGUAGE_CHOICES, invalid_choice_message=NO_CHOICE)
    theme = SelectField(
        _("Light or dark"),
        choices=[
            SelectChoice("auto", _("As the device")),
            SelectChoice("light", _("Light")),
            SelectChoice("dark", _("Dark")),
        ],
        invalid_choice_message=NO_CHOICE,
    )
    coach = SelectField(
        _("The coach"),
        choices=[SelectChoice("slip", _("A slip to open after each reply")), SelectChoice("end", _("Only at the end"))],
        invalid_choice_message=NO_CHOICE,
    )
    think_first = BooleanField(
        _("Think first"), description=_("The replies appear after a tap on “I know what I’d say”.")
    )
    haste = BooleanField(
        _("Customers may grow impatient"), description=_("Only a sentence on screen. It never picks a reply.")
    )
    refresher = BooleanField(
        _("Refresher"), description=_("Now and then three single moments of what you have played, in two minutes.")
    )


class LettersForm(BaseForm):
    """What one gets by mail."""

    reminders = BooleanField(
        _("Reminders"),
        description=_("What is due, once a day at most, and only while your store is open."),
    )
    weekly_summary = BooleanField(
        _("The week in a letter"),
        description=_("On Monday morning: who is ready, who is late, and one line for the huddle."),
    )


class PasswordForm(NewPasswordForm):
    """The password now, and the new one."""

    current = PasswordField(
        _("Your password now"),
        validators=[DataRequired(_("Type your password."))],
        render_kw={"autocomplete": "current-password"},
    )
