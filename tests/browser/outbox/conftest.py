"""A browser that keeps and sends answers, and somebody who asks the server what it has."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import EMPLOYEE, Visit
from tests.browser.outbox.keeping import Keeping, keeping_on
from tests.serving import Server, Visitor


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    """The same employee at another browser, who asks the server how things stand."""
    visitor = Visitor(server.port).sign_in(EMPLOYEE)
    yield visitor
    visitor.close()


@pytest.fixture
def keeping(visit: Visit) -> Keeping:
    """A signed-in browser on a page that does nothing itself, without its service worker."""
    return keeping_on(visit(service_workers="block"))
