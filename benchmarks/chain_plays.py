"""What the people of a chain did: plays, and the enrolments that they earned by them, in every state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random

from benchmarks.bulk import Row
from benchmarks.chain import (
    ATTEMPTS,
    BETWEEN,
    FREELY,
    MEASURED,
    MODULES,
    TIME_FOR_IT,
    Chain,
    is_check,
    scenario_of,
    some_id,
)
from benchmarks.walks import Walk, Walks

ENROLMENT = (
    "id",
    "assignment_id",
    "module_id",
    "person_id",
    "location_id",
    "cycle",
    "assigned_at",
    "due_on",
    "started_at",
    "passed_at",
    "passed_on",
    "exhausted_at",
    "excused_at",
    "withdrawn_at",
    "attempts",
    "more_attempts",
)
PLAY = (
    "id",
    "person_id",
    "location_id",
    "version_id",
    "language",
    "mode",
    "begun_at",
    "started_at",
    "finished_at",
    "result",
    "enrolment_id",
    "answers",
)
PASS = ("enrolment_id", "scenario_id", "play_id", "passed_at", "score")
WALK = ("play_id", "walk")

DILIGENT = 0.35  # of the people: they finish what they were given, late if need be
# How many of a hundred: passed at once, at the second try, tried in vain, passed late, not begun, excused, withdrawn.
COURSES = (
    (0.60, (True,)),
    (0.65, (False, True)),
    (0.75, (False, False)),
    (0.78, ()),
)
LATE, EXCUSED, WITHDRAWN = 0.81, 0.84, 0.86  # up to this; beyond it nothing was begun
A_DAY = timedelta(days=1)
OPENS, CLOSES, TICK = (
    9 * 3600,
    17 * 3600,
    10,
)  # seconds; plays lie so that the day is the same in each store's time zone
TIMES = [f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000" for second in range(OPENS, CLOSES, TICK)]
TAKES = 24  # ticks


@dataclass(slots=True)
class Deeds:
    """Rows by table."""

    enrolments: list[Row] = field(default_factory=list)
    plays: list[Row] = field(default_factory=list)
    passes: list[Row] = field(default_factory=list)
    walks: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Played:
    play: str
    begun: str
    finished: str
    walk: Walk
    is_pass: bool


class History:
    """Writes everybody's past, a module at a time; a person's is the same in any chain. Days count from the first."""

    def __init__(self, chain: Chain, walks: Mapping[str, Walks], *, now: datetime) -> None:
        self._chain, self._walks = chain, walks
        self._today = MODULES * BETWEEN.days
        first = datetime.combine(now.date() - self._today * A_DAY, time(), UTC)
        self._days = [(first + day * A_DAY).date().isoformat() for day in range(self._today + TIME_FOR_IT.days)]
        self._begin = int(first.timestamp())
        random = Random(1)
        self._diligent = [random.random() < DILIGENT for _person in chain.people]
        self._ids = Random(2)

    def of_module(self, number: int) -> Deeds:
        """What everybody did with this module, the plays in the order of their time."""
        deeds, chance = Deeds(), Random(number).random
        for person in range(len(self._chain.people)):
            self._enrol(deeds, number, person, (chance(), chance(), chance()))
        deeds.plays.sort(key=lambda row: str(row[0]))
        return deeds

    def practice(self, count: int) -> Deeds:
        """So many plays that nobody was given, by the people of all stores but the first."""
        deeds, random = Deeds(), Random(3)
        people = range(MEASURED, len(self._chain.people))
        walks = self._walks[FREELY].passing
        for number in range(count):
            day = random.randrange(self._today)
            self._play(deeds, people[number % len(people)], day, random.random(), (random.choice(walks), True))
        deeds.plays.sort(key=lambda row: str(row[0]))
        return deeds

    def _enrol(self, deeds: Deeds, module: int, person: int, chances: Sequence[float]) -> None:
        """One enrolment, and the plays under it."""
        chain, fate = self._chain, chances[0]
        enrolment = some_id(self._ids)
        played = self._attempts(deeds, module, person, chances, enrolment)
        passed = played[-1] if played and played[-1].is_pass else None
        is_failed = is_check(module) and not passed and len(played) == ATTEMPTS
        assigned = module * BETWEEN.days
        later = f"{self._days[assigned + 3]} {TIMES[0]}"
        deeds.enrolments.append(
            (
                enrolment,
                chain.assignments[module],
                chain.modules[module],
                chain.people[person],
                chain.stores[chain.homes[person]],
                0,
                f"{self._days[assigned]} {TIMES[0]}",
                self._days[assigned + TIME_FOR_IT.days],
                played[0].begun if played else None,
                passed.finished if passed else None,
                passed.finished[:10] if passed else None,
                played[-1].finished if is_failed else None,
                later if LATE <= fate < EXCUSED else None,
                later if EXCUSED <= fate < WITHDRAWN else None,
                len(played),
                0,
            )
        )
        if passed:
            scenario = scenario_of(module)
            deeds.passes.append((enrolment, scenario, passed.play, passed.finished, passed.walk.score))

    def _attempts(
        self, deeds: Deeds, module: int, person: int, chances: Sequence[float], enrolment: str
    ) -> list[_Played]:
        fate = chances[0]
        due = module * BETWEEN.days + TIME_FOR_IT.days
        outcomes = next((course for most, course in COURSES if fate < most), ())
        is_over, is_let_off = due < self._today, LATE <= fate < WITHDRAWN
        if is_over and not is_let_off and True not in outcomes and (self._diligent[person] or 0.78 <= fate < LATE):
            outcomes = (*outcomes[:1], True)
            days = [due - 9, due + 1 + int(8 * chances[2])][-len(outcomes) :]
        else:
            days = [due - 20 + int(9 * chances[1]), due - 10 + int(9 * chances[2])]
        walks, mode = self._walks[scenario_of(module)], "check" if is_check(module) else "practice"
        played = []
        for day, chance, outcome in zip(days, chances[1:], outcomes, strict=False):
            pool = walks.passing if outcome else walks.failing
            walk = (pool[int(chance * 1_000_000) % len(pool)], outcome)
            played.append(
                self._play(deeds, person, min(day, self._today - 1), chance, walk, enrolment=enrolment, mode=mode)
            )
        return played

    def _play(
        self,
        deeds: Deeds,
        person: int,
        day: int,
        chance: float,
        walked: tuple[Walk, bool],
        *,
        enrolment: str | None = None,
        mode: str = "practice",
    ) -> _Played:
        """One play on that day, with an id by its time as the product makes them."""
        chain, (walk, is_pass) = self._chain, walked
        tick = int(chance * (len(TIMES) - TAKES))
        begun, finished = (f"{self._days[day]} {TIMES[one]}" for one in (tick, tick + TAKES))
        moment = 1000 * (self._begin + day * 86400 + OPENS + tick * TICK)
        play = f"{moment:012x}7{self._ids.getrandbits(12):03x}{1 << 63 | self._ids.getrandbits(62):016x}"
        who = (chain.people[person], chain.stores[chain.homes[person]])
        what = (walk.version_id, "en", mode, begun, begun, finished, walk.result, enrolment, walk.answers)
        deeds.plays.append((play, *who, *what))
        deeds.walks.append((play, walk.number))
        return _Played(play, begun, finished, walk, is_pass)
