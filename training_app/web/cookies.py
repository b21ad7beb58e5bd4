"""Cookies: the session's is Flask's own, whose serializer is built once; each is read as the one of the whole site."""

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property


class SiteRequest(Request):
    """A request whose cookies are those of the whole site.

    An answer that breaks off in its head may leave a cookie without its path: the browser keeps it for the folder of
    that page and sends it first there (RFC 6265, 5.4), in place of the one that was meant, for as long as it lasts.
    """

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """Of each name the last one, whose path is the shortest."""
        return ImmutableMultiDict({name: values[-1] for name, values in super().cookies.lists()})


class SessionCookies(SecureCookieSessionInterface):
    """Signs and reads the cookie with the key that the application has at its first request."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What is public is the same for everybody: it brings no cookie and differs by none."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
