"""What reading one YAML file gives: data, where each part of it stands, and the faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training_app.content.fault import Fault
from training_app.content.scalars import Scalar
from training_app.domain.finding import Path

Tree = Scalar | list["Tree"] | dict[str, "Tree"]


@dataclass(frozen=True, slots=True)
class Position:
    """The lines (from 1) of a key and of its value; of an entry of a list both are the entry's."""

    key: int
    value: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file. `data` is None where nothing of it could be understood."""

    name: str
    data: dict[str, Tree] | None = None
    positions: Mapping[Path, Position] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def fault(self, code: str, message: str, where: Path = (), *, at_key: bool = False) -> Fault:
        """A fault at the line of that path, or of the nearest part above it that stands in the file.

        The token at fault is a simple value itself; of a list or a mapping, and with `at_key`, it is the key.
        """
        path = where
        while path and path not in self.positions:
            path = path[:-1]
        position = self.positions.get(path, Position(1, 1))
        is_above = path != where
        is_simple = not isinstance(self.value(path), dict | list)
        line = position.value if is_simple and not at_key and not is_above else position.key
        return Fault(self.name, line, code, message)

    def value(self, path: Path) -> Tree:
        """The value at that path; None where there is none."""
        value: Tree = self.data
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value
