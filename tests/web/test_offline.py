"""What a browser keeps to open without a network: the shells, the manifest and the service worker."""

import pytest

from config import LANGUAGES
from tests.conftest import World
from training_app.web.offline.shells import TEMPLATES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_shell_is_the_same_for_everybody_and_carries_no_person(world: World, language: str, name: str) -> None:
    strangers = world.client().get(f"/shells/{language}/{name}")
    own = world.client(world.cast.owner).get(f"/shells/{language}/{name}", headers={"Cookie": "regulars=anything"})
    assert own.data == strangers.data
    assert f'lang="{language}"' in own.text
    assert f'data-shell="{name}"' in own.text
    for personal in ("csrf", "data-person", "Owner"):
        assert personal not in own.text
    for answer in (strangers, own):
        assert "Set-Cookie" not in answer.headers
        assert "cookie" not in answer.vary


def test_a_shell_travels_compressed_and_only_once(world: World) -> None:
    client = world.client()
    compressed = client.get("/shells/en/practice", headers={"Accept-Encoding": "gzip"})
    assert compressed.content_encoding == "gzip"
    assert compressed.cache_control.no_cache
    again = client.get("/shells/en/practice", headers={"If-None-Match": compressed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/shells/tlh/practice", "/shells/en/team", "/shells/en/practice.html"])
def test_other_shells_are_not_there(world: World, path: str) -> None:
    assert world.client().get(path).status_code == 404
