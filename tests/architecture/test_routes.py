"""The permission table and the routes know each other."""

import pytest

from tests.conftest import settings_for
from training_app import create_app
from training_app.domain.permissions import ALLOWED, NEEDS_NO_ROLE, NEEDS_NO_SIGN_IN, Permission, Role, may
from training_app.web.access import ROUTES


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The endpoints of every route of the application."""
    folder = tmp_path_factory.mktemp("routes")
    app = create_app(settings_for(f"sqlite:///{folder / 'regulars.sqlite3'}"))
    assert set(app.view_functions) == {rule.endpoint for rule in app.url_map.iter_rules()}
    return set(app.view_functions)


def test_every_route_has_its_permission_and_every_permission_its_route(endpoints: set[str]) -> None:
    assert set(ROUTES) == endpoints
    assert set(ROUTES.values()) == set(Permission)


def test_the_table_of_roles_knows_every_permission() -> None:
    assert set(ALLOWED) == set(Permission)
    assert set().union(*ALLOWED.values()) == set(Role)
    assert NEEDS_NO_SIGN_IN < NEEDS_NO_ROLE < set(Permission)


def test_a_person_without_a_role_may_only_what_needs_none() -> None:
    for permission in Permission:
        assert may(frozenset(), permission) == (permission in NEEDS_NO_ROLE)
        for role in Role:
            assert may(frozenset({role}), permission) == (role in ALLOWED[permission] or permission in NEEDS_NO_ROLE)


def test_only_these_routes_are_open_to_strangers() -> None:
    strangers = {endpoint for endpoint, permission in ROUTES.items() if permission in NEEDS_NO_SIGN_IN}
    assert strangers == {
        "site.home",
        "site.health",
        "site.text_file",
        "account.login",
        "account.reset",
        "forgotten.ask",
        "offline.shell",
        "offline.service_worker",
        "offline.web_manifest",
        "tiles.pair",
        "tiles.forgotten",
        "tiles.tiles",
        "tiles.tile",
        "tiles.again",
        "tiles.enter",
        "tiles.first",
        "tiles.lock",
        "tiles.state",
    }
