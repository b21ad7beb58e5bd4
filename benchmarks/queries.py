"""How often a page asks the database: in a large chain as often as in a small one, and seldom."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask.testing import FlaskClient
from sqlalchemy import event, select

from benchmarks.bars import Line
from benchmarks.chain import ADMINISTRATOR, MANAGER
from benchmarks.chain_servers import Site, Sites
from tests.conftest import settings_for
from training_app import create_app
from training_app.db import Database
from training_app.models import Person
from training_app.moment import new_token, now
from training_app.services.signing_in import start_session

# Pages with who looks at them and the most that they may ask.
PAGES = (
    ("/team", MANAGER, 8),
    ("/team/stores", ADMINISTRATOR, 8),
    ("/assignments", ADMINISTRATOR, 8),
    ("/assignments/new", ADMINISTRATOR, 8),
    ("/people", ADMINISTRATOR, 8),
    ("/practice", MANAGER, 8),
)
BEGINS = ("BEGIN", "SAVEPOINT")


def measure_queries(sites: Sites, progress: Callable[[str], None]) -> list[Line]:
    """Of each page, after a change."""
    progress(f"{sites.kind}: queries of pages")
    small, large = (_counts(site) for site in (sites.small, sites.large))
    return [
        Line(
            f"{sites.kind}: queries of {path} in 2,000 stores; beside: in 2",
            f"{large[path]}",
            f"{small[path]}",
            None,
            f"≤ {most}",
            large[path] <= most and large[path] <= small[path],
        )
        for path, _who, most in PAGES
    ]


def _counts(site: Site) -> dict[str, int]:
    app = create_app(replace(settings_for(site.url), testing=False))
    database: Database = app.extensions["database"]
    browsers = {name: _signed_in(app.test_client(), database, name) for name in (MANAGER, ADMINISTRATOR)}
    counts = {}
    for path, who, _most in PAGES:
        browsers[who].get(path)  # what is read once is read
        site.change()
        with _asked(database) as statements:
            answer = browsers[who].get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        counts[path] = sum(not one.startswith(BEGINS) for one in statements)
    database.dispose()
    return counts


def _signed_in(client: FlaskClient, database: Database, account: str) -> FlaskClient:
    token = new_token()
    with database.writing() as session:
        person = session.scalars(select(Person.id).where(Person.email == account)).one()
        start_session(session, person_id=person, token=token, now=now())
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


@contextmanager
def _asked(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)
