"""Who may import whom."""

import ast
import sys

import pytest
from importlinter.cli import lint_imports

from config import ROOT
from tests.architecture.source import BELOW_WEB, here, imported, python_files, tree_of

EVERYWHERE = ("training_app", "tests", "benchmarks", "config.py")
WORLD = {"time", "random", "secrets", "os", "io", "pathlib", "socket", "subprocess", "sqlite3", "logging", "threading"}
CLOCKS = {"now", "today", "utcnow"}


def test_the_layers_are_kept(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_all_imports_stand_at_the_top() -> None:
    inside = [
        here(file, node.lineno)
        for file in python_files(*EVERYWHERE)
        for function in ast.walk(tree_of(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_nobody_imports_the_package_root() -> None:
    assert [here(file) for file in python_files("training_app") if "training_app" in imported(file)] == []


def test_every_import_names_its_module_in_full() -> None:
    relative = [here(file) for file in python_files(*EVERYWHERE) if any(name[:1] == "." for name in imported(file))]
    assert relative == []


def test_the_domain_knows_the_standard_library_alone() -> None:
    for file in python_files("training_app/domain"):
        for name in imported(file):
            top = name.split(".")[0]
            assert name.startswith("training_app.domain") or top in sys.stdlib_module_names, f"{here(file)}: {name}"
            assert top not in WORLD, f"{here(file)}: {name}"


def test_time_and_randomness_come_into_the_lower_layers_as_arguments() -> None:
    for file in python_files(*(f"training_app/{layer}" for layer in BELOW_WEB)):
        assert "training_app.moment" not in imported(file), here(file)
        assert not {"time", "secrets"} & imported(file), here(file)
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in CLOCKS, here(file, node.lineno)


def test_services_and_queries_never_commit() -> None:
    for file in python_files("training_app/services", "training_app/queries", "training_app/models"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"commit", "rollback"}, here(file, node.lineno)
