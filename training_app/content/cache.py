"""A bounded cache of parsed versions, keyed by the SHA-256 of what was parsed."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from training_app.content.version import Content, content_from_canonical


class ContentCache:
    """The most recently used versions of one process."""

    def __init__(self, *, most: int = 256) -> None:
        self._most = most
        self._kept: OrderedDict[str, Content] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, sha256: str, read: Callable[[], str]) -> Content:
        """The parsed content of this SHA-256; `read` gives its canonical JSON when it is not kept yet."""
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
                return self._kept[sha256]
        content = content_from_canonical(read())
        with self._lock:
            self._kept[sha256] = content
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return content
