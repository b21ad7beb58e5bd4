"""A tablet's day: people come and go, play, are cut off and come back, until each has played what they meant to."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from playwright.sync_api import Error, Playwright

from tests.faults.players import SCENARIOS
from tests.faults.proxy import GONE, Proxy
from tests.faults.tablets import Played
from tests.serving import HOST
from tests.soak.browser import TabletBrowser
from tests.soak.handing_on import NotIn, SharedTablet
from tests.soak.journal import Journal
from tests.soak.stores import Employee, Store, code_for

SHARE_OFFLINE = 0.3
SHARE_KILLED = 0.6
LONGEST_LIFE = 14
MOST_SITTINGS = 4
LONGEST_SENDING = 30_000
FEW_TRIES, MOST_TRIES = 3, 20
NOT_GOING_ON = "this play does not go on here"


class Day:
    """One tablet, all its people, and what each has still to play."""

    def __init__(self, store: Store, *, plays: int, folder: Path, server: int, seed: int, journal: Journal) -> None:
        self.store = store
        self._left = dict.fromkeys(store.people, plays)
        self._open: dict[Employee, list[Played]] = {employee: [] for employee in store.people}
        self._folder = folder / f"tablet-{store.number}"
        self._random = Random(f"{seed}/{store.number}")
        self._journal = journal
        self._proxy = Proxy(server, seed=seed * 1000 + store.number)

    def __enter__(self) -> "Day":
        self._proxy.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._proxy.__exit__(*error)

    @property
    def is_over(self) -> bool:
        """Whether all is played, though perhaps not sent."""
        return not any(self._left.values()) and not any(self._open.values())

    def open_up(self, playwright: Playwright, url: str) -> None:
        """In a good network: connect the tablet, let everybody choose a PIN, and wait until all is kept ready."""
        with self._life(playwright) as (browser, tablet):
            tablet.connect(code_for(url, self.store))
            for employee in self.store.people:
                tablet.enter_first(employee)
                tablet.get_ready()
                tablet.hand_on()
            browser.page.evaluate("navigator.serviceWorker.ready")
        self._proxy.spoil()

    def live(self, playwright: Playwright) -> None:
        """The browser is started, some people sit down one after the other, and it is closed or killed."""
        with self._life(playwright) as (browser, tablet):
            killing = browser.killed_after(self._random.uniform(0.5, LONGEST_LIFE))
            with killing if self._random.random() < SHARE_KILLED else contextlib.nullcontext():
                for _ in range(self._random.randint(1, MOST_SITTINGS)):
                    if self.is_over or browser.is_killed:
                        return
                    self._let_sit(browser, tablet)

    def close_up(self, playwright: Playwright) -> None:
        """In a good network: everybody enters their PIN once more, goes on where they were, and all is sent."""
        self._proxy.heal()
        with self._life(playwright) as (_browser, tablet):
            for employee in self.store.people:
                kind = tablet.enter_by_pin(employee, tries=MOST_TRIES)
                assert kind == "pin", f"the server was never there in time for tablet {self.store.number}"
                self._go_on(tablet, employee, kind)
                tablet.wait_until_sent(LONGEST_SENDING)
                left = tablet.tell("outbox()")
                assert not left["refused"], left
                tablet.hand_on()
            assert tablet.tell("outbox()")["unsent"] == 0
        self._proxy.settle()
        for fault, number in self._proxy.counts.items():
            self._journal.count(f"exchanges {fault}", by=number)

    @contextlib.contextmanager
    def _life(self, playwright: Playwright) -> Iterator[tuple[TabletBrowser, SharedTablet]]:
        browser = TabletBrowser(playwright, self._folder)
        try:
            yield browser, SharedTablet(browser.page, f"http://{HOST}:{self._proxy.port}")
        finally:
            self._journal.count("browsers killed" if browser.is_killed else "browsers closed")
            browser.close()

    def _let_sit(self, browser: TabletBrowser, tablet: SharedTablet) -> None:
        """Somebody has the tablet for a while; whatever goes wrong, they come back another time."""
        employee = self._random.choice([one for one in self.store.people if self._left[one] or self._open[one]])
        is_offline = self._random.random() < SHARE_OFFLINE
        try:
            with self._without_network(browser) if is_offline else contextlib.nullcontext():
                kind = tablet.enter(employee) if is_offline else tablet.enter_by_pin(employee, tries=FEW_TRIES)
                self._journal.count(f"sittings by {kind}")
                self._go_on(tablet, employee, kind)
                self._play(tablet, employee)
                if self._random.random() < 0.8:
                    tablet.hand_on()
        except NotIn:
            self._journal.count("not let in")
        except Error as error:
            if NOT_GOING_ON in error.message and "not-sitting" not in error.message:
                raise
            self._journal.count("sittings cut off")

    @contextlib.contextmanager
    def _without_network(self, browser: TabletBrowser) -> Iterator[None]:
        """By the browser's own means, or because the network is gone."""
        by_browser = self._random.random() < 0.5
        if by_browser:
            browser.goes_offline(True)
        else:
            self._proxy.spoil(rates=GONE)
        try:
            yield
        finally:
            self._proxy.spoil()
            if by_browser:
                with contextlib.suppress(Error):  # it may be gone
                    browser.goes_offline(False)

    def _go_on(self, tablet: SharedTablet, employee: Employee, kind: str) -> None:
        """Go on with what was cut off. Under a tile a browser lacks what is sealed or sent; by PIN it has all."""
        for played in list(self._open[employee]):
            standing = tablet.tell("standing(argument)", played.play)
            if standing is not None:
                played.resume(standing)
                self._finish(tablet, employee, played)
            elif kind == "pin":
                self._open[employee].remove(played)  # sent, all of it, or not begun: the database will tell

    def _play(self, tablet: SharedTablet, employee: Employee) -> None:
        for _ in range(min(self._left[employee], self._random.randint(1, 4))):
            played = tablet.begin(self._random.choice(SCENARIOS), employee.id)
            self._journal.add(played)
            self._left[employee] -= 1
            self._open[employee].append(played)
            self._finish(tablet, employee, played)

    def _finish(self, tablet: SharedTablet, employee: Employee, played: Played) -> None:
        while not played.ending:
            tablet.say_something(played, self._random)
        self._open[employee].remove(played)
