"""What was played, kept outside of the browsers that played it, and how the database compares with it at the end."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import NullPool, create_engine, select

from tests.faults.records import Records
from tests.faults.tablets import Played
from training_app.models import Play, PlayChoice


@dataclass(frozen=True)
class Verdict:
    """How the database compares. `lost` were kept by a browser and are not there as they were made; `doubled` are
    there beyond what was made; `wrong` names plays that are somebody else's or have another result than their log.
    """

    plays: int
    made: int
    there: int
    lost: int
    doubled: int
    wrong: list[str]

    @property
    def is_good(self) -> bool:
        """Whether each choice is there exactly once, in its play, at its number."""
        return self.lost == self.doubled == 0 and not self.wrong and self.made == self.there

    def __str__(self) -> str:
        counts = f"{self.plays} plays, {self.made} choices made, {self.there} on the server"
        return f"soak: {counts}, {self.lost} lost, {self.doubled} doubled"


class Journal:
    """All plays of all tablets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plays: list[Played] = []
        self.counts: Counter[str] = Counter()

    def add(self, played: Played) -> None:
        """Somebody began to play."""
        with self._lock:
            self._plays.append(played)

    def count(self, what: str, *, by: int = 1) -> None:
        """Something happened that is worth a number in the report."""
        with self._lock:
            self.counts[what] += by

    @property
    def plays(self) -> list[Played]:
        """Those so far."""
        with self._lock:
            return list(self._plays)

    def progress(self) -> str:
        """How far it is, in one line."""
        plays = self.plays
        done = sum(played.ending for played in plays)
        made = sum(len(played.made) for played in plays)
        counts = ", ".join(f"{number} {what}" for what, number in sorted(self.counts.items()))
        return f"{done} plays done, {made} choices made; {counts}"

    def compare(self, url: str) -> Verdict:
        """Compare with the database by SQL."""
        plays = self.plays
        there = _recorded(url)
        for played in plays:
            place = (played.play, len(played.made) + 1)
            if played.asked is not None and there.get(place) == played.asked:  # it was kept when the browser died
                played.made, played.asked = [*played.made, played.asked], None
        made = {(played.play, number): choice for played in plays for number, choice in enumerate(played.made, 1)}
        return Verdict(
            plays=len(plays),
            made=len(made),
            there=len(there),
            lost=sum(there.get(place) != choice for place, choice in made.items()),
            doubled=len(there.keys() - made.keys()),
            wrong=list(_wrong(url, plays)),
        )


def _recorded(url: str) -> dict[tuple[str, int], str]:
    """All choices in the database by play and number."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(select(PlayChoice.play_id, PlayChoice.number, PlayChoice.choice))
        found = {(str(play), number): choice for play, number, choice in rows}
    engine.dispose()
    return found


def _wrong(url: str, plays: Iterable[Played]) -> Iterable[str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        owners = {str(play): person for play, person in connection.execute(select(Play.id, Play.person_id))}
    engine.dispose()
    with Records(url) as records:
        for played in plays:
            if not played.made:
                continue
            if owners.get(played.play) != UUID(played.person):
                yield f"{played.play}: of {owners.get(played.play)}, not of {played.person}"
            else:
                kept, replayed = records.results(played.play)
                if kept is None or kept != replayed:
                    yield f"{played.play}: the result {kept} is not that of its log, {replayed}"
