"""A branch of the tree of locations in SQL, on both databases."""

import pytest
from sqlalchemy import literal, select, text

from tests.conftest import World
from training_app.models import Location
from training_app.models.branch import lies_in


@pytest.mark.parametrize(
    ("path", "top", "is_in"),
    [
        ("a/", "a/", True),
        ("a/b/", "a/", True),
        ("a/b/c/", "a/b/", True),
        ("a/", "a/b/", False),
        ("ab/", "a/", False),
        ("a0/", "a/", False),
        ("a-b/c/", "a/", False),
        ("A/b/", "a/", False),
        ("b/a/", "a/", False),
    ],
)
def test_a_place_lies_in_the_branch_of_those_above_it_and_in_no_other(
    world: World, path: str, top: str, is_in: bool
) -> None:
    with world.database.reading() as session:
        assert bool(session.scalar(select(lies_in(literal(path), top)))) == is_in


def test_a_branch_is_looked_for_in_the_index_of_paths(world: World) -> None:
    engine = world.database.engine
    is_sqlite = engine.dialect.name == "sqlite"
    query = select(Location.id).where(lies_in(Location.path, "a/"))
    words = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
    with world.database.writing() as session:
        if not is_sqlite:
            session.execute(text("set local enable_seqscan = off"))  # so few rows are read as fast without it
        found = session.execute(text(f"{'explain query plan' if is_sqlite else 'explain'} {words}"))
        plan = " ".join(str(row[-1]) for row in found)
        assert ("path>? AND path<?" if is_sqlite else "Index Cond: (((path)::text >= 'a/'::text) AND") in plan
        assert session.execute(query).all() == []


def test_paths_are_compared_by_their_bytes_whatever_the_language_of_the_database(world: World) -> None:
    """A range of texts is a branch only so: in many languages slashes and dashes count after all letters."""
    with world.database.reading() as session:
        if world.database.engine.dialect.name == "sqlite":
            (declared,) = session.scalars(text("select sql from sqlite_master where name = 'location'"))
            assert "COLLATE" not in declared.upper()
        else:
            collation = text(
                "select collation_name from information_schema.columns"
                " where table_name = 'location' and column_name = 'path'"
            )
            assert session.scalars(collation).all() == ["C"]
