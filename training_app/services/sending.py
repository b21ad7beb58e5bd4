"""Handing letters over to a mail server by SMTP, each under a Message-ID that stays the same when it is tried again."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from types import TracebackType
from typing import Self

from config import MailServer
from training_app.services.letters import Letter

PATIENCE = 20.0  # seconds that a mail server may be silent
CAN_BE_STOPPED = frozenset({"reminder", "summary"})
PERMANENT = 500  # replies from here on (RFC 5321, 4.2.1)


class NotDelivered(Exception):
    """A letter was not handed over. `is_permanent` says that trying again changes nothing.

    `is_servers` says that the mail server itself is out of reach or refuses us, whatever the letter.
    """

    def __init__(self, fault: str, *, is_permanent: bool = False, is_servers: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.is_permanent = is_permanent
        self.is_servers = is_servers


class PostOffice:
    """One way to the mail server, opened with the first letter and used for all that follow."""

    def __init__(self, server: MailServer, *, settings_url: str, patience: float = PATIENCE) -> None:
        self._server = server
        self._settings_url = settings_url
        self._patience = patience
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def deliver(self, letter: Letter, *, now: datetime) -> None:
        """Hand the letter over. Raises NotDelivered."""
        try:
            with _faults_of_the_server():
                smtp = self._connected()
            with _faults_of_the_letter():
                message = message_of(letter, sender=self._server.sender, settings_url=self._settings_url, now=now)
                smtp.send_message(message, self._server.sender, [letter.address])
        except NotDelivered:
            self._hang_up()  # nobody knows where this connection stands: the next letter begins on a fresh one
            raise

    def _connected(self) -> smtplib.SMTP:
        """The connection; its server is asked first whether it is still there."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._smtp.noop()[0] == 250:
                    return self._smtp
            self._hang_up()
        self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        server, own_name = self._server, self._server.sender.rpartition("@")[2]
        if server.encryption == "always":
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, own_name, timeout=self._patience, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, own_name, timeout=self._patience)
        self._smtp = smtp
        smtp.ehlo_or_helo_if_needed()
        if server.encryption != "always":
            self._encrypt(smtp)
        if server.user is not None and server.password is not None:
            smtp.login(server.user, server.password)
        return smtp

    def _encrypt(self, smtp: smtplib.SMTP) -> None:
        is_required = self._server.encryption == "required"
        if smtp.has_extn("starttls"):
            context = ssl.create_default_context()
            if not is_required:  # anybody's certificate is better than none, as between mail servers
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            smtp.starttls(context=context)
        elif is_required:
            raise NotDelivered("the mail server offers no encryption, and it is required", is_servers=True)

    def _hang_up(self) -> None:
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None


def message_of(letter: Letter, *, sender: str, settings_url: str, now: datetime) -> EmailMessage:
    """The letter as it goes over the wire. Raises ValueError for an address or subject that is none."""
    if parseaddr(letter.address) != ("", letter.address) or letter.address.startswith("@"):
        raise ValueError(f"“{letter.address}” is no e-mail address")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Regulars", addr_spec=sender)
    message["To"] = Address(addr_spec=letter.address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.kind in CAN_BE_STOPPED:
        message["List-Unsubscribe"] = f"<{settings_url}>"
    message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = letter.language  # after the content, which brings its own headers along
    return message


@contextmanager
def _faults_of_the_server() -> Iterator[None]:
    """What goes wrong before a letter was shown concerns the server or our settings: it is tried again."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(_said(error.smtp_code, error.smtp_error), is_servers=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(_words(error), is_servers=True) from error


@contextmanager
def _faults_of_the_letter() -> Iterator[None]:
    """A reply of 5xx to its address or text, or an address that is none, gives the letter up; others may pass."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise NotDelivered(_said(code, said), is_permanent=code >= PERMANENT) from error
    except smtplib.SMTPSenderRefused as error:
        raise NotDelivered(_said(error.smtp_code, error.smtp_error), is_servers=True) from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(
            _said(error.smtp_code, error.smtp_error), is_permanent=error.smtp_code >= PERMANENT
        ) from error
    except (smtplib.SMTPNotSupportedError, MessageError, ValueError) as error:
        raise NotDelivered(_words(error), is_permanent=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(_words(error)) from error


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {text}"


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
