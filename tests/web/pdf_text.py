"""The texts of a PDF with the places where they stand, as far as documents that typst sets need it.

It follows the file's own tables from glyphs to letters (ISO 32000-1, 9.10.3), so that what is read is what one copies
out of a viewer.
"""

import re
import zlib
from collections import defaultdict
from dataclasses import dataclass

OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
BLOCK = re.compile(rb"q 1 0 0 -1 (\S+) (\S+) cm(.*?)\nQ", re.DOTALL)
PLAIN = rb"(?:\\.|[^\\()])*"
PAIRED = rb"(?:" + PLAIN + rb"\(" + PLAIN + rb"\))*" + PLAIN  # parentheses that come in pairs stand unescaped
SHOWN = re.compile(rb"/(\w+) \S+ Tf|\((" + PAIRED + rb")\)", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Run:
    """One text of a page; `y` grows upwards, as it does on paper."""

    page: int
    x: float
    y: float
    text: str


def pages_of(pdf: bytes) -> list[list[Run]]:
    """The texts of each page in the order of the file."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_runs(number, page, objects) for number, page in enumerate(pages)]


def rows_of(runs: list[Run], columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The lines under a table's head on one page; a text belongs to the last column that begins left of it.

    What begins left of all columns is the foot of the page.
    """
    lines: dict[float, list[Run]] = defaultdict(list)
    for run in runs:
        lines[round(run.y)].append(run)
    head = next(y for y, line in lines.items() if {run.text for run in line} >= set(columns))
    starts = {run.text: run.x for run in lines[head]}
    found = []
    for y in sorted((y for y in lines if y < head), reverse=True):
        if min(run.x for run in lines[y]) < min(starts.values()) - 1:
            continue
        cells = dict.fromkeys(columns, "")
        for run in sorted(lines[y], key=lambda run: run.x):
            column = max((name for name in columns if starts[name] <= run.x + 1), key=starts.__getitem__)
            cells[column] += run.text
        found.append(tuple(cells.values()))
    return found


def _runs(number: int, page: bytes, objects: dict[int, bytes]) -> list[Run]:
    resources = objects[_reference(page, b"Resources")]
    fonts = {name: _letters(objects[int(font)], objects) for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
    content = _unpacked(objects[_reference(page, b"Contents")])
    blocks = (block for block in BLOCK.findall(content) if b"BT" in block[2])
    return [Run(number, float(x), float(y), _text(shown, fonts)) for x, y, shown in blocks]


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"\s+(\d+) 0 R", body)
    assert found, name
    return int(found.group(1))


def _unpacked(body: bytes) -> bytes:
    stream = STREAM.search(body)
    assert stream
    return zlib.decompress(stream.group(1))


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """From the number of a glyph to what it stands for."""
    table = _unpacked(objects[_reference(font, b"ToUnicode")])
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    return {int(glyph, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs}


def _text(shown: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    text = ""
    for font, literal in SHOWN.findall(shown):
        if font:
            letters = fonts[font]
            continue
        glyphs = ESCAPED.sub(_unescaped, literal)
        text += "".join(letters[int.from_bytes(glyphs[at : at + 2])] for at in range(0, len(glyphs), 2))
    return text


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found.group(1)
    return bytes([int(sign, 8)]) if sign.isdigit() else LETTERS.get(sign, sign)
