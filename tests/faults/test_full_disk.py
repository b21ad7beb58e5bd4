"""A full disk: what cannot be kept is refused aloud, what was kept stays, and with room all goes on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.disk import Disk, LimitedFiles, disk_at
from tests.faults.records import Records
from tests.serving import Answer, Server, Visitor

SCENARIO = "pushy-muffin-seller"
MOST_STEPS = 4000


@contextmanager
def limited_files(folder: Path) -> Iterator[Disk]:
    del folder
    yield LimitedFiles()


@pytest.mark.parametrize("full", [disk_at, limited_files])
def test_a_full_disk_refuses_aloud_and_loses_nothing(
    full: Callable[[Path], AbstractContextManager[Disk]], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'regulars.sqlite3'}"
    with (
        full(tmp_path) as disk,
        Server(tmp_path, environment={"DATABASE_URL": url, "DEMO": "1"}) as server,
        closing(Visitor(server.port)) as visitor,
        Records(url) as records,
    ):
        visitor.sign_in("employee@example.com")
        kept = _Kept(visitor)
        disk.fill(server)
        refused = kept.until_refused()
        assert refused.status in {500, 503}
        assert sorted(refused.json()["error"]) == ["code", "message"]
        page = visitor.post("/plays", {"scenario": SCENARIO}, accept="text/html")
        assert page.status in {500, 503}
        assert b"<h1>" in page.body
        assert visitor.get("/healthz").json() == {"status": "ok"}  # who only reads notices nothing
        kept.expect_in(records)
        assert visitor.get(f"/plays/{kept.play['id']}").json() == kept.play
        disk.empty(server)
        kept.finish()
        kept.expect_in(records)


class _Kept:
    """One person's plays, and the choices in them that the server acknowledged."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._taken: dict[str, list[str]] = {}
        assert self._begin().status == 201

    def _begin(self) -> Answer:
        answer = self._visitor.post("/plays", {"scenario": SCENARIO})
        if answer.status == 201:
            self.play = answer.json()
            self._taken[self.play["id"]] = []
        return answer

    def _choose(self) -> Answer:
        taken = self._taken[self.play["id"]]
        choice = self.play["options"][0]
        answer = self._visitor.choose(self.play["id"], len(taken) + 1, choice)
        if answer.status == 200:
            taken.append(choice)
            self.play = answer.json()
        return answer

    def _go_on(self) -> Answer:
        return self._begin() if self.play["ending"] else self._choose()

    def until_refused(self) -> Answer:
        """Play on, one play after the other, on the room that is left; gives the first refusal."""
        for _ in range(MOST_STEPS):
            answer = self._go_on()
            if answer.status not in {200, 201}:
                return answer
        raise AssertionError("the disk never was full")

    def finish(self) -> None:
        """Take the step that was refused, and play to the ending."""
        assert self._go_on().status in {200, 201}
        while not self.play["ending"]:
            assert self._choose().status == 200

    def expect_in(self, records: Records) -> None:
        """All of them are recorded, once and in order, and nothing else is."""
        for play, taken in self._taken.items():
            assert records.log(play) == list(enumerate(taken, start=1))
