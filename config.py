"""Settings from the environment, typed. A bad value stops the start with its name and what is allowed."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
LANGUAGES = ("en", "de", "es")


class BadSetting(ValueError):
    """A setting of the environment cannot be used; the message names it and says what to do."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one server. `demo` is None where the database decides."""

    database_url: str
    secret_key: str
    host: str
    port: int
    web_workers: int
    public_url: str
    trusted_proxies: int
    demo: bool | None
    scenarios: Path
    testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used: one process, one writer at a time."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether people reach the server by https, so that cookies are Secure."""
        return self.public_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Whether the public address means this machine on every machine."""
        return urlsplit(self.public_url).hostname in LOOPBACK_HOSTS

    @property
    def is_private(self) -> bool:
        """Whether only this machine reaches the server: a loopback address and no proxy before it."""
        return self.is_loopback and not self.trusted_proxies

    @property
    def may_make_demo(self) -> bool:
        """Whether an empty database gets the demo workspace: DEMO, else a loopback HOST."""
        return self.host in LOOPBACK_HOSTS if self.demo is None else self.demo


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises BadSetting for the first value that cannot be used."""
    env = os.environ if environ is None else environ
    var = Path(env.get("VAR_DIR") or ROOT / "var")
    host = env.get("HOST") or "127.0.0.1"
    port = _whole_number(env, "PORT", default=8000, least=1, most=65535)
    database_url = _database_url(env, var)
    return Settings(
        database_url=database_url,
        secret_key=env.get("SECRET_KEY") or _generated_key(var / "secret-key"),
        host=host,
        port=port,
        web_workers=_web_workers(env, is_sqlite=database_url.startswith("sqlite")),
        public_url=_public_url(env, host, port),
        trusted_proxies=_whole_number(env, "TRUSTED_PROXIES", default=0, least=0, most=10),
        demo=_switch(env, "DEMO"),
        scenarios=ROOT / "scenarios",
    )


def _whole_number(env: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadSetting(name, f"“{text}” is not a whole number from {least} to {most}")
    return int(text)


def _switch(env: Mapping[str, str], name: str) -> bool | None:
    text = env.get(name)
    if not text:
        return None
    if text not in {"0", "1"}:
        raise BadSetting(name, f"“{text}” is neither 0 nor 1")
    return text == "1"


def _database_url(env: Mapping[str, str], var: Path) -> str:
    url = env.get("DATABASE_URL")
    if not url:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what people answered
        return f"sqlite:///{var / 'regulars.sqlite3'}"
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and separator:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and rest not in {"/", "/:memory:"}:
        return url
    raise BadSetting("DATABASE_URL", "only sqlite:///FILE and postgresql://USER@HOST/NAME are understood")


def _web_workers(env: Mapping[str, str], *, is_sqlite: bool) -> int:
    workers = _whole_number(env, "WEB_WORKERS", default=1, least=1, most=64)
    if is_sqlite and workers > 1:
        raise BadSetting("WEB_WORKERS", "SQLite is served by one process; set DATABASE_URL to PostgreSQL for more")
    return workers


def _public_url(env: Mapping[str, str], host: str, port: int) -> str:
    url = (env.get("PUBLIC_URL") or f"http://{f'[{host}]' if ':' in host else host}:{port}").rstrip("/")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.query or parts.fragment or any(sign.isspace() for sign in url):
        raise BadSetting("PUBLIC_URL", f"“{url}” is not an http or https address")
    return url


def _generated_key(path: Path) -> str:
    """The key of this installation, made once and readable by its owner only.

    It appears under its name only when all of it is there, so that two who start at once have the same.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f"{path.name}-") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(file.name, path)
    key = path.read_text().strip()
    if not key:
        raise BadSetting("SECRET_KEY", f"{path} is empty; delete it, and a new key is made")
    return key
