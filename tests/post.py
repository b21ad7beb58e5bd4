"""A real mail server on loopback: it keeps what it gets, or answers as a test wants it to."""

import email.policy
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from config import MailServer
from tests.serving import free_port

HOST = "127.0.0.1"
Reply = Callable[[Envelope], str | None]


class MailBox:
    """A mail server; `letters` are those that it took. `refuse` gives its reply to a letter, or None to take it.

    With `context` it offers STARTTLS, or speaks TLS from the start; with `user` and `password` it wants them.
    """

    def __init__(
        self,
        refuse: Reply = lambda _envelope: None,
        *,
        at_recipient: Reply = lambda _envelope: None,
        context: ssl.SSLContext | None = None,
        is_wrapped: bool = False,
        account: tuple[str, str] | None = None,
    ) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.were_encrypted: list[bool] = []
        self.refuse = refuse
        self.at_recipient = at_recipient
        self._account = account
        options: dict[str, Any] = {}
        if account:
            options |= {"auth_required": True, "authenticator": self._authenticate}
        if is_wrapped:
            options["ssl_context"] = context
        elif context:
            options["tls_context"] = context
        self._controller = Controller(self, hostname=HOST, port=free_port(), **options)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._controller.port
        return port

    def server(self, encryption: str = "offered", **account: str) -> MailServer:
        """How the application is told of it."""
        return MailServer(HOST, self.port, encryption, "regulars@shop.test", **account)

    @property
    def url(self) -> str:
        """The same as an address."""
        return f"smtp://{HOST}:{self.port}?from=regulars@shop.test"

    async def handle_RCPT(  # noqa: N802  (the library's names)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.at_recipient(envelope) or "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.refuse(envelope)
        if answer is not None:
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(BytesParser(EmailMessage, policy=email.policy.default).parsebytes(content))
        self.recipients += envelope.rcpt_tos
        self.were_encrypted.append(session.ssl is not None)
        return "250 OK"

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login.decode(), data.password.decode()) == self._account)
