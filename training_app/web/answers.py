"""What a client wants back, and what it sent."""

from flask import request


def wants_json() -> bool:
    """Whether `Accept: application/json` comes first."""
    return request.accept_mimetypes.best == "application/json"


def sent() -> dict[str, str]:
    """The fields of a form, or of a JSON object, as texts."""
    if request.is_json:
        body = request.get_json()
        members = body.items() if isinstance(body, dict) else ()
        return {key: str(value) for key, value in members if isinstance(value, str | int)}
    return dict(request.form.items())
