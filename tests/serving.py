"""A real server in a process of its own, and people who talk to it over HTTP."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from config import ROOT
from tests.patience import PATIENCE

HOST = "127.0.0.1"
DEMO_PASSWORD = "friends-not-prey"
SERVE = (sys.executable, "-m", "flask", "--app", "training_app", "serve")
KEPT_ALIVE = 5.0  # seconds without a word after which a browser of ours connects anew; the server keeps it for 15
CSRF_TOKEN = re.compile(rb'name="csrf-token" content="([^"]+)"')


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server:
    """A command that serves on a port, in a process group of its own; what it prints goes to a file."""

    def __init__(
        self, folder: Path, *, environment: Mapping[str, str], command: Sequence[str] = SERVE, port: int | None = None
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._command = command
        self._environment = environment
        self._log = folder / f"server-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start the process; `wait_until_ready` tells when it answers."""
        known = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PUBLIC_URL"}}
        environment = {**known, "VAR_DIR": str(self.folder), "PORT": str(self.port), **self._environment}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_ready(self) -> None:
        """Wait for the first answer. Raises RuntimeError with what the server said when it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            with contextlib.suppress(OSError), contextlib.closing(Visitor(self.port)) as visitor:
                if visitor.get("/healthz").status == 200:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"the server did not come up:\n{self._log.read_text()}")

    def processes(self) -> list[int]:
        """The ids of the server's processes, the first one's own first."""
        found = [self._process.pid] if self._process else []
        for process in found:
            found += map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
        return found

    def kill(self) -> None:
        """End the whole process group at once, as a power cut would."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Visitor:
    """One browser: a kept-alive connection, its cookies and its CSRF token. Asks for JSON unless told not to."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        self._last_word = time.monotonic()

    def close(self) -> None:
        self._connection.close()

    def sign_in(self, account: str, password: str = DEMO_PASSWORD) -> Self:
        """Sign in through the form, as people do."""
        self.csrf_token = self._token_of_page(self.get("/login", accept="text/html"))
        answer = self.post("/login", {"email": account, "password": password}, accept="text/html")
        assert answer.status == 303, answer
        self.csrf_token = self.get("/session").json()["csrf_token"]
        return self

    @staticmethod
    def _token_of_page(page: Answer) -> str:
        found = CSRF_TOKEN.search(page.body)
        assert found, page
        return found.group(1).decode()

    def headers(self, accept: str = "application/json") -> dict[str, str]:
        """The headers of this browser's requests."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept": accept, "X-CSRFToken": self.csrf_token} | ({"Cookie": cookies} if cookies else {})

    def get(self, path: str, *, accept: str = "application/json") -> Answer:
        return self._ask("GET", path, None, self.headers(accept))

    def post(self, path: str, fields: Mapping[str, object], *, accept: str = "application/json") -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), self.headers(accept) | form)

    def post_json(self, path: str, body: object) -> Answer:
        headers = self.headers() | {"Content-Type": "application/json"}
        return self._ask("POST", path, json.dumps(body).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        if time.monotonic() - self._last_word > KEPT_ALIVE:
            self._connection.close()
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            answer = Answer(response.status, dict(response.getheaders()), response.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()  # the next request begins on a fresh connection
            raise
        self._last_word = time.monotonic()
        for name, morsel in SimpleCookie(answer.headers.get("Set-Cookie", "")).items():
            self.cookies[name] = morsel.value
        return answer

    def begin(self, scenario: str) -> dict[str, Any]:
        """Begin a play; gives it as the server answers it."""
        answer = self.post("/plays", {"scenario": scenario})
        assert answer.status == 201, answer
        play: dict[str, Any] = answer.json()
        return play

    def choose(self, play: str, number: int, choice: str) -> Answer:
        return self.post(f"/plays/{play}/choices", {"number": number, "choice": choice})
