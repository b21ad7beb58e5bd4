"""Publishing: a version for what is new or changed, never two for the same, nothing of what has errors."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from config import ROOT
from tests.conftest import DATABASES
from tests.content.stories import changed, check, write_story
from training_app.content.version import content_from_canonical
from training_app.db import Database
from training_app.migrations import upgrade
from training_app.models import ScenarioRecord, ScenarioVersion
from training_app.moment import now
from training_app.services.publishing import NewVersion, NotPublishable, publish, publish_folders

SCENARIOS = ROOT / "scenarios"


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[Database]:
    database = Database(make_database_url(request.param))
    upgrade(database)
    yield database
    database.dispose()


def publish_story(database: Database, story: Path) -> list[NewVersion]:
    report = check(story)
    with database.writing() as session:
        return publish(session, [report], now=now())


def versions(database: Database) -> list[ScenarioVersion]:
    with database.reading() as session:
        return [*session.scalars(select(ScenarioVersion).order_by(ScenarioVersion.scenario_id, ScenarioVersion.number))]


def test_a_version_holds_everything_and_what_the_score_needs(database: Database) -> None:
    with database.writing() as session:
        publish_folders(session, SCENARIOS, now=now())
    stored = {version.scenario_id: version for version in versions(database)}
    assert [*stored] == ["friendly-regular", "pushy-muffin-seller", "the-aisle"]
    assert stored["the-aisle"].friend_decisions is None
    assert stored["pushy-muffin-seller"].friend_decisions == 7
    content = content_from_canonical(stored["pushy-muffin-seller"].content)
    assert content.languages == ("en", "de", "es")


def test_a_comma_is_a_new_version_with_the_same_rules(database: Database, tmp_path: Path) -> None:
    publish_story(database, write_story(tmp_path))
    assert publish_story(database, write_story(tmp_path, changed(("title: Milk", "title: Milk!")))) == [
        NewVersion("my-story", 2)
    ]
    first, second = versions(database)
    assert first.rules_sha == second.rules_sha
    assert first.sha256 != second.sha256


def test_going_back_to_an_earlier_text_is_a_new_version(database: Database, tmp_path: Path) -> None:
    for told in (changed(), changed(("title: Milk", "title: Milk!")), changed()):
        publish_story(database, write_story(tmp_path, told))
    first, _, third = versions(database)
    assert (first.sha256, third.number) == (third.sha256, 3)


def test_what_has_errors_is_refused_with_its_findings(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish_story(database, write_story(tmp_path, changed(("goto: thanks\n      ask", "goto: nowhere\n      ask"))))
    assert {finding.code for finding in refused.value.findings} == {"E201"}
    assert versions(database) == []


def test_one_broken_scenario_stops_its_whole_folder(database: Database, tmp_path: Path) -> None:
    (tmp_path / "principles.yaml").write_bytes((SCENARIOS / "principles.yaml").read_bytes())
    write_story(tmp_path, changed(("minutes: 1", "minutes: 0")))
    (tmp_path / "the-aisle").symlink_to(SCENARIOS / "the-aisle")
    with pytest.raises(NotPublishable) as refused, database.writing() as session:
        publish_folders(session, tmp_path, now=now())
    assert {finding.code for finding in refused.value.findings} == {"E105", "E013"}
    assert versions(database) == []


def test_two_who_publish_the_same_at_once_make_one_version(database: Database, tmp_path: Path) -> None:
    for told in (changed(), changed(("title: Milk", "title: Milk!")), changed(("title: Milk", "title: Milk?"))):
        story = write_story(tmp_path, told)
        with ThreadPoolExecutor(8) as threads:
            made = [*threads.map(lambda _, story=story: publish_story(database, story), range(8))]
        assert sorted(map(len, made)) == [0] * 7 + [1]
    assert [version.number for version in versions(database)] == [1, 2, 3]


def test_who_refers_to_a_scenario_holds_up_nobody_who_publishes_it(
    make_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    database = Database(make_database_url("postgresql"))  # SQLite's writers take turns anyway
    upgrade(database)
    publish_story(database, write_story(tmp_path))
    report = check(write_story(tmp_path, changed(("title: Milk", "title: Milk!"))))
    with database.writing() as referring, database.writing() as publishing:
        referring.execute(select(ScenarioRecord.id).with_for_update(read=True, key_share=True))  # as a foreign key does
        publishing.execute(text("set local lock_timeout = '1s'"))
        assert publish(publishing, [report], now=now()) == [NewVersion("my-story", 2)]
    database.dispose()
