"""YAML files in, safely: plain data with the line of everything in it, and faults instead of exceptions."""

import os
import stat
from pathlib import Path as FilePath

from training_app.content.document import Document
from training_app.content.fault import Fault
from training_app.content.parsing import parse

MOST_BYTES = 1_000_000


def read_yaml(path: FilePath, *, name: str) -> Document:
    """Read one file; `name` is how findings call it. Never raises for what the file holds or is."""
    try:
        text = _text(_bytes(path))
    except _Unreadable as error:
        code, message, line = error.fault
        return Document(name, faults=(Fault(name, line, code, message),))
    return parse(text, name=name)


def _bytes(path: FilePath) -> bytes:
    """The bytes of a regular file. Its size is looked at before anything is read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if path.is_symlink():
            message = "This is a symbolic link, which could leave the folder. Put the file itself there."
            raise _Unreadable("E013", message) from error
        message = f"The file cannot be read ({error.strerror}). Add it, or make it readable."
        raise _Unreadable("E001", message) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _Unreadable("E001", "This is not a file. Put a text file there.")
        if status.st_size > MOST_BYTES:
            raise _Unreadable("E002", f"The file holds {status.st_size:,} bytes. Keep it under {MOST_BYTES:,}.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MOST_BYTES)
    finally:
        os.close(descriptor)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "The file is not UTF-8. Save it again with the encoding UTF-8."
        raise _Unreadable("E003", message, line) from error


class _Unreadable(Exception):
    """Nothing of the file can be taken."""

    def __init__(self, code: str, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.fault = (code, message, line)
