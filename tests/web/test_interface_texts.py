"""Every text of the pages exists in German and in Spanish, with the same places for values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import LANGUAGES

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "training_app" / "translations"
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """Every text that a template or a module of ours asks for."""
    with (TRANSLATIONS / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
    for _file, _line, text, comments, context in extract_from_dir(ROOT, methods, options, keywords=keywords):
        found.add(text, auto_comments=comments, context=context)
    return found


def translation(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def ids(catalog: Catalog) -> Iterator[object]:
    return (message.id for message in catalog if message.id)


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_text_of_the_pages_is_translated(texts: Catalog, language: str) -> None:
    assert set(ids(translation(language))) == set(ids(texts))


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_translation_is_whole_and_keeps_the_places_for_values(language: str) -> None:
    catalog = translation(language)
    for message in catalog:
        if message.id:
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(words), message.id
            assert not message.fuzzy, message.id
            assert not list(message.check(catalog)), message.id
