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


def test_sqlite_looks_for_a_branch_in_the_index_of_paths(world: World) -> None:
    engine = world.database.engine
    query = select(Location.id).where(lies_in(Location.path, "a/"))
    with world.database.reading() as session:
        if engine.dialect.name == "sqlite":
            words = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
            plan = " ".join(row.detail for row in session.execute(text(f"explain query plan {words}")))
            assert "path>? AND path<?" in plan
        assert session.execute(query).all() == []
