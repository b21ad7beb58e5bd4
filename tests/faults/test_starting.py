"""Starting twice at once, and starting again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DATABASES
from tests.faults.records import Records
from tests.serving import Server
from training_app.services.demo import CAST


@pytest.mark.parametrize("kind", DATABASES)
def test_two_that_start_at_once_make_one_workspace_and_starting_again_changes_nothing(
    kind: str, make_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url = make_database_url(kind)
    servers = [Server(tmp_path, environment={"DATABASE_URL": url, "DEMO": "1"}) for _ in range(2)]
    with Records(url) as records:
        try:
            _start(servers)
            made = records.everything()
            _start(servers[:1])
            assert records.everything() == made
        finally:
            for server in servers:
                server.kill()
    assert len(made["person"]) == len(CAST)
    assert {row[2] for row in made["scenario_version"]} == {"1"}
    assert len(made["scenario_version"]) == len(made["scenario"]) > 0


def _start(servers: list[Server]) -> None:
    """Start them together, anew if they run, and wait until each answers."""
    for server in servers:
        server.kill()
    for server in servers:
        server.start()
    for server in servers:
        server.wait_until_ready()
