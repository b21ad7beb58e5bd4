"""Bounded caches of one process: what was made and used most recently is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from training_app.content.version import Content, content_from_canonical

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """The most recently used values, none of which ever changes."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of this key; `make` gives it when it is not kept yet, for two who ask at once twice."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value


class ContentCache:
    """Parsed versions, by the SHA-256 of what was parsed."""

    def __init__(self, *, most: int = 256) -> None:
        self._kept: Cache[str, Content] = Cache(most=most)

    def get(self, sha256: str, read: Callable[[], str]) -> Content:
        """The parsed content of this SHA-256; `read` gives its canonical JSON when it is not kept yet."""
        return self._kept.get(sha256, lambda: content_from_canonical(read()))
