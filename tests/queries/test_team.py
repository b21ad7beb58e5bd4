"""A team's report says what is stored: states, praise, the weakest moment; and nothing of a group under five."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session

from config import ROOT
from tests.conftest import World
from tests.teams import NOON, TODAY, Team, enrol, new_chain, new_plays, new_team
from training_app.content.cache import ContentCache
from training_app.content.principles import load_principles
from training_app.domain.enrolment import Facts, State, state_of
from training_app.domain.levels import Level
from training_app.domain.permissions import Role, SignInKind
from training_app.domain.team import Filters, TeamReport
from training_app.domain.team_filters import filtered
from training_app.models import Enrolment, EnrolmentPass, Location, Person
from training_app.queries.team import team_report
from training_app.queries.team_answers import Wording
from training_app.queries.team_modules import team_modules
from training_app.queries.team_stores import team_stores
from training_app.queries.viewer import Place, Viewer

WORDING = Wording(ContentCache(), load_principles(ROOT / "scenarios"), "en")
PREY = (("door", "at-his-stool", "prey"), ("vet", "what-colour", "friend"))
KIND = (("door", "at-the-sauces", "friend"), ("vet", "what-colour", "friend"))


@pytest.fixture
def session(world: World) -> Iterator[Session]:
    """A writing session whose work is taken back."""
    with world.database.writer() as session:
        yield session
        session.rollback()


@pytest.fixture
def chain(session: Session) -> Location:
    return new_chain(session, "Reported")


def viewer_at(*paths: str) -> Viewer:
    """Somebody who leads these locations."""
    places = tuple(Place(UUID(int=1), "", path, "UTC", Role.MANAGER) for path in paths)
    return Viewer(UUID(int=2), "Lead", None, None, "auto", "slip", False, True, SignInKind.PASSWORD, None, places)


def report_of(session: Session, *teams: Team, level: Level = Level.STATES, language: str = "en") -> TeamReport:
    stores = team_stores(session, viewer_at(*(team.path for team in teams)), now=NOON)
    wording = Wording(WORDING.contents, WORDING.principles, language)
    modules = team_modules(session, language=language)
    return team_report(session, stores=stores, modules=modules, level=level, wording=wording)


def facts_of(one: Enrolment) -> Facts:
    return Facts(
        one.due_on,
        one.started_at is not None,
        one.passed_on,
        one.exhausted_at is not None,
        one.excused_at is not None,
        one.withdrawn_at is not None,
    )


@pytest.mark.parametrize("written", ["in the order of the cycles", "the last cycle first"])
def test_each_cell_is_the_enrolment_assigned_last_that_was_not_withdrawn(
    session: Session, chain: Location, written: str
) -> None:
    team = new_team(session, chain=chain, people=9, modules=4)
    enrol(session, store_id=team.store, people=team.people[:5], modules=team.modules[:2], seed=7, cycle=1)
    if written == "the last cycle first":
        session.execute(update(Enrolment).where(Enrolment.location_id == team.store).values(cycle=1 - Enrolment.cycle))
    session.execute(update(Person).where(Person.id == team.people[8]).values(left_at=NOON))
    standing: dict[tuple[UUID, UUID], Enrolment] = {}
    query = select(Enrolment).where(Enrolment.location_id == team.store, Enrolment.person_id != team.people[8])
    for one in session.scalars(query.order_by(Enrolment.withdrawn_at.is_(None), Enrolment.cycle)):
        standing[one.person_id, one.module_id] = one
    report = report_of(session, team)
    found = {(person.id, module): cell for person in report.people for module, cell in person.cells.items()}
    assert found.keys() == standing.keys()
    for key, one in standing.items():
        assert found[key][:4] == (state_of(facts_of(one), today=TODAY), one.due_on, one.passed_on, one.attempts)
    assert len(report.people) == 8
    assert {store.today for store in report.stores} == {TODAY}


def test_what_is_overdue_stands_first_in_rows_and_columns(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=6, modules=3)
    facts = dict.fromkeys(("excused_at", "withdrawn_at", "passed_at", "passed_on", "exhausted_at"))
    session.execute(update(Enrolment).values(due_on=TODAY + timedelta(days=5), **facts))
    late = (Enrolment.person_id == team.people[4], Enrolment.module_id == team.modules[2])
    session.execute(update(Enrolment).where(*late).values(due_on=TODAY - timedelta(days=1)))
    report = report_of(session, team)
    assert report.people[0].id == team.people[4]
    assert [person.name for person in report.people[1:]] == sorted(person.name for person in report.people[1:])
    assert [module.title for module in report.modules] == ["Module 02", "Module 00", "Module 01"]
    assert report.people[0].count(State.OVERDUE) == 1
    assert len(report.people[0].due_soon()) == 2


def test_a_viewer_sees_the_stores_that_they_lead_and_no_others(session: Session, chain: Location) -> None:
    one, two = (new_team(session, chain=chain, name=name, people=2, modules=1) for name in ("One", "Two"))
    assert {store.id for store in team_stores(session, viewer_at(one.path), now=NOON)} == {one.store}
    both = team_stores(session, viewer_at(chain.path), now=NOON)
    assert {store.id for store in both} == {chain.id, one.store, two.store}
    below = team_stores(session, viewer_at(chain.path), now=NOON, below=two.store)
    assert {store.id for store in below} == {two.store}
    assert team_stores(session, viewer_at(one.path), now=NOON, below=two.store) == []
    assert {person.id for person in report_of(session, one).people} == set(one.people)
    employee = Viewer(
        *(UUID(int=3), "E", None, None, "auto", "slip", False, True, SignInKind.PASSWORD, None),
        (Place(one.store, "", one.path, "UTC", Role.TRAINER),),
    )
    assert team_stores(session, employee, now=NOON) == []


def test_the_weakest_moment_of_five_people_is_what_to_say(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=7, modules=0)
    new_plays(session, store_id=team.store, people=team.people[:4], answers=PREY)
    report = report_of(session, team)
    assert report.huddle is not None
    assert (report.huddle.scenario, report.pushes) == (None, ())
    assert report.huddle.friend in {one.friend for one in WORDING.all_principles()}
    new_plays(session, store_id=team.store, people=team.people[3:5], answers=PREY)
    new_plays(session, store_id=team.store, people=team.people[5:], answers=KIND)
    report = report_of(session, team, language="en")
    assert report.huddle is not None
    assert report.huddle.friend.startswith("Look up when he is at the sauces")
    assert (report.huddle.scenario, report.huddle.answers, report.huddle.people) == ("friendly-regular", 8, 7)
    assert report.huddle.share == 6 / 8
    assert report.huddle.often == report.pushes[0].said
    assert report.huddle.narration
    assert report.huddle.narration.endswith(report.huddle.seen)
    assert report.huddle.why
    assert [(push.number, push.prey, push.answers, push.people) for push in report.pushes] == [(1, 6, 8, 7)]
    assert report.pushes[0].said.startswith("Look up when he is at his stool")
    german = report_of(session, team, language="de").huddle
    assert german is not None
    assert german.friend != report.huddle.friend


def test_no_figure_of_fewer_than_five_people_is_in_the_report(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=5, modules=0)
    for _often in range(4):
        new_plays(session, store_id=team.store, people=team.people[:4], answers=PREY)
    report = report_of(session, team)
    figures = [line.figures for family in report.families for line in family.principles]
    figures += [family.figures for family in report.families] + [week.figures for week in report.weeks]
    assert max(one.answers for one in figures) == 32
    assert {one.counts for one in figures} == {None}
    new_plays(session, store_id=team.store, people=team.people[4:], answers=KIND)
    report = report_of(session, team)
    shown = [line.figures for family in report.families for line in family.principles if line.figures.counts]
    assert sorted((one.answers, one.people, one.friend, one.prey) for one in shown) == [(17, 5, 1, 16), (17, 5, 17, 0)]


def test_a_trend_has_eight_weeks_of_the_stores_own_days(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=5, modules=0)
    for at in (NOON - timedelta(days=63), NOON - timedelta(days=49), NOON):
        new_plays(session, store_id=team.store, people=team.people, answers=KIND, at=at)
    # Monday at one in the morning in UTC is Sunday evening at the store.
    new_plays(session, store_id=team.store, people=team.people, answers=KIND, at=NOON - timedelta(hours=19))
    weeks = report_of(session, team).weeks
    assert [week.begins for week in weeks] == [date(2031, 1, 20) + timedelta(weeks=week) for week in range(8)]
    assert [week.figures.answers for week in weeks] == [10, 0, 0, 0, 0, 0, 10, 10]


def test_praise_goes_by_states_to_whoever_passed_lately(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=4, modules=2)
    one, two, three, _four = team.people
    facts = dict.fromkeys(("excused_at", "withdrawn_at", "passed_at", "passed_on", "exhausted_at"))
    soon, first = TODAY + timedelta(days=5), Enrolment.module_id == team.modules[0]
    session.execute(update(Enrolment).values(due_on=soon, attempts=0, **facts))
    passed = {"passed_at": NOON, "passed_on": TODAY, "attempts": 1}
    session.execute(update(Enrolment).where(Enrolment.person_id.in_((one, two, three)), first).values(**passed))
    session.execute(update(Enrolment).where(Enrolment.person_id == three).values(**passed))
    session.execute(update(Enrolment).where(Enrolment.person_id == two, first).values(attempts=3))
    praise = report_of(session, team).praise
    assert [(who.person, who.kind) for who in praise] == [(three, "all"), (two, "back"), (one, "passed")]
    assert praise[0].modules == ("Module 00", "Module 01")
    session.execute(update(Enrolment).where(Enrolment.person_id == three).values(passed_on=TODAY - timedelta(days=20)))
    assert [who.person for who in report_of(session, team).praise] == [two, one]


def test_scores_are_in_the_report_only_where_the_workspace_shows_them(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=1, modules=1)
    enrolment = session.scalars(select(Enrolment.id).where(Enrolment.location_id == team.store)).one()
    play = new_plays(session, store_id=team.store, people=team.people, answers=KIND, score=0.9)[0]
    row = {"enrolment_id": enrolment, "scenario_id": "friendly-regular", "play_id": play, "passed_at": NOON}
    session.execute(insert(EnrolmentPass), [row | {"score": 0.9}])
    cell = {level: report_of(session, team, level=level).people[0].cells[team.modules[0]] for level in Level}
    assert {one.versions for one in cell.values()} == {(("friendly-regular", 1),)}
    assert (cell[Level.STATES].first_score, cell[Level.STATES].best_score) == (None, None)
    assert (cell[Level.SCORES].first_score, cell[Level.ANSWERS].best_score) == (0.9, 0.9)


def test_filters_leave_the_people_and_cells_that_fit(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=20, modules=3)
    report = report_of(session, team)
    for state in (State.OVERDUE, State.PASSED):
        kept = filtered(report, Filters(state=state))
        cells = [cell for person in kept.people for cell in person.cells.values()]
        assert {cell.state for cell in cells} == {state}
        assert len(cells) == sum(person.count(state) for person in report.people) > 0
    one = filtered(report, Filters(module=team.modules[1]))
    assert [module.id for module in one.modules] == [team.modules[1]]
    assert [person.name for person in filtered(report, Filters(words="pErson 007")).people] == ["Person 007"]
    assert filtered(report, Filters(role=Role.MANAGER)).people == ()
    assert filtered(report, Filters(module=UUID(int=1))).people == ()
    assert filtered(report, Filters()) == report


def test_a_report_asks_as_often_for_many_as_for_few(session: Session, chain: Location) -> None:
    team = new_team(session, chain=chain, people=30, modules=20)
    new_plays(session, store_id=team.store, people=team.people, answers=KIND)
    report_of(session, team)
    statements: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *details: statements.append(details[2]))
    report = report_of(session, team)
    assert (len(report.people), len(report.modules)) == (30, 20)
    assert len(statements) <= 6, "\n".join(statements)
