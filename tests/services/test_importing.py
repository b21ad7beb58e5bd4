"""A roster of many stores: whoever joins gets what newcomers must do there, and moving takes along what is due."""

from datetime import timedelta

from sqlalchemy import select

from tests.conftest import World, make_location
from tests.modules import new_assignment, new_module
from training_app.domain.roster import RosterRow
from training_app.domain.rostering import doubles_in
from training_app.models import Enrolment, EnrolmentCount, Location, Person
from training_app.moment import new_id, now
from training_app.queries.roster import everywhere, plan
from training_app.services.report_counts import refresh_counts
from training_app.services.roster import Import, take_in

DAYS = 9


def take(world: World, *rows: RosterRow) -> list[str]:
    """Take these rows in; gives what became of each."""
    with world.database.writing() as session:
        planned = plan(session, rows, scope=everywhere(session), doubles=doubles_in(rows))
        touched = set()
        take_in(session, planned, Import(new_id(), None, new_id, now()), touched)
        refresh_counts(session, location_ids=touched)
        return [row.kind for row in planned]


def row(number: int, staff_number: str, store: str, role: str = "employee") -> RosterRow:
    return RosterRow(number, staff_number, f"Person {staff_number}", "", role, store)


def test_newcomers_of_several_stores_get_what_is_asked_of_them_each_by_their_own_day(world: World) -> None:
    mark = new_id().hex
    with world.database.writing() as session:
        chain = session.scalars(select(Location).where(Location.name == "Chain")).one()
        region = make_location(session, f"Region {mark}", kind="region", parent=chain)
        stores = [make_location(session, f"{name} {mark}", kind="store", parent=region) for name in ("East", "West")]
        outside = make_location(session, f"Outside {mark}", kind="store", parent=chain)
        stores[0].time_zone, stores[1].time_zone = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # never on one day
        module = new_module(session, location_id=region.id)
        new_assignment(session, module, location_id=region.id, newcomer_days=DAYS, spread_at=now())
        module_id, east, west = module.id, stores[0].id, stores[1].id
        outside_name = outside.name
    numbers = [f"{n}-{mark[:20]}" for n in range(4)]
    rows = [
        row(2, numbers[0], f"East {mark}"),
        row(3, numbers[1], f"West {mark}"),
        row(4, numbers[2], f"West {mark}", "trainer"),
        row(5, numbers[3], outside_name),
    ]
    assert take(world, *rows) == ["new"] * 4
    with world.database.reading() as session:
        query = select(Person.staff_number, Enrolment.location_id, Enrolment.due_on)
        query = query.join(Enrolment, Enrolment.person_id == Person.id).where(Enrolment.module_id == module_id)
        found = {number: (place, due) for number, place, due in session.execute(query)}
        counts = select(EnrolmentCount.location_id).where(EnrolmentCount.module_id == module_id)
        assert set(session.scalars(counts)) == {east, west}
    assert {number: place for number, (place, _due) in found.items()} == {numbers[0]: east, numbers[1]: west}
    assert found[numbers[0]][1] - found[numbers[1]][1] == timedelta(days=1)
    assert take(world, row(2, numbers[0], f"West {mark}"), row(3, numbers[3], f"East {mark}")) == ["changed"] * 2
    with world.database.reading() as session:
        places = {number: place for number, place, _due in session.execute(query)}
    assert places == {numbers[0]: west, numbers[1]: west, numbers[3]: east}
