"""Every text on screen is there in every language, and nothing is left over."""

import ast
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import LANGUAGES, ROOT
from tests.architecture.source import here, project_files, python_files, tree_of

CATALOGUES = ROOT / "training_app" / "translations"
LAZY = {"lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}
GETTEXTS = {"_", "gettext", "ngettext", "pgettext", "npgettext", *LAZY}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|(%%)")
TRANSLATED = [language for language in LANGUAGES if language != "en"]
Key = tuple[str | tuple[str, ...], str | None]


@cache
def extracted() -> dict[Key, str]:
    """Every text that templates and Python give to gettext, and where the first of each stands."""
    with (CATALOGUES / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[Key, str] = {}
    keywords = DEFAULT_KEYWORDS | LAZY
    for file, line, message, _comments, context in extract_from_dir(ROOT, methods, options, keywords):
        found.setdefault((message, context), f"{file}:{line}")
    return found


@cache
def catalogue(language: str) -> Catalog:
    """The translations into one language."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def texts(of: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of)


def placeholders(text: str) -> set[str]:
    return {name or percent for name, percent in PLACEHOLDER.findall(text)}


def test_the_extraction_finds_templates_and_python() -> None:
    places = {place.split("/")[0] for place in extracted().values()}
    assert places == {"templates", "training_app"}
    assert len(extracted()) > 100


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    missing = []
    for (message, context), place in extracted().items():
        found = catalogue(language).get(texts(message)[0], context)
        if found is None or texts(found.id) != texts(message) or not all(texts(found.string)):
            missing.append(f"{place}: {texts(message)[0]}")
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_doubtful_or_left_over(language: str) -> None:
    wanted = {(texts(message), context) for message, context in extracted()}
    assert [message.id for message in messages(language) if message.fuzzy] == []
    assert [message.id for message in messages(language) if (texts(message.id), message.context) not in wanted] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_the_places_of_the_original(language: str) -> None:
    forms = catalogue(language).num_plurals
    for message in messages(language):
        assert [str(fault) for fault in message.check(catalogue(language))] == []
        originals, translations = texts(message.id), texts(message.string)
        assert len(translations) == (forms if message.pluralizable else 1), message.id
        assert placeholders(translations[-1]) == placeholders(originals[-1]), message.id
        for translation in translations:
            assert placeholders(translation) <= set().union(*map(placeholders, originals)), message.id
            assert translation.strip() == translation, message.id


def test_python_gives_gettext_texts_that_can_be_extracted() -> None:
    for file in python_files("training_app/web"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXTS:
                first = node.args[0]
                is_passed_on = file.name == "forms.py" and isinstance(first, ast.Name)
                assert is_passed_on or isinstance(first, ast.Constant), here(file, node.lineno)


def test_templates_give_gettext_texts_that_can_be_extracted() -> None:
    for file in project_files():
        if file.suffix == ".html":
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"\b(?:_|n?p?gettext)\((?![\"'])", text), here(file)
