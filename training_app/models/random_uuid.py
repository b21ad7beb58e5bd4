"""`random_uuid()` in SQL: a fresh id for each row of an INSERT … SELECT."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class random_uuid(GenericFunction[UUID]):  # noqa: N801  (a function of SQL)
    """A random id. PostgreSQL has its own; on SQLite `training_app.db` gives each connection one."""

    type = Uuid()
    inherit_cache = True


@compiles(random_uuid, "postgresql")
def _on_postgresql(_function: random_uuid, _compiler: Any, **_options: Any) -> str:
    return "gen_random_uuid()"
