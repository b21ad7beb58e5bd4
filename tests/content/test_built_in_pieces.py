"""The built-in pieces are whole: no finding at all, and every language of the product."""

from pathlib import Path

import pytest

from config import LANGUAGES, ROOT
from training_app.content.check import check_folder
from training_app.content.principles import load_principles

SCENARIOS = ROOT / "scenarios"
FOLDERS = sorted(path for path in SCENARIOS.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_built_in_piece_has_no_finding_in_any_language(folder: Path) -> None:
    principles = load_principles(SCENARIOS).ids
    assert check_folder(folder, principles=principles, expected_languages=LANGUAGES).findings == ()


def test_the_three_pieces_are_there() -> None:
    assert {folder.name for folder in FOLDERS} >= {"the-aisle", "pushy-muffin-seller", "friendly-regular"}
