"""Settings from the environment: what they are by default, and that a bad value stops the start with its name."""

import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import ROOT, BadSetting, MailServer, Settings, load_settings

Load = Callable[..., Settings]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Reads the settings of this environment, and of no other."""
    return lambda **values: load_settings({"VAR_DIR": str(tmp_path / "var")} | values)


def test_without_an_environment_everything_has_a_value(load: Load, tmp_path: Path) -> None:
    settings = load()
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'regulars.sqlite3'}"
    assert (settings.host, settings.port, settings.web_workers) == ("127.0.0.1", 8000, 1)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.trusted_proxies, settings.demo, settings.testing) == (0, None, False)
    assert settings.scenarios == ROOT / "scenarios"
    assert settings.is_sqlite
    assert settings.is_private
    assert settings.may_make_demo
    assert not settings.is_https


def test_an_empty_value_is_as_none_at_all(load: Load) -> None:
    names = ("DATABASE_URL", "SECRET_KEY", "HOST", "PORT", "WEB_WORKERS", "PUBLIC_URL", "TRUSTED_PROXIES", "DEMO")
    assert load(**dict.fromkeys(names, "")) == load()


BAD = [
    ("PORT", "x"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "80 "),
    ("PORT", "٨٠٨٠"),
    ("WEB_WORKERS", "0"),
    ("WEB_WORKERS", "2"),
    ("WEB_WORKERS", "many"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "11"),
    ("TRUSTED_PROXIES", "yes"),
    ("DEMO", "yes"),
    ("DEMO", "true"),
    ("DEMO", "2"),
    ("PUBLIC_URL", "regulars.test"),
    ("PUBLIC_URL", "ftp://regulars.test"),
    ("PUBLIC_URL", "https://"),
    ("PUBLIC_URL", "http://[::1"),
    ("PUBLIC_URL", "http://regulars.test:99999"),
    ("PUBLIC_URL", "http://regulars.test/?a=b"),
    ("PUBLIC_URL", "http://regulars test"),
    ("DATABASE_URL", "mysql://somewhere/regulars"),
    ("DATABASE_URL", "regulars.sqlite3"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "postgresql:regulars"),
    ("MAIL_URL", "mail.regulars.test"),
    ("MAIL_URL", "smtp:mail.regulars.test"),
    ("MAIL_URL", "http://mail.regulars.test"),
    ("MAIL_URL", "smtp://"),
    ("MAIL_URL", "smtp://[::1"),
    ("MAIL_URL", "smtp://mail.regulars.test:0"),
    ("MAIL_URL", "smtp://mail.regulars.test:99999"),
    ("MAIL_URL", "smtp://mail.regulars.test/inbox"),
    ("MAIL_URL", "smtp://somebody@mail.regulars.test"),
    ("MAIL_URL", "smtp://mail.regulars.test?tls=never"),
    ("MAIL_URL", "smtp://mail.regulars.test?starttls=1"),
    ("MAIL_URL", "smtp://mail.regulars.test?tls"),
    ("MAIL_URL", "smtp://mail.regulars.test?from=nobody"),
    ("MAIL_URL", "smtp://mail.regulars.test?from=a@b,c@d"),
    ("MAIL_URL", "smtp://mail.regulars.test?from=a@b%0d%0aBcc:c@d"),
]


MAIL = {
    "smtp://mail.regulars.test": MailServer("mail.regulars.test", 587, "offered", "regulars@localhost"),
    "smtp://127.0.0.1:2525?from=us@shop.test": MailServer("127.0.0.1", 2525, "offered", "us@shop.test"),
    "smtp://mail.regulars.test?tls=required": MailServer("mail.regulars.test", 587, "required", "regulars@localhost"),
    "smtp://us:s3%40cret%25@mail.regulars.test": MailServer(
        "mail.regulars.test", 587, "required", "regulars@localhost", "us", "s3@cret%"
    ),
    "smtp://us:pass@localhost": MailServer("localhost", 587, "offered", "regulars@localhost", "us", "pass"),
    "smtps://us%40shop.test:pass@mail.regulars.test": MailServer(
        "mail.regulars.test", 465, "always", "us@shop.test", "us@shop.test", "pass"
    ),
}


@pytest.mark.parametrize("url", MAIL)
def test_a_mail_server_is_read_from_its_address(load: Load, url: str) -> None:
    assert load(MAIL_URL=url).mail == MAIL[url]
    assert load().mail is None


def test_letters_come_from_the_public_host_where_nothing_else_is_said(load: Load) -> None:
    server = load(MAIL_URL="smtp://mail.regulars.test", PUBLIC_URL="https://regulars.shop.test").mail
    assert server is not None
    assert server.sender == "regulars@regulars.shop.test"


def test_the_password_of_the_mail_server_is_in_no_log(load: Load) -> None:
    settings = load(MAIL_URL="smtp://us:hush-hush@localhost")
    assert "hush-hush" not in repr(settings)
    with pytest.raises(BadSetting) as refused:
        load(MAIL_URL="smtp://us:hush-hush@localhost/path")
    assert "hush-hush" not in str(refused.value)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_refused_by_its_name(load: Load, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load(**{name: value})
    assert str(refused.value).startswith(f"{name}: ")


def test_a_bad_value_stops_the_start_in_one_line(tmp_path: Path) -> None:
    environment = {"VAR_DIR": str(tmp_path), "PORT": "eighty", "PATH": ""}
    command = [sys.executable, "-m", "flask", "--app", "training_app", "serve"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.strip() == "Error: PORT: “eighty” is not a whole number from 1 to 65535"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_name_of_postgresql_is_understood(load: Load, scheme: str) -> None:
    settings = load(DATABASE_URL=f"{scheme}://me:secret@db.test/regulars?sslmode=require", WEB_WORKERS="4")
    assert settings.database_url == "postgresql+psycopg://me:secret@db.test/regulars?sslmode=require"
    assert not settings.is_sqlite
    assert settings.web_workers == 4


def test_a_database_that_is_named_leaves_the_folder_alone(load: Load, tmp_path: Path) -> None:
    load(DATABASE_URL="postgresql://db.test/regulars", SECRET_KEY="from outside")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("values", "private", "https"),
    [
        ({}, True, False),
        ({"HOST": "localhost"}, True, False),
        ({"HOST": "::1"}, True, False),
        ({"HOST": "192.0.2.1"}, False, False),
        ({"PUBLIC_URL": "https://regulars.test"}, False, True),
        ({"PUBLIC_URL": "http://127.0.0.1.regulars.test"}, False, False),
        ({"PUBLIC_URL": "http://127.0.0.1@regulars.test"}, False, False),
        ({"TRUSTED_PROXIES": "1"}, False, False),
        ({"PUBLIC_URL": "https://localhost"}, True, True),
    ],
)
def test_what_only_this_machine_reaches_is_private(
    load: Load, values: dict[str, str], private: bool, https: bool
) -> None:
    settings = load(**values)
    assert (settings.is_private, settings.is_https) == (private, https)


@pytest.mark.parametrize(
    ("values", "makes_demo"),
    [({}, True), ({"HOST": "192.0.2.1"}, False), ({"DEMO": "0"}, False), ({"HOST": "192.0.2.1", "DEMO": "1"}, True)],
)
def test_a_demo_is_made_on_loopback_or_when_asked_for(load: Load, values: dict[str, str], makes_demo: bool) -> None:
    assert load(**values).may_make_demo is makes_demo


def test_the_address_of_an_ipv6_host_is_in_brackets(load: Load) -> None:
    assert load(HOST="::1", PORT="8001").public_url == "http://[::1]:8001"


def test_a_slash_at_the_end_of_the_address_is_left_out(load: Load) -> None:
    assert load(PUBLIC_URL="https://regulars.test/").public_url == "https://regulars.test"


def test_the_key_is_made_once_and_readable_by_its_owner_only(load: Load, tmp_path: Path) -> None:
    key = load().secret_key
    assert len(key) == 64
    assert load().secret_key == key
    file = tmp_path / "var" / "secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret-key"]
    assert load(SECRET_KEY="from outside").secret_key == "from outside"
    assert load(VAR_DIR=str(tmp_path / "another")).secret_key != key


def test_servers_that_start_at_once_have_one_key(load: Load) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _number: load().secret_key, range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64


def test_a_key_that_was_lost_is_not_taken_for_one(load: Load, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret-key").write_text("\n")
    with pytest.raises(BadSetting, match=r"^SECRET_KEY: "):
        load()
