"""The house rules of templates, stylesheet and scripts, read from the files themselves."""

import re
from collections import defaultdict
from fnmatch import fnmatchcase

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import ROOT

TEMPLATES = ROOT / "templates"
CSS = ROOT / "static" / "css"
SCRIPTS = ROOT / "static" / "js"
ALL_TEMPLATES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
ALL_CSS = sorted(path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css"))
OUR_PAGES = [name for name in ALL_TEMPLATES if not name.startswith("portraits/")]  # drawings have tests of their own
NOT_TRANSLATED = {"Regulars", "· Regulars", "doctype html"}
COLOURS = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(|color-mix", re.IGNORECASE)
PHYSICAL = r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom"
NAMED_COLOURS = "white|black|red|green|blue|grey|gray|orange|yellow|brown|purple|pink"


@pytest.fixture(scope="module")
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return made


def source_of(name: str) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(), flags=re.DOTALL)


def html_of(name: str) -> str:
    """A template's own HTML: what Jinja puts in stands as `{{}}`, its tags are gone."""
    without_tags = re.sub(r"\{%.*?%\}", " ", source_of(name), flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "{{}}", without_tags, flags=re.DOTALL)


def css_of(name: str) -> str:
    """A part of the stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)


def classes_of(name: str) -> set[str]:
    """The classes in a template's attributes, with `*` for what Jinja puts in."""
    values = re.findall(r'\sclass_?="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', source_of(name))
    plain = (re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "*", value)) for value in values)
    return {one for value in plain for one in value.split() if one != "*"}


def classes_in_css() -> set[str]:
    return {one for name in ALL_CSS for one in re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", css_of(name))}


@pytest.mark.parametrize("name", ALL_TEMPLATES)
def test_a_template_compiles(environment: Environment, name: str) -> None:
    environment.get_template(name)


@pytest.mark.parametrize("name", ALL_TEMPLATES)
def test_a_template_has_nothing_that_the_content_security_policy_blocks(name: str) -> None:
    html = html_of(name)
    assert not re.search(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|javascript:", html, re.IGNORECASE)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", html))
    assert all(not body.strip() for body in re.findall(r"<script\b[^>]*>(.*?)</script>", html, re.DOTALL))


@pytest.mark.parametrize("name", OUR_PAGES)
def test_every_word_on_screen_can_be_translated(name: str) -> None:
    html = html_of(name)
    words = {text.strip() for text in re.split(r"<[^>]*>|\{\{\}\}", html) if re.search(r"[^\W\d_]", text)}
    assert words <= NOT_TRANSLATED
    labels = re.findall(r'\s(?:aria-label|title|alt|placeholder|content)="([^"]*)"', re.sub(r"<meta[^>]*>", "", html))
    assert all("{{}}" in label for label in labels)


@pytest.mark.parametrize("name", ALL_TEMPLATES)
def test_every_message_has_named_placeholders_only(environment: Environment, name: str) -> None:
    for _line, _function, found in environment.extract_translations((TEMPLATES / name).read_text()):  # type: ignore[attr-defined]
        for message in found if isinstance(found, tuple) else (found,):
            if message:
                assert message % defaultdict(str)
                assert not re.search(r"%[^(%]", message.replace("%%", ""))


def test_the_order_names_every_part_of_the_stylesheet_once() -> None:
    lines = [line.split("#")[0].strip() for line in (CSS / "order.txt").read_text().splitlines()]
    assert sorted(line for line in lines if line) == ALL_CSS


@pytest.mark.parametrize("name", [name for name in ALL_CSS if name != "tokens.css"])
def test_colours_stand_among_the_tokens_only(name: str) -> None:
    css = css_of(name)
    assert not COLOURS.search(css)
    assert not re.search(rf":[^;{{}}]*(?<![\w-])(?:{NAMED_COLOURS})(?![\w-])", css)


@pytest.mark.parametrize("name", ALL_CSS)
def test_the_stylesheet_follows_the_direction_of_the_writing(name: str) -> None:
    assert not re.search(rf"[;{{]\s*(?:{PHYSICAL})\s*:", css_of(name))


@pytest.mark.parametrize("name", ALL_CSS)
def test_every_rule_stands_in_a_layer(name: str) -> None:
    outside = re.sub(r"@layer [a-z]+ \{.*?\n\}", "", css_of(name), flags=re.DOTALL)
    assert not re.search(r"^\.[a-z]", outside, re.MULTILINE)


@pytest.mark.parametrize("name", OUR_PAGES)
def test_every_class_of_a_template_is_in_the_stylesheet(name: str) -> None:
    styled = classes_in_css()
    assert {one for one in classes_of(name) if not any(fnmatchcase(known, one) for known in styled)} == set()


def test_every_class_of_the_stylesheet_is_in_a_template() -> None:
    patterns = {one for name in ALL_TEMPLATES for one in classes_of(name)}
    sources = "\n".join(source_of(name) for name in ALL_TEMPLATES)
    unused = {one for one in classes_in_css() if not re.search(rf"(?<![\w-]){one}(?![\w-])", sources)}
    assert {one for one in unused if not any(fnmatchcase(one, pattern) for pattern in patterns)} == set()


def test_every_icon_that_a_template_asks_for_is_drawn() -> None:
    asked = {name for template in ALL_TEMPLATES for name in re.findall(r'\bicon\("(\w+)"\)', source_of(template))}
    drawn = set(re.findall(r'^  "(\w+)": "M', (TEMPLATES / "components/icons.html").read_text(), re.MULTILINE))
    assert asked <= drawn


def test_every_module_that_a_template_asks_for_is_loaded_by_main_and_exists() -> None:
    asked = {
        name
        for template in ALL_TEMPLATES
        for value in re.findall(r'data-module="([^"]+)"', source_of(template))
        for name in value.split()
    }
    main = (SCRIPTS / "main.js").read_text()
    imported = re.findall(r'"?([\w-]+)"?: \(\) => import\("\./([\w/-]+\.js)"\)', main)
    assert asked == {name for name, _file in imported}
    assert [file for _name, file in imported if not (SCRIPTS / file).is_file()] == []
    assert {f"modules/{file.name}" for file in SCRIPTS.glob("modules/*.js")} <= {file for _name, file in imported}
