"""The product behind https on a store's network, under a name that is no loopback: what `deploy/lan/` sets up."""

import base64
import hashlib
import os
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import BrowserContext, Error, Playwright

from config import ROOT
from deploy.lan.certificate import issue
from tests.browser.conftest import browser_options
from tests.faults.proxy import GONE, Proxy
from tests.faults.records import Records
from tests.faults.tablets import Tablet, expect_recorded
from tests.serving import HOST, SERVE, Server, free_port

NAME = "regulars.home.arpa"
PERSON = {"--name": "Ada", "--email": "ada@regulars.test", "--password": "a door that stays open"}


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Proxy]:
    """What stands before the server's port and speaks TLS with the certificate of this store."""
    issue(tmp_path, [NAME], now=datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    with Proxy(free_port(), seed=1, tls=context) as front:
        yield front


@pytest.fixture
def database_url(front: Proxy, tmp_path: Path) -> Iterator[str]:
    """The database of the server behind it, in which there is one person."""
    url = f"sqlite:///{tmp_path / 'regulars.sqlite3'}"
    settings = {"DATABASE_URL": url, "PUBLIC_URL": f"https://{NAME}:{front.port}", "TRUSTED_PROXIES": "1", "DEMO": "0"}
    command = [*SERVE[:-1], "people", "create-admin", *(part for pair in PERSON.items() for part in pair)]
    environment = os.environ | settings | {"VAR_DIR": str(tmp_path)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    with Server(tmp_path, environment=settings, port=front.target):
        yield url


def open_browser(playwright: Playwright, folder: Path, *arguments: str) -> BrowserContext:
    """A browser that finds the name on this machine."""
    options = browser_options()
    options["args"] = [*options["args"], f"--host-resolver-rules=MAP {NAME} {HOST}", *arguments]
    return playwright.chromium.launch_persistent_context(folder, **options)


def trusting(tmp_path: Path) -> str:
    """How a browser is told to trust this certificate without changing the machine that it runs on."""
    certificate = x509.load_pem_x509_certificate((tmp_path / "server.crt").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"--ignore-certificate-errors-spki-list={base64.b64encode(hashlib.sha256(key).digest()).decode()}"


def test_behind_https_a_browser_keeps_the_app_and_plays_without_a_network(
    playwright: Playwright, front: Proxy, database_url: str, tmp_path: Path
) -> None:
    with (
        open_browser(playwright, tmp_path / "browser", trusting(tmp_path)) as context,
        Records(database_url) as records,
    ):
        tablet = Tablet(context.pages[0], f"https://{NAME}:{front.port}")
        tablet.page.goto(tablet.address + "/login")
        assert tablet.page.evaluate("isSecureContext")
        tablet.page.locator("[name=email]").fill(PERSON["--email"])
        tablet.page.locator("[name=password]").fill(PERSON["--password"])
        tablet.page.keyboard.press("Enter")
        tablet.page.wait_for_url("**/practice")
        assert all(cookie["secure"] for cookie in context.cookies())
        tablet.get_ready()
        front.spoil(rates=GONE)
        tablet.open()
        played = tablet.play("friendly-regular", Random(1))
        front.heal()
        tablet.wait_until_sent()
        expect_recorded(records, played)


def test_whoever_was_not_told_to_trust_the_authority_is_warned(
    playwright: Playwright, front: Proxy, tmp_path: Path
) -> None:
    address = f"https://{NAME}:{front.port}/login"
    refused = pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID")
    with open_browser(playwright, tmp_path / "browser") as context, refused:
        context.pages[0].goto(address)
