"""The joined script: every module once, after what it imports, and nothing that is not understood."""

import re
from pathlib import Path

import pytest

from config import ROOT
from training_app.web.script import NotJoinable, joined_script

JS = ROOT / "static" / "js"


def module(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_the_script_of_the_site_holds_every_module_once_and_imports_nothing() -> None:
    script = joined_script(JS / "main.js")
    assert not re.search(r"^\s*(?:import|export)\b|\bimport\(", script, re.MULTILINE)
    names = re.findall(r"^const (module\d+) = ", script, re.MULTILINE)
    assert len(names) == len(set(names)) > 5


def test_what_is_imported_stands_before_who_imports_it(tmp_path: Path) -> None:
    module(tmp_path, "base.js", "export const ONE = 1;\n")
    module(tmp_path, "more.js", 'import { ONE } from "./base.js";\n\nexport function more() {\n  return ONE;\n}\n')
    entry = module(
        tmp_path, "main.js", 'import { ONE as one } from "./base.js";\nimport { more } from "./more.js";\nmore(one);\n'
    )
    script = joined_script(entry)
    assert script.index("ONE = 1") < script.index("function more") < script.index("more(one)")
    assert "const { ONE: one } = module" in script
    assert script.count("ONE = 1") == 1


def test_what_is_imported_later_is_there_before_the_entry_runs(tmp_path: Path) -> None:
    module(tmp_path, "late.js", 'import { start } from "./soon.js";\n\nexport const late = start;\n')
    module(tmp_path, "soon.js", 'export function start() {\n  return import("./late.js");\n}\n')
    entry = module(tmp_path, "main.js", 'const found = () => import("./soon.js");\nfound();\n')
    script = joined_script(entry)
    assert script.index("function start") < script.index("late = start") < script.index("found()")
    assert script.count("Promise.resolve(module") == 2


def test_what_is_passed_on_is_shown_by_name(tmp_path: Path) -> None:
    module(tmp_path, "parts.js", "export const ONE = 1;\nexport const TWO = 2;\n")
    module(tmp_path, "whole.js", 'export { ONE } from "./parts.js";\n')
    script = joined_script(module(tmp_path, "main.js", 'import { ONE } from "./whole.js";\nONE;\n'))
    assert re.search(r"return \{ ONE: module\d+\.ONE \}", script)


def test_comments_stay_behind_and_texts_that_look_like_them_do_not(tmp_path: Path) -> None:
    text = '/**\n * What it is.\n */\nconst address = "https://example.com/*";\n  // why\naddress;\n'
    script = joined_script(module(tmp_path, "main.js", text))
    assert "What it is" not in script
    assert "// why" not in script
    assert '"https://example.com/*"' in script


@pytest.mark.parametrize(
    "text",
    [
        'import * as all from "./base.js";\n',
        'import base from "./base.js";\n',
        "export default 1;\n",
        "export let counter = 0;\n",
        "await Promise.resolve();\n",
        "const here = import.meta.url;\n",
        "const other = import(name);\n",
    ],
)
def test_a_form_that_is_not_understood_stops_the_start_with_its_file(tmp_path: Path, text: str) -> None:
    module(tmp_path, "base.js", "export const ONE = 1;\n")
    with pytest.raises(NotJoinable, match=r"main\.js"):
        joined_script(module(tmp_path, "main.js", text))


def test_a_circle_of_imports_is_refused(tmp_path: Path) -> None:
    module(tmp_path, "one.js", 'import { two } from "./two.js";\nexport const one = two;\n')
    module(tmp_path, "two.js", 'import { one } from "./one.js";\nexport const two = one;\n')
    with pytest.raises(NotJoinable, match="imports itself"):
        joined_script(tmp_path / "one.js")
