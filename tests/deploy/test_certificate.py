"""The certificate for a store's network: tablets that trust its authority reach the server, and nothing else by it."""

import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from deploy.lan.certificate import CERTIFICATE_FOR, issue, main
from tests.serving import HOST

NAME = "regulars.home.arpa"
NOW = datetime.now(UTC)


@contextmanager
def tls_server(folder: Path) -> Iterator[int]:
    """Shakes hands with whoever comes, with the server's certificate of this folder."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=_shake_hands, args=(listener, context))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        with connection:
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue


def visit(port: int, *, trusting: Path, name: str) -> None:
    """Open a connection as a browser does that trusts this authority. Raises SSLCertVerificationError."""
    context = ssl.create_default_context(cafile=trusting)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with socket.create_connection((HOST, port)) as connection:
        context.wrap_socket(connection, server_hostname=name).close()


def test_a_tablet_that_trusts_the_authority_reaches_the_server_by_each_of_its_names(tmp_path: Path) -> None:
    issue(tmp_path, [NAME, HOST], now=NOW)
    with tls_server(tmp_path) as port:
        for name in (NAME, HOST):
            visit(port, trusting=tmp_path / "ca.crt", name=name)
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            visit(port, trusting=tmp_path / "ca.crt", name="elsewhere.home.arpa")


def test_who_trusts_another_authority_does_not(tmp_path: Path) -> None:
    for store in ("here", "there"):
        issue(tmp_path / store, [NAME], now=NOW)
    with tls_server(tmp_path / "here") as port, pytest.raises(ssl.SSLCertVerificationError):
        visit(port, trusting=tmp_path / "there" / "ca.crt", name=NAME)


def test_a_fresh_certificate_is_by_the_same_authority(tmp_path: Path) -> None:
    first = issue(tmp_path, [NAME], now=NOW)
    old = (tmp_path / "server.crt").read_bytes()
    assert issue(tmp_path, [NAME, f"www.{NAME}"], now=NOW) == first
    assert (tmp_path / "server.crt").read_bytes() != old
    with tls_server(tmp_path) as port:
        visit(port, trusting=tmp_path / "ca.crt", name=f"www.{NAME}")


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8"])
def test_a_stolen_authority_is_good_for_nothing_else(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(tmp_path, [NAME], now=NOW)
    with pytest.raises(SystemExit, match="neither one of the authority's names"):
        main(["--folder", str(tmp_path), name])
    monkeypatch.setattr("deploy.lan.certificate._check_covered", lambda _authority, _names: None)  # as a thief would
    issue(tmp_path, [name], now=NOW)
    with tls_server(tmp_path) as port, pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        visit(port, trusting=tmp_path / "ca.crt", name=name)


def test_an_authority_for_an_address_alone_is_good_for_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(tmp_path, ["192.168.1.20"], now=NOW)
    monkeypatch.setattr("deploy.lan.certificate._check_covered", lambda _authority, _names: None)
    issue(tmp_path, [NAME], now=NOW)
    with tls_server(tmp_path) as port, pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        visit(port, trusting=tmp_path / "ca.crt", name=NAME)


def test_keys_are_their_owners_alone_and_no_certificate_lasts_longer_than_ipads_take(tmp_path: Path) -> None:
    authority = issue(tmp_path, [NAME], now=NOW)
    for file in ("ca.key", "server.key"):
        assert stat.S_IMODE((tmp_path / file).stat().st_mode) == 0o600
    later = authority.not_valid_after_utc - timedelta(days=100)
    for now, ends in ((NOW, NOW + CERTIFICATE_FOR), (later, authority.not_valid_after_utc)):
        issue(tmp_path, [NAME], now=now)
        certificate = x509.load_pem_x509_certificate((tmp_path / "server.crt").read_bytes())
        assert certificate.not_valid_after_utc == ends.replace(microsecond=0)
    assert timedelta(days=825) > CERTIFICATE_FOR + timedelta(days=2)


def test_it_says_what_to_compare_on_the_tablets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--folder", str(tmp_path), NAME])
    assert str(tmp_path / "ca.crt") in capsys.readouterr().out
