"""What a client wants back, and what it sent."""

from flask import request

from training_app.domain.errors import Invalid


def wants_json() -> bool:
    """Whether `Accept: application/json` comes first."""
    return request.accept_mimetypes.best == "application/json"


def sent() -> dict[str, str]:
    """The fields of a form, or of a JSON object, as texts; members that are null are left out.

    Raises Invalid `unreadable` for another shape, and for signs that no database keeps.
    """
    fields = _members() if request.is_json else dict(request.form.items())
    for name, text in fields.items():
        if not can_be_kept(text):
            raise Invalid("unreadable", f"The field `{name}` holds signs that are no text.")
    return fields


def json_body() -> object:
    """What the body holds as JSON; None where it is something else, or nested deeper than anybody writes."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def can_be_kept(text: str) -> bool:
    """False for NUL, which PostgreSQL refuses, and for half a surrogate pair, which is no UTF-8."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _members() -> dict[str, str]:
    body = json_body()
    if not isinstance(body, dict):
        raise Invalid("unreadable", "The body has to be a JSON object.")
    return {name: _as_text(name, value) for name, value in body.items() if value is not None}


def _as_text(name: str, value: object) -> str:
    """A member as a form would send it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int):
        return str(value)
    raise Invalid("unreadable", f"The field `{name}` has to be a text or a whole number.")
