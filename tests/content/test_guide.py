"""The author's guide tells the truth: its example, its keys, its words and its codes are those of the program."""

import re

import pytest
from pydantic import BaseModel

from config import ROOT
from training_app.content import modules_file, scenario_file
from training_app.content.code_page import ADVICE, code_page
from training_app.content.field_types import FileModel
from training_app.content.starting import STARTING_ID, starting_text
from training_app.domain.analysis import CODES
from training_app.domain.vocabulary import AGES, COMPANIONS, HAIR, PLACES, TOPS, TRADES

GUIDE = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
MODELS = [
    model
    for model in (*vars(scenario_file).values(), modules_file.ModuleFile)
    if isinstance(model, type) and issubclass(model, FileModel) and model is not FileModel
]


def test_the_example_is_the_starting_file() -> None:
    assert f"```yaml\n{starting_text(STARTING_ID)}```" in GUIDE


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_in_the_guide(model: type[BaseModel]) -> None:
    keys = [field.alias or name for name, field in model.model_fields.items()]
    assert [key for key in keys if not re.search(rf"`{key}`|\b{key}:", GUIDE)] == []


def test_every_word_is_in_the_guide() -> None:
    words = (*AGES, *COMPANIONS, *HAIR, *PLACES, *TOPS, *TRADES)
    assert [word for word in words if f"`{word}`" not in GUIDE] == []


def test_every_link_within_the_guide_leads_somewhere() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line[3:].lower()).replace(" ", "-")
        for line in GUIDE.splitlines()
        if line[:3] == "## "
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings


def test_every_code_of_the_analysis_has_advice() -> None:
    assert set(ADVICE) == set(CODES)


def test_the_page_of_codes_is_current() -> None:
    written = (ROOT / "scenarios" / "codes.md").read_text(encoding="utf-8")
    assert written == code_page(), "run: flask --app training_app scenarios schema"
