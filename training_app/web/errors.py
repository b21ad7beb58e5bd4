"""Broken rules and HTTP errors as a status and a page, or as JSON: the one place that decides."""

from flask import Flask, Response, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from training_app.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooManyTries
from training_app.domain.permissions import SignInKind
from training_app.web.access import NoTablet, Revoked, SignedOut
from training_app.web.answers import wants_json
from training_app.web.identity import ask_no_more, viewer_or_none

STATUS: dict[type[DomainError], int] = {
    SignedOut: 401,
    NoTablet: 401,
    Revoked: 410,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooManyTries: 429,
}
CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 500: "server-error"}


def status_of(error: DomainError) -> int:
    """The HTTP status of a broken rule."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def register_errors(app: Flask) -> None:
    """Answer every error in the house's two forms."""
    app.register_error_handler(DomainError, _broken_rule)
    app.register_error_handler(CSRFError, _bad_token)
    app.register_error_handler(HTTPException, _http_error)


def _broken_rule(error: DomainError) -> Response:
    wait = error.seconds if isinstance(error, TooManyTries) else None
    return _answer(status_of(error), error.code, error.message, wait=wait)


def _bad_token(_error: CSRFError) -> Response:
    return _answer(400, "csrf", "The page was open too long. Go back, load it again and repeat the step.")


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status >= 500:
        ask_no_more()
    answer = _answer(status, CODES.get(status, f"http-{status}"), error.description or error.name)
    answer.headers.update([header for header in error.get_headers() if header[0] != "Content-Type"])
    return answer


def _answer(status: int, code: str, message: str, *, wait: int | None = None) -> Response:
    """The answer in the form that the client wants; `wait` is the seconds until another try is taken."""
    if wants_json():
        answer = jsonify(error={"code": code, "message": message})
    else:
        title, text = _words(status, code)
        page = render_template(
            "errors/error.html",
            code=status,
            title=title,
            text=text,
            back_url=_back_url(status, code),
            is_play=status == 404 and "play" in (request.view_args or {}),
        )
        answer = make_response(page)
    answer.status_code = status
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _back_url(status: int, code: str) -> str:
    """Somewhere that works: the play of this address, a person's own account, else the front door."""
    play = (request.view_args or {}).get("play") if code not in {"closed", "no-attempts", "left"} else None
    if status == 403:
        viewer = viewer_or_none()
        return url_for("practice.practice" if viewer and viewer.kind is SignInKind.PIN else "account.settings")
    return url_for("play.show", play=play) if play and request.method == "POST" else url_for("site.home")


def _words_by_code() -> dict[str, tuple[str, str]]:
    """What is said about attempts and about too long a report, by code."""
    return {
        "too-much-for-paper": (
            _("That is too much for paper"),
            _("It would fill more than 150 pages. Choose a store, a module or a state, or take the Excel file."),
        ),
        "closed": (
            _("This is not asked of you any more"),
            _("Whoever assigned it has taken it back or excused you."),
        ),
        "no-attempts": (
            _("No attempt is left"),
            _("You have used your attempts at this check, or passed it. Your manager can give you another one."),
        ),
        "left": (
            _("This attempt is over"),
            _("Another attempt was begun after it, in another tab or on another device."),
        ),
        "attempts-remain": (
            _("Use your attempts first"),
            _("Single moments can be tried again when your attempts are used up or the check is passed."),
        ),
    }


def _words(status: int, code: str) -> tuple[str, str]:
    if code == "csrf":
        return _("Please try that once more"), _(
            "The page was open for a long time. Nothing is lost: go back and tap again."
        )
    if code in _words_by_code():
        return _words_by_code()[code]
    words = {
        403: (
            _("This is not part of your job here"),
            _("Your role does not open this page. Ask your manager if you need it."),
        ),
        404: (_("There is nothing here"), _("The address is wrong, or this belongs to somebody else.")),
        405: (_("That does not work here"), _("Go back and use the buttons of the page.")),
        409: (
            _("This went on somewhere else"),
            _("Another tab or tablet was faster. Continue from where it stands now."),
        ),
        413: (_("That is too much at once"), _("Send something shorter.")),
        422: (_("That could not be read"), _("Go back and choose again. Nothing was changed.")),
        429: (_("Too many tries"), _("Wait a little and try again.")),
    }
    fault = (_("Something broke on our side"), _("Your answers up to here are kept. Try again in a moment."))
    return words.get(status, fault if status >= 500 else words[422])
