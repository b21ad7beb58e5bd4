"""What is due, in front of the employee: on Practice, before a play, on My progress, and on the tile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

import pytest
import time_machine

from tests.conftest import World
from tests.enrolled import friends_way
from tests.modules import location_id_of, new_enrolment, new_module
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.tablets import tablet
from tests.web.test_query_counts import counted
from tests.web.visitor import Visitor
from training_app.models import Assignment, Enrolment, Play
from training_app.moment import now

THURSDAY = datetime(2031, 3, 6, 20, tzinfo=UTC)  # noon at the stores
DUE = re.compile(r'<section class="due__module".*?</section>', re.DOTALL)
CARD = re.compile(r'<article class="scenario-card.*?</article>', re.DOTALL)
LINK = re.compile(r'scenario-card__link" [^>]*href="([^"]+)"')
BOTH = ("the-aisle", "friendly-regular")


@dataclass(frozen=True)
class Learner:
    """Somebody of the near store, signed in, and what was assigned to them."""

    world: World
    person: UUID
    visitor: Visitor

    def enrol(self, scenarios: tuple[str, ...] = BOTH, *, attempts: int | None = None, **values) -> UUID:
        """Enrols them in a module of their own."""
        titles = values.pop("titles", {"en": "First shift", "de": "Die erste Schicht"})
        with self.world.database.writing() as session:
            near = location_id_of(session, "Near")
            module = new_module(session, location_id=near, scenarios=scenarios, attempts=attempts, titles=titles)
            return new_enrolment(session, module, person_id=self.person, location_id=near, **values).id

    def change(self, enrolment: UUID, **values) -> None:
        with self.world.database.writing() as session:
            own = session.get_one(Enrolment, enrolment)
            for name, value in values.items():
                setattr(own, name, value)

    def play(self, enrolment: UUID, scenario: str, choices: list[str]) -> str:
        """A play under the enrolment, with these choices."""
        play = self.visitor.begin(scenario, enrolment=str(enrolment))["id"]
        for number, choice in enumerate(choices, start=1):
            said = self.visitor.post_json(f"/plays/{play}/choices", number=number, choice=choice)
            assert said.status_code == 200, said.text
        return play

    def attempt(self, enrolment: UUID, scenario: str) -> str:
        """A check's play that was started under the enrolment."""
        play = self.visitor.begin(scenario)
        with self.world.database.writing() as session:
            row = session.get_one(Play, UUID(play["id"]))
            row.enrolment_id, row.mode, row.started_at = enrolment, "check", now()
        return play["id"]

    def due(self) -> list[str]:
        """The sections of what is due on Practice."""
        return DUE.findall(self.visitor.get("/practice").text)


@pytest.fixture
def learner(world: World) -> Iterator[Learner]:
    """Somebody new, on a Thursday."""
    with time_machine.travel(THURSDAY, tick=False):
        person = new_employee(world)
        yield Learner(world, person, Visitor(world.client(person)))


def words(html: str) -> str:
    """What one reads of a part of a page."""
    shown = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(shown).split())


def test_what_is_due_comes_first_and_the_nearest_day_leads(learner: Learner) -> None:
    learner.enrol(due_on=date(2031, 3, 8), titles={"en": "Later"})
    learner.enrol(("pushy-muffin-seller",), due_on=date(2031, 3, 3), titles={"en": "Late"})
    page = learner.visitor.get("/practice").text
    late, later = (words(section) for section in DUE.findall(page))
    assert late.startswith("Due since Monday Late 0 of 1 done")
    assert later.startswith("Due by Saturday Later 0 of 2 done")
    assert page.index("due__module") < page.index('class="grid"')


def test_what_is_due_stands_once(learner: Learner) -> None:
    learner.enrol(("the-aisle",))
    page = learner.visitor.get("/practice").text
    assert len(LINK.findall(page)) == 3
    assert len([link for link in LINK.findall(page) if "the-aisle" in link]) == 1


def test_a_due_card_leads_to_the_play_under_its_enrolment(learner: Learner) -> None:
    enrolment = learner.enrol()
    (section,) = learner.due()
    assert LINK.findall(section) == [f"/scenarios/{scenario}?enrolment={enrolment}" for scenario in BOTH]


