"""A branch of the tree of locations in SQL: all whose path begins with the path of its top."""

from typing import Any

from sqlalchemy import BindParameter, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

AFTER_A_SLASH = "0"  # the next sign: with it in place of the last slash begins what no longer belongs to the branch


class lies_in(FunctionElement[bool]):  # noqa: N801  (a function of SQL)
    """Whether a path is that of the branch's top, or of something below it. Both end with a slash."""

    inherit_cache = True  # its type is left open: SQLite would compare a truth value with 1, past the index

    def __init__(self, path: Any, top: str | BindParameter[str]) -> None:
        super().__init__(path, literal(top, String) if isinstance(top, str) else top)


@compiles(lies_in)
def _between_two(function: lies_in, compiler: Any, **options: Any) -> str:
    """As a range, which is found in the index of paths: they are compared by their bytes."""
    path, top = (compiler.process(part, **options) for part in function.clauses)
    return f"({path} >= {top} AND {path} < substr({top}, 1, length({top}) - 1) || '{AFTER_A_SLASH}')"
