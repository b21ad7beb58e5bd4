"""One tablet in the hands of its store: it is connected, people tap their tiles, enter their PINs and hand it on."""

import contextlib
import re

from playwright.sync_api import Error, expect

from tests.faults.tablets import Tablet
from tests.soak.stores import Employee

WHERE = """
    () => {
      const place = location.pathname;
      if (document.querySelector("form[data-module~=pinpad]")) return "pad";
      if (!place.startsWith("/tiles")) return document.documentElement.dataset.person ? "in" : place;
      return null;
    }
"""
SITTING = re.compile(r"/(practice|plays/[^/]+)$")
A_MOMENT = 20_000  # milliseconds


class NotIn(Exception):
    """A person did not get in this time: the network was bad, or the server away."""


class SharedTablet(Tablet):
    """A tablet of a store, with its tiles."""

    def connect(self, code: str) -> None:
        """Make this browser a tablet of the store that the code is for."""
        self.page.goto(self.address + "/pair")
        self.page.locator("[name=code]").fill(code)
        self.page.locator("form button").first.click()
        expect(self.page.locator("a.tile").first).to_be_visible()

    def enter_first(self, employee: Employee) -> None:
        """The first time: tile, language, a PIN twice, and the first role-play stands there."""
        self._tap(employee)
        self.page.locator("a[hreflang=en]").click()
        for _twice in range(2):
            self._type(employee.pin)
        expect(self.page.locator("[data-scene]")).to_be_visible()

    def enter(self, employee: Employee) -> str:
        """Tap the tile, and enter the PIN where it is asked for; gives how they sit, `pin` or `tile`. Raises NotIn."""
        self._tap(employee)
        if self._wait_for(WHERE) == "pad":
            self._type(employee.pin)
            self.page.wait_for_url(SITTING, timeout=A_MOMENT)
        self.open()
        sitting = self.tell("whoSits()")
        if sitting is None or sitting["person"] != employee.id:
            raise NotIn
        return sitting["kind"]

    def enter_by_pin(self, employee: Employee, *, tries: int) -> str:
        """The same, again while the server is not there in time to ask for the PIN; then under the tile."""
        for _ in range(tries - 1):
            with contextlib.suppress(NotIn, Error):
                if self.enter(employee) == "pin":
                    return "pin"
        return self.enter(employee)

    def hand_on(self) -> None:
        """“Next, please”: the tiles show again."""
        self.page.locator("[data-lock] button").first.click()
        self.page.wait_for_url("**/tiles", timeout=A_MOMENT)

    def _tap(self, employee: Employee) -> None:
        self.page.goto(self.address + "/tiles")
        self.page.locator(f"a.tile[href='/tiles/{employee.id}']").click(timeout=A_MOMENT)

    def _type(self, pin: str) -> None:
        for digit in pin:
            self.page.locator(f"[data-digit='{digit}']").click(timeout=A_MOMENT)
        self.page.locator(".pin__key--go").click()

    def _wait_for(self, script: str) -> object:
        return self.page.wait_for_function(script, timeout=A_MOMENT).json_value()