def test_the_note_says_from_whom_it_is(learner: Learner) -> None:
    enrolment = learner.enrol()
    with learner.world.database.writing() as session:
        assignment = session.get_one(Enrolment, enrolment).assignment_id
        row = session.get_one(Assignment, assignment)
        row.note, row.assigned_by = "Ask me if <b>anything</b> is unclear.", learner.world.cast.manager
    (section,) = learner.due()
    assert "Ask me if <b>anything</b> is unclear. Manager" in words(section).replace("  ", " ")
    assert "<b>" not in section


def test_what_is_done_comes_last_and_says_so(learner: Learner, regular: Reference) -> None:
    learner.enrol()
    learner.visitor.play("the-aisle", ["say-no", "louder"])
    (section,) = learner.due()
    cards = [words(card) for card in CARD.findall(section)]
    assert [regular.tree["title"] in cards[0], "Done" in cards[0]] == [True, False]
    assert "Done" in cards[1]
    assert "1 of 2 done" in words(section)


def test_what_was_passed_before_it_was_assigned_begins_anew(learner: Learner) -> None:
    learner.visitor.play("friendly-regular", friends_way("friendly-regular"))
    learner.enrol(("friendly-regular",))
    card = words(learner.due()[0])
    assert card.endswith("Begin")
    assert "Best" not in card


def test_an_open_play_goes_on_from_its_due_card(learner: Learner, way: list[str]) -> None:
    learner.enrol()
    play = learner.visitor.play("friendly-regular", way[:1])["id"]
    (section,) = learner.due()
    assert LINK.findall(section)[0] == f"/plays/{play}"
    assert 'aria-labelledby="proceed"' not in learner.visitor.get("/practice").text


def test_a_checks_card_says_what_it_needs_and_how_many_attempts_are_left(learner: Learner) -> None:
    enrolment = learner.enrol(("friendly-regular",), attempts=2)
    assert "Needs the network 2 attempts left" in words(learner.due()[0])
    play = learner.attempt(enrolment, "friendly-regular")
    (section,) = learner.due()
    assert "1 attempt left" in words(section)
    assert LINK.findall(section) == [f"/plays/{play}"]


def test_nothing_of_free_practice_stands_on_a_checks_card(learner: Learner, way: list[str]) -> None:
    learner.enrol(("friendly-regular",), attempts=2)
    free = learner.visitor.play("friendly-regular", way[:1])["id"]
    (section,) = learner.due()
    assert free not in section
    learner.visitor.play("friendly-regular", way)
    assert "Best" not in words(learner.due()[0])


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"passed_at": THURSDAY, "passed_on": THURSDAY.date()}, "First shift Passed on March 6, 2031"),
        ({"excused_at": THURSDAY}, "First shift You are excused: you need not do it."),
        ({"exhausted_at": THURSDAY}, "First shift Not passed, and no attempt is left."),
    ],
)
def test_what_is_settled_moves_to_my_progress(learner: Learner, values: dict[str, datetime], line: str) -> None:
    enrolment = learner.enrol()
    assert "First shift" not in words(learner.visitor.get("/progress").text).replace("Next for “First shift”", "")
    learner.change(enrolment, **values)
    assert learner.due() == []
    assert line in words(learner.visitor.get("/progress").text)


def test_what_was_withdrawn_is_nowhere(learner: Learner) -> None:
    enrolment = learner.enrol()
    learner.change(enrolment, withdrawn_at=THURSDAY)
    assert learner.due() == []
    assert "First shift" not in learner.visitor.get("/progress").text
    assert learner.visitor.get_json("/practice").json["enrolments"] == []
    assert learner.visitor.get(f"/scenarios/the-aisle?enrolment={enrolment}").status_code == 404


def test_practice_as_json_has_all_that_is_not_withdrawn(learner: Learner) -> None:
    enrolment = learner.enrol(attempts=3, due_on=date(2031, 3, 5))
    done = learner.enrol(due_on=date(2031, 3, 9))
    learner.change(done, passed_at=THURSDAY, passed_on=THURSDAY.date())
    own = {"module": "First shift", "scenarios": list(BOTH)}
    assert learner.visitor.get_json("/practice").json["enrolments"] == [
        {"id": str(enrolment), "mode": "check", "due": "2031-03-05", "state": "overdue", **own},
        {"id": str(done), "mode": "practice", "due": "2031-03-09", "state": "passed", **own},
    ]


