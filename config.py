"""Settings from the environment, typed. A bad value stops the start with its name and what is allowed."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
LANGUAGES = ("en", "de", "es")
MAIL_PORTS = {"smtp": 587, "smtps": 465}
NOT_IN_ADDRESSES = frozenset(' ,;:<>()[]"@\\')


class BadSetting(ValueError):
    """A setting of the environment cannot be used; the message names it and says what to do."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our letters. `encryption` is `always` (smtps), `required` or `offered` (STARTTLS).

    Where the encryption is only offered, a certificate that nobody vouches for will do: it still beats none.
    """

    host: str
    port: int
    encryption: str
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one server. `demo` is None where the database decides, `mail` where letters are only kept."""

    database_url: str
    secret_key: str
    host: str
    port: int
    web_workers: int
    public_url: str
    trusted_proxies: int
    demo: bool | None
    scenarios: Path
    mail: MailServer | None = None
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

    def reset_link(self, token: str) -> str:
        """Where somebody sets a password, with the single-use token of a letter, a card or the command line."""
        return f"{self.public_url}/reset/{token}"

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
    public_url = _public_url(env, host, port)
    return Settings(
        database_url=database_url,
        secret_key=env.get("SECRET_KEY") or _generated_key(var / "secret-key"),
        host=host,
        port=port,
        web_workers=_web_workers(env, is_sqlite=database_url.startswith("sqlite")),
        public_url=public_url,
        trusted_proxies=_whole_number(env, "TRUSTED_PROXIES", default=0, least=0, most=10),
        demo=_switch(env, "DEMO"),
        scenarios=ROOT / "scenarios",
        mail=_mail_server(env, public_url),
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


def _mail_server(env: Mapping[str, str], public_url: str) -> MailServer | None:
    """SCHEME://USER:PASSWORD@HOST:PORT?from=ADDRESS&tls=required; all but scheme and host may be left out."""
    url = env.get("MAIL_URL")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise BadSetting("MAIL_URL", "it is not an address such as smtp://HOST:PORT?from=ADDRESS") from None
    if parts.scheme not in MAIL_PORTS or not parts.hostname or port == 0 or parts.path.strip("/") or parts.fragment:
        raise BadSetting("MAIL_URL", "it begins with smtp:// or smtps:// and a host, and has no path")
    if not options.keys() <= {"from", "tls"} or options.get("tls") not in {None, "required"}:
        raise BadSetting("MAIL_URL", "after the question mark only from=ADDRESS and tls=required are understood")
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    if (user is None) != (password is None):
        raise BadSetting("MAIL_URL", "a user and a password come together, with % and @ in them written %25 and %40")
    return MailServer(
        host=parts.hostname,
        port=port or MAIL_PORTS[parts.scheme],
        encryption=_encryption(parts, options),
        sender=_sender(options.get("from"), user, public_url),
        user=user,
        password=password,
    )


def _encryption(parts: SplitResult, options: Mapping[str, str]) -> str:
    """A password goes to another machine only where nobody reads it on its way."""
    if parts.scheme == "smtps":
        return "always"
    is_secret = parts.username is not None and parts.hostname not in LOOPBACK_HOSTS
    return "required" if is_secret or "tls" in options else "offered"


def _sender(asked: str | None, user: str | None, public_url: str) -> str:
    """The address that letters come from: as asked, else the user's where that is one, else of our own host."""
    host = urlsplit(public_url).hostname or ""
    own = f"regulars@{'localhost' if host in LOOPBACK_HOSTS or ':' in host else host}"
    address = asked or (user if user and "@" in user else own)
    name, at, domain = address.rpartition("@")
    is_plain = address.isascii() and address.isprintable() and not NOT_IN_ADDRESSES & {*name, *domain}
    if not (name and at and domain and is_plain):
        raise BadSetting("MAIL_URL", "what stands after from= is not an e-mail address")
    return address


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
