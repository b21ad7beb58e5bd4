"""One browser as the tests drive it: it carries its CSRF token, and asks for pages or for JSON."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

JSON = {"Accept": "application/json"}
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


def token_in(page: TestResponse) -> str:
    """The token that a page carries for scripts."""
    found = TOKEN.search(page.text)
    assert found, "the page carries no CSRF token"
    return found.group(1)


@dataclass
class Visitor:
    """A browser at one address of the network, signed in or not."""

    client: FlaskClient
    address: str = "127.0.0.1"
    tokens: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        """The session's CSRF token, fetched once."""
        if not self.tokens:
            known = self.client.get("/session", headers=JSON)
            self.tokens.append(known.json["csrf_token"] if known.status_code == 200 else token_in(self.get("/login")))
        return self.tokens[0]

    def get(self, path: str, **options: Any) -> TestResponse:
        """A page."""
        return self.client.get(path, environ_base={"REMOTE_ADDR": self.address}, **options)

    def get_json(self, path: str) -> TestResponse:
        """The same address, asked for as JSON."""
        return self.get(path, headers=JSON)

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> TestResponse:
        """A form, sent as a page's form is sent."""
        return self.client.post(
            path,
            data={"csrf_token": self.token, **fields},
            headers=headers,
            environ_base={"REMOTE_ADDR": self.address},
        )

    def post_json(self, path: str, **fields: Any) -> TestResponse:
        """A JSON object, sent as a script sends it."""
        return self.client.post(
            path,
            json=fields,
            headers=JSON | {"X-CSRFToken": self.token},
            environ_base={"REMOTE_ADDR": self.address},
        )

    def begin(self, scenario: str, **fields: str) -> dict[str, Any]:
        """A play just begun, as JSON."""
        answer = self.post_json("/plays", scenario=scenario, **fields)
        assert answer.status_code == 201, answer.text
        return answer.json

    def play(self, scenario: str, choices: list[str], **fields: str) -> dict[str, Any]:
        """A play after these choices, as JSON."""
        play = self.begin(scenario, **fields)
        for number, choice in enumerate(choices, start=1):
            answer = self.post_json(f"/plays/{play['id']}/choices", number=number, choice=choice)
            assert answer.status_code == 200, answer.text
            play = answer.json
        return play
