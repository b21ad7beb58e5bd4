"""The base of all forms and the fields that they share."""

from flask import request
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, ValidationError
from wtforms.validators import DataRequired, EqualTo, Length

from training_app.services.passwords import LONGEST, SHORTEST
from training_app.web.answers import sent

NO_CHOICE = lazy_gettext("Choose one of these.")


def whole_number(least: int, most: int) -> dict[str, object]:
    """What a browser needs to know of a field for a number from `least` to `most`."""
    return {"inputmode": "numeric", "autocomplete": "off", "min": least, "max": most}


class _Translations:
    """WTForms' own messages in the page's language."""

    def gettext(self, text: str) -> str:
        return str(gettext(text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(ngettext(singular, plural, n))


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form whose token the guard has checked already, and whose fields speak the page's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

        def wrap_formdata(self, _form: FlaskForm, formdata: object) -> MultiDict[str, str] | None:
            """What was sent, read as every other route reads it; Flask-WTF's own breaks on JSON of another shape."""
            return MultiDict(sent()) if formdata is not None and request.method == "POST" else None

        def get_translations(self, _form: FlaskForm) -> _Translations:
            return _Translations()


class NewPasswordForm(BaseForm):
    """A new password, twice."""

    new = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext(
            "At least %(count)s characters. A short sentence is easy to remember.", count=SHORTEST
        ),
        validators=[
            DataRequired(lazy_gettext("Type the new password.")),
            Length(SHORTEST, LONGEST, lazy_gettext("Use at least %(count)s characters.", count=SHORTEST)),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("The new password again"),
        validators=[EqualTo("new", lazy_gettext("The two are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_new(self, field: PasswordField) -> None:
        if len(set(field.data or "")) < 4:
            raise ValidationError(gettext("Use more than one or two different characters."))
