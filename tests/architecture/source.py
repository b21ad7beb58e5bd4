"""The project's files as the rules of the house see them: those under version control, else all that is there."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from config import ROOT

BELOW_WEB = ("domain", "content", "models", "queries", "services")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, new ones too, but nothing that is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        places = ("training_app", "tests", "templates", "static", "scenarios", "benchmarks", "deploy", "docs")
        found = [path for place in places for path in (ROOT / place).rglob("*")]
        return tuple(path for path in (*found, *ROOT.glob("*.*")) if path.is_file() and "__pycache__" not in path.parts)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def python_files(*places: str) -> list[Path]:
    """The Python files below these places of the project."""
    roots = [ROOT / place for place in places]
    return [
        file for file in project_files() if file.suffix == ".py" and any(file.is_relative_to(root) for root in roots)
    ]


@cache
def tree_of(file: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> set[str]:
    """The modules that the file imports, as they are named there."""
    names: set[str] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def here(file: Path, line: int | None = None) -> str:
    """Where it is, as one types it."""
    return f"{file.relative_to(ROOT)}{f':{line}' if line else ''}"
