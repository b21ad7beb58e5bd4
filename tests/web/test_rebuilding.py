"""`flask reports rebuild` counts everything anew, and fills in the answers of plays that lack them."""

from uuid import UUID

from sqlalchemy import delete, select, update

from tests.conftest import World
from tests.teams import new_chain, new_team
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.models import EnrolmentCount, Play, ReportMark


def counts_of(world: World) -> list[tuple[object, ...]]:
    with world.database.reading() as session:
        columns = EnrolmentCount.__table__.c
        return sorted(session.execute(select(*columns)).all(), key=str)


def test_counts_and_answers_are_there_again_and_a_second_run_changes_nothing(
    world: World, regular: Reference, way: list[str]
) -> None:
    play = UUID(Visitor(world.client(world.cast.owner)).play("friendly-regular", way)["id"])
    with world.database.writing() as session:
        team = new_team(session, chain=new_chain(session, "Rebuilt"), people=6)
    run = world.app.test_cli_runner()
    assert "Counted anew" in run.invoke(args=["reports", "rebuild"]).output
    counts = counts_of(world)
    with world.database.writing() as session:
        kept = session.scalars(select(Play.answers).where(Play.id == play)).one()
        session.execute(update(Play).where(Play.id == play).values(answers=None))
        session.execute(delete(EnrolmentCount).where(EnrolmentCount.location_id == team.store))
        session.execute(delete(ReportMark))
    assert kept
    assert counts_of(world) != counts
    assert "1 plays got" in run.invoke(args=["reports", "rebuild"]).output
    assert "0 plays got" in run.invoke(args=["reports", "rebuild"]).output
    assert counts_of(world) == counts
    with world.database.reading() as session:
        assert session.scalars(select(Play.answers).where(Play.id == play)).one() == kept
        assert session.scalars(select(ReportMark.number).where(ReportMark.location_id == team.store)).one() == 2
