"""Letters over SMTP to a real server on loopback: what goes over the wire, and every way in which it can fail."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from config import MailServer
from tests.post import HOST, MailBox
from training_app.services.letters import Letter
from training_app.services.sending import NotDelivered, PostOffice, message_of

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
LETTER = Letter(
    id=UUID("01890000-0000-7000-8000-000000000001"),
    kind="reminder",
    address="robin@shop.test",
    language="de",
    subject="„Der erste Tag“ wartet auf dich",
    body="Hallo Ägir,\n\n.\n" + "lang " * 400 + "\nhttp://127.0.0.1:8000/practice\n",
)
SETTINGS_URL = "https://regulars.shop.test/settings"


def deliver(server: MailServer, letter: Letter = LETTER, patience: float = 5.0) -> None:
    with PostOffice(server, settings_url=SETTINGS_URL, patience=patience) as office:
        office.deliver(letter, now=NOW)


def refused(server: MailServer, letter: Letter = LETTER, patience: float = 5.0) -> NotDelivered:
    with pytest.raises(NotDelivered) as fault:
        deliver(server, letter, patience)
    return fault.value


def test_a_letter_arrives_as_it_was_written() -> None:
    with MailBox() as box:
        deliver(box.server())
    (message,) = box.letters
    assert message["Subject"] == LETTER.subject
    assert message.get_content().replace("\r\n", "\n") == LETTER.body
    assert (message["From"], message["To"]) == ("Regulars <regulars@shop.test>", "robin@shop.test")
    assert message["Message-ID"] == f"<{LETTER.id}@shop.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "de"
    assert message["Date"].datetime == NOW
    assert (message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8")
    assert box.recipients == ["robin@shop.test"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("reminder", f"<{SETTINGS_URL}>"), ("summary", f"<{SETTINGS_URL}>"), ("reset", None), ("invitation", None)],
)
def test_what_comes_again_says_where_to_switch_it_off(kind: str, expected: str | None) -> None:
    message = message_of(replace(LETTER, kind=kind), sender="us@shop.test", settings_url=SETTINGS_URL, now=NOW)
    assert message["List-Unsubscribe"] == expected


def test_a_letter_that_is_tried_again_keeps_its_message_id() -> None:
    with MailBox() as box:
        deliver(box.server())
        deliver(box.server())
    first, second = box.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_many_letters_go_over_one_connection() -> None:
    with MailBox() as box, PostOffice(box.server(), settings_url=SETTINGS_URL) as office:
        for _ in range(3):
            office.deliver(LETTER, now=NOW)
        assert len(box.letters) == 3


@pytest.mark.parametrize(
    "address",
    [
        "robin@shop.test, stranger@elsewhere.test",
        "robin@shop.test\r\nBcc: stranger@elsewhere.test",
        "<stranger@elsewhere.test>",
        "robin",
        "@shop.test",
        'robin"@shop.test',
    ],
)
def test_what_is_no_address_reaches_nobody(address: str) -> None:
    with MailBox() as box:
        fault = refused(box.server(), replace(LETTER, address=address))
        assert fault.is_permanent
        assert not fault.is_servers
    assert box.recipients == []


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: stranger@elsewhere.test", "Hello\nX: y", "Hello\rX: y"])
def test_a_subject_makes_no_header(subject: str) -> None:
    with MailBox() as box:
        assert refused(box.server(), replace(LETTER, subject=subject)).is_permanent
    assert box.letters == []


REPLIES = [("450 4.2.1 try later", False), ("550 5.1.1 no such person", True), ("552 5.2.2 full", True)]


@pytest.mark.parametrize(("reply", "is_permanent"), REPLIES)
def test_what_the_server_says_to_an_address_decides(reply: str, is_permanent: bool) -> None:
    with MailBox(at_recipient=lambda _envelope: reply) as box:
        fault = refused(box.server())
    assert (fault.is_permanent, fault.is_servers, fault.fault) == (is_permanent, False, reply)


@pytest.mark.parametrize(("reply", "is_permanent"), REPLIES)
def test_what_the_server_says_to_the_text_decides(reply: str, is_permanent: bool) -> None:
    with MailBox(lambda _envelope: reply) as box:
        fault = refused(box.server())
    assert (fault.is_permanent, fault.is_servers, fault.fault) == (is_permanent, False, reply)


def test_after_a_letter_that_was_refused_the_next_one_goes() -> None:
    with MailBox(at_recipient=lambda envelope: "550 no" if "stranger" in envelope.rcpt_tos[0] else None) as box:
        with PostOffice(box.server(), settings_url=SETTINGS_URL) as office:
            with pytest.raises(NotDelivered):
                office.deliver(replace(LETTER, address="stranger@shop.test"), now=NOW)
            office.deliver(LETTER, now=NOW)
        assert box.recipients == ["robin@shop.test"]


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[MailServer]:
    """A server that says to each caller what the test wants it to say."""
    listener = socket.create_server((HOST, 0))
    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            try:
                caller, _address = listener.accept()
            except OSError:
                return
            with caller:
                talk(caller)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield MailServer(HOST, listener.getsockname()[1], "offered", "regulars@shop.test")
    is_over.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(timeout=5)


def _drops_the_line_in_the_text(caller: socket.socket) -> None:
    lines = caller.makefile("rb")
    caller.sendall(b"220 hello\r\n")
    for line in lines:
        if line.upper().startswith(b"DATA"):
            caller.sendall(b"354 go on\r\n")
            lines.readline()
            lines.close()
            return
        caller.sendall(b"250 fine\r\n")


def test_a_line_that_is_dropped_in_the_text_is_tried_again() -> None:
    with talking(_drops_the_line_in_the_text) as server:
        fault = refused(server)
    assert not fault.is_permanent
    assert not fault.is_servers


def _says_nothing(caller: socket.socket) -> None:
    caller.settimeout(3)
    caller.recv(1)


def test_a_silent_server_is_not_waited_for_for_ever() -> None:
    with talking(_says_nothing) as server:
        fault = refused(server, patience=0.3)
    assert fault.is_servers
    assert not fault.is_permanent
    assert "timed out" in fault.fault


def test_a_server_that_is_not_there_is_the_servers_fault() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    fault = refused(MailServer(HOST, port, "offered", "regulars@shop.test"))
    assert fault.is_servers
    assert not fault.is_permanent


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for the loopback address, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@pytest.fixture(scope="module")
def context(certificate: Path) -> ssl.SSLContext:
    """What a server speaks TLS with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def test_encryption_is_taken_where_it_is_offered(context: ssl.SSLContext) -> None:
    with MailBox(context=context) as box:
        deliver(box.server())
    assert box.were_encrypted == [True]


