"""A running server sends letters by itself, with no timer; timers beside it double nothing."""

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import ROOT
from tests.conftest import DATABASES
from tests.patience import PATIENCE
from tests.post import MailBox
from tests.serving import Server, Visitor


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


@pytest.mark.parametrize("kind", DATABASES)
def test_a_running_server_sends_what_is_asked_for(
    kind: str, make_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    box = MailBox()
    url = make_database_url(kind)
    environment = {"DATABASE_URL": url, "MAIL_URL": box.url, "DEMO": "1", "SECRET_KEY": "for tests only"}
    timer = (sys.executable, "-m", "flask", "--app", "training_app", "mail", "send")
    with Server(tmp_path, environment=environment) as server, contextlib.closing(Visitor(server.port)) as visitor:
        page = visitor.get("/forgotten", accept="text/html")
        token = re.search(rb'name="csrf-token" content="([^"]+)"', page.body)
        assert token
        fields = {"email": "employee@example.com", "csrf_token": token.group(1).decode()}
        with box:
            assert visitor.post("/forgotten", fields, accept="text/html").status == 303
            beside = subprocess.Popen(
                timer, cwd=ROOT, env={"PATH": "/usr/bin:/bin", **environment}, stdout=subprocess.DEVNULL
            )
            wait_until(lambda: bool(box.letters))
            assert beside.wait() == 0
            (letter,) = box.letters
    assert letter["To"] == "employee@example.com"
    assert f"http://127.0.0.1:{server.port}/reset/" in letter.get_content()
