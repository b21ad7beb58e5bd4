"""The browser's script as one file: its modules are joined at start, so that a first visit fetches one and not forty.

The modules under `static/js/` stay what they are. Joined, each becomes a function that runs once, after those that it
imports; what is imported dynamically is there when it is asked for. Only the forms of import and export that the
house uses are understood; anything else stops the start with its file.
"""

import re
from pathlib import Path

NAMES = r"\{([^{}]*)\}"
IMPORT = re.compile(rf'^import {NAMES} from "(\.[^"]+)";\n', re.MULTILINE)
DYNAMIC_IMPORT = re.compile(r'\bimport\("(\.[^"]+)"\)')
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
EXPORT_FROM = re.compile(rf'^export {NAMES} from "(\.[^"]+)";\n', re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?:/\*\*?.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
NOT_UNDERSTOOD = re.compile(r"^(?:import|export|await)\b.*|\bimport\.meta\b|\bimport\((?!\")", re.MULTILINE)


class NotJoinable(ValueError):
    """A module uses a form of import or export, or a circle of imports, that cannot be joined."""


def joined_script(entry: Path) -> str:
    """The module `entry` with all that it imports, as the text of one module. Raises NotJoinable."""
    return "\n".join(_Modules().joined(entry.resolve())) + "\n"


class _Modules:
    """The modules of one script, each under a name of its own."""

    def __init__(self) -> None:
        self._names: dict[Path, str] = {}
        self._texts: dict[Path, str] = {}
        self._later: list[Path] = []

    def joined(self, entry: Path) -> list[str]:
        """The entry, and before it whatever it needs now or later."""
        self._add(entry, above=())
        while self._later:
            self._add(self._later.pop(), above=())
        script = self._texts.pop(entry)
        return [*self._texts.values(), script]

    def _add(self, path: Path, *, above: tuple[Path, ...]) -> None:
        """Append the module after those that it imports. `above` is who waits for it."""
        if path in above:
            raise NotJoinable(f"{path} imports itself by way of {above[-1]}")
        if path in self._texts:
            return
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for form in (IMPORT, EXPORT_FROM):
            for found in form.finditer(text):
                self._add((path.parent / found.group(2)).resolve(), above=(*above, path))
        self._later += [(path.parent / found.group(1)).resolve() for found in DYNAMIC_IMPORT.finditer(text)]
        self._texts[path] = self._as_function(path, text)

    def _as_function(self, path: Path, text: str) -> str:
        """The module as a function that gives what it exports."""
        shown = [found.group(1) for found in EXPORT.finditer(text)]
        for found in EXPORT_FROM.finditer(text):
            module = self._name(path, found.group(2))
            shown += [f"{name}: {module}.{name}" for name in re.findall(r"\w+", found.group(1))]
        text = EXPORT_FROM.sub("", EXPORT.sub("", text))
        text = IMPORT.sub(
            lambda found: f"const {{{found.group(1).replace(' as ', ': ')}}} = {self._name(path, found.group(2))};\n",
            text,
        )
        text = DYNAMIC_IMPORT.sub(lambda found: f"Promise.resolve({self._name(path, found.group(1))})", text)
        strange = NOT_UNDERSTOOD.search(text)
        if strange:
            raise NotJoinable(f"{path}: “{strange.group()}” is not understood here")
        return f"const {self._name(path.parent, path.name)} = (() => {{\n{text}return {{ {', '.join(shown)} }};\n}})();"

    def _name(self, importer: Path, address: str) -> str:
        """The name under which a module is known to the others; `importer` is the file or folder it is named from."""
        folder = importer if importer.is_dir() else importer.parent
        return self._names.setdefault((folder / address).resolve(), f"module{len(self._names)}")
