"""What a browser keeps to open without a network: the shells, the manifest and the service worker."""

import json
import os
import re
import struct
import subprocess
import sys

import pytest

from config import LANGUAGES, ROOT
from tests.conftest import World
from tests.web.test_pages import NAMED_BY, Page, assert_obeys_the_policy
from training_app.web.offline.manifest import THEME_COLOURS
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_shell_is_sound_before_anything_is_filled_in(world: World, language: str, name: str) -> None:
    page = Page(world.client().get(f"/shells/{language}/{name}").text)
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {one for attribute in NAMED_BY for value in page.attributes(attribute) for one in value.split()} <= set(ids)
    assert_obeys_the_policy(page)


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


def test_the_worker_names_what_is_there_and_nothing_of_another_release(world: World) -> None:
    client = world.client()
    answer = client.get("/sw.js", headers={"Accept-Encoding": "identity"})
    assert answer.mimetype == "text/javascript"
    assert answer.cache_control.no_cache
    assert "cookie" not in answer.vary
    release = json.loads(re.search(r"self\.regulars = (\{.*\});", answer.text).group(1))
    brought_in = re.search(r'importScripts\("([^"]+)"\)', answer.text).group(1)
    kept = [f"/shells/{language}/{name}" for language in release["languages"] for name in release["shells"]]
    for path in (*release["files"], brought_in, *kept):
        assert client.get(f"{path}?release={release['release']}", buffered=True).status_code == 200, path
    assert client.get(f"{kept[0]}?release=0123456789abcdef").status_code == 404
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_release_has_a_name_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    extensions = world.app.extensions
    before = world.client().get("/sw.js").headers["ETag"]
    monkeypatch.setitem(TEMPLATES, "nothing", "offline/undone.html")
    monkeypatch.delitem(extensions, "shells")
    monkeypatch.delitem(extensions, "workers")
    after = world.client().get("/sw.js").headers["ETag"]
    assert before != after


RELEASE = """
from tests.conftest import settings_for
from training_app import create_app
from training_app.domain.levels import Level
from training_app.web.offline.worker import release
app = create_app(settings_for("sqlite:////nowhere/regulars.sqlite3"))
with app.app_context():
    print(release(Level.STATES))
"""


def test_every_process_makes_the_same_release() -> None:
    names = {
        subprocess.run(
            (sys.executable, "-c", RELEASE),
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert len(names) == 1
    assert names != {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_names_icons_of_the_sizes_that_it_says(world: World, language: str) -> None:
    client = world.client()
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.json
    assert (manifest["lang"], manifest["start_url"], manifest["scope"]) == (language, "/practice", "/")
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        picture = client.get(icon["src"], buffered=True)
        assert (picture.status_code, picture.mimetype) == (200, icon["type"])
        if icon["type"] == "image/png":
            assert "{}x{}".format(*struct.unpack(">II", picture.data[16:24])) == icon["sizes"]
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_the_bar_above_the_app_has_the_colour_of_the_paper(world: World) -> None:
    tokens = dict(re.findall(r"--([\w-]+): ([^;]+);", (ROOT / "static/css/tokens.css").read_text()))
    light, dark = re.findall(r"--([\w-]+)", tokens["paper"].removeprefix("light-dark"))
    assert {"light": tokens[light], "dark": tokens[dark]} == THEME_COLOURS
    page = world.client().get("/login").text
    for mode, colour in THEME_COLOURS.items():
        assert f'<meta name="theme-color" content="{colour}" media="(prefers-color-scheme: {mode})">' in page