def test_the_due_day_is_the_stores_own(learner: Learner) -> None:
    learner.enrol(due_on=THURSDAY.date())
    with time_machine.travel(datetime(2031, 3, 7, 7, 30, tzinfo=UTC), tick=False):  # still Thursday there
        assert "Due today" in words(learner.due()[0])
    with time_machine.travel(datetime(2031, 3, 7, 8, 30, tzinfo=UTC), tick=False):
        assert "Due since yesterday" in words(learner.due()[0])


def test_the_page_before_a_play_says_what_the_module_asks_for(learner: Learner) -> None:
    enrolment = learner.enrol(("friendly-regular",), attempts=2)
    page = learner.visitor.get(f"/scenarios/friendly-regular?enrolment={enrolment}").text
    assert f'name="enrolment" value="{enrolment}"' in page
    for said in ("First shift", "2 attempts left", "Passed at 80% or more", "nothing is revealed before the end"):
        assert said in words(page)
    assert 'name="enrolment"' not in learner.visitor.get("/scenarios/friendly-regular").text


@pytest.mark.parametrize(
    ("values", "said"), [({"more_attempts": -1}, "No attempt is left."), ({"excused_at": THURSDAY}, "You are excused")]
)
def test_what_cannot_begin_says_why(learner: Learner, values: dict[str, int | datetime], said: str) -> None:
    enrolment = learner.enrol(("friendly-regular",), attempts=1)
    learner.change(enrolment, **values)
    page = learner.visitor.get(f"/scenarios/friendly-regular?enrolment={enrolment}").text
    assert said in words(page)
    assert 'action="/plays"' not in page


def test_an_address_that_does_not_fit_is_not_found(learner: Learner) -> None:
    enrolment = learner.enrol(("friendly-regular",))
    colleague = Visitor(learner.world.client(learner.world.cast.colleague))
    assert colleague.get(f"/scenarios/friendly-regular?enrolment={enrolment}").status_code == 404
    assert learner.visitor.get(f"/scenarios/the-aisle?enrolment={enrolment}").status_code == 404
    assert learner.visitor.get("/scenarios/the-aisle?enrolment=mine").status_code == 404


def test_the_tile_counts_what_is_due_in_words(learner: Learner) -> None:
    for due_on in (date(2031, 3, 1), date(2031, 3, 20)):
        learner.enrol(due_on=due_on)
    learner.change(learner.enrol(), excused_at=THURSDAY)
    here = tablet(learner.world)[0]
    tile = next(part for part in here.get("/tiles").text.split("<li ") if str(learner.person) in part)
    assert "2 due" in words(tile)
    roster = {person["id"]: person["due"] for person in here.get_json("/tiles").json["people"]}
    assert roster[str(learner.person)] == 2


def test_pages_ask_no_more_often_the_more_is_assigned(learner: Learner) -> None:
    learner.enrol()
    with counted(learner.world) as once:
        learner.visitor.get("/practice")
    for _several in range(5):
        learner.enrol(attempts=2)
    with counted(learner.world) as often:
        learner.visitor.get("/practice")
    assert len(often) == len(once)


def test_a_debrief_goes_on_with_the_module_and_says_when_it_is_passed(learner: Learner) -> None:
    enrolment = learner.enrol(("friendly-regular", "the-aisle"))
    under = f"?enrolment={enrolment}"
    first = learner.play(enrolment, "the-aisle", ["say-no", "louder"])
    page = learner.visitor.get(f"/plays/{first}/debrief").text
    assert f'href="/scenarios/friendly-regular{under}"' in page
    assert f'href="/scenarios/the-aisle{under}"' in page
    assert "is passed" not in words(page)
    last = learner.play(enrolment, "friendly-regular", friends_way("friendly-regular"))
    page = learner.visitor.get(f"/plays/{last}/debrief").text
    assert "“First shift” is passed." in words(page)
    assert under not in page
    check = learner.enrol(("pushy-muffin-seller",), attempts=1)
    page = learner.visitor.get(f"/plays/{last}/debrief").text
    assert f'<a class="button" href="/scenarios/pushy-muffin-seller?enrolment={check}">' in page