def test_where_encryption_is_required_a_certificate_has_to_be_vouched_for(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailBox(context=context) as box:
        fault = refused(box.server("required"))
        assert fault.is_servers
        assert "certificate" in fault.fault.lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        deliver(box.server("required"))
    assert box.were_encrypted == [True]


def test_without_encryption_nothing_goes_where_it_is_required() -> None:
    with MailBox() as box:
        fault = refused(box.server("required"))
    assert fault.is_servers
    assert not fault.is_permanent
    assert box.letters == []


def test_smtps_speaks_tls_from_the_start(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with MailBox(context=context, is_wrapped=True) as box:
        deliver(box.server("always"))
    assert len(box.letters) == 1


def test_a_server_that_wants_a_password_gets_it(context: ssl.SSLContext) -> None:
    with MailBox(context=context, account=("us", "hush")) as box:
        assert refused(box.server()).fault.startswith("530")
        wrong = refused(box.server(user="us", password="wrong"))
        assert wrong.is_servers
        assert not wrong.is_permanent
        deliver(box.server(user="us", password="hush"))
    assert len(box.letters) == 1


def test_a_letter_survives_its_way_over_the_wire_byte_by_byte() -> None:
    body = "".join(f".{chr(number)}\n" for number in range(0xA1, 0x250)) + "{link}\n=\n=3D\n"
    with MailBox() as box:
        deliver(box.server(), replace(LETTER, body=body))
    message: EmailMessage = box.letters[0]
    assert message.get_content().replace("\r\n", "\n") == body
