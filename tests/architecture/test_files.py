"""The rules of the house that hold for every file."""

import ast
import re
from pathlib import Path

from config import ROOT
from tests.architecture.source import here, project_files, python_files, tree_of

MOST_LINES = 260
MOST_LINES_OF_A_FUNCTION = 50
DOCUMENTED = ("domain", "content", "queries", "services")
# Written so that this file does not hold what it forbids.
LATER = re.compile("|".join(rf"\b{a}{b}\b" for a, b in (("TO", "DO"), ("FIX", "ME"), ("X", "XX"), ("HA", "CK"))))
LEFT_OUT = re.compile(r"\bpytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b")
REGISTRIES = [f"{a}{b}" for a, b in (("py", "pi.org"), ("python", "hosted.org"), ("npm", "js.org"), ("npm", "js.com"))]
INDEX_OPTION = re.compile(r"^\s*(?:-i|--(?:extra-)?index-url|--find-links|-f)\b", re.MULTILINE)
VAGUE = {"utils", "util", "helpers", "helper", "misc", "manager", "common", "stuff"}


def read(file: Path) -> str:
    """The file's text, or nothing for a picture."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_module_is_long() -> None:
    """Migrations are lists of statements, written once and never again."""
    files = [file for file in python_files("training_app") if "migrations" not in file.parts]
    lengths = {here(file): len(read(file).splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_long() -> None:
    long = [
        here(file, node.lineno)
        for file in python_files("training_app")
        if "migrations" not in file.parts
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_nothing_is_put_off() -> None:
    code = {".py", ".html", ".css", ".js", ".yaml", ".toml", ".sh"}
    assert [here(file) for file in project_files() if file.suffix in code and LATER.search(read(file))] == []


def test_no_test_is_left_out() -> None:
    assert [here(file) for file in python_files("tests") if LEFT_OUT.search(read(file))] == []


def test_no_file_names_a_registry_or_this_machine() -> None:
    for file in project_files():
        text = read(file)
        assert not [host for host in REGISTRIES if host in text], here(file)
        assert str(ROOT) not in text, here(file)
    for file in ROOT.glob("requirements*.txt"):
        assert not INDEX_OPTION.search(read(file)), here(file)


def test_what_is_locked_is_locked_by_its_hash() -> None:
    for file in ROOT.glob("requirements*.txt"):
        pinned = re.findall(r"^[A-Za-z0-9][\w.\[\]-]*==", read(file), re.MULTILINE)
        blocks = re.split(r"^(?=[A-Za-z0-9][\w.\[\]-]*==)", read(file), flags=re.MULTILINE)[1:]
        assert len(pinned) > 20
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_no_name_is_vague() -> None:
    assert [here(file) for file in project_files() if file.stem in VAGUE or set(file.parts) & VAGUE] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        here(file)
        for file in python_files("training_app", "tests", "benchmarks", "deploy", "docs", "config.py")
        if tree_of(file).body and not ast.get_docstring(tree_of(file))
    ]
    assert silent == []


def test_public_functions_below_web_say_what_they_give() -> None:
    silent = [
        here(file, node.lineno)
        for file in python_files(*(f"training_app/{layer}" for layer in DOCUMENTED))
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
