"""A disk that can be filled and emptied again: a small tmpfs where that may be mounted, else a limit on file sizes."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.serving import Server

SIZE = 16 * 1024 * 1024
CHUNK = 4096


class Disk(Protocol):
    """Where a server's files lie."""

    def fill(self, server: Server) -> None: ...
    def empty(self, server: Server) -> None: ...


class SmallDisk:
    """A real file system of a few megabytes, filled by a file that takes all that is left."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, server: Server) -> None:
        del server
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(CHUNK)):
                    pass
            except OSError:
                return

    def empty(self, server: Server) -> None:
        del server
        self._ballast.unlink()


class LimitedFiles:
    """No file of the server's processes can grow any more: each write beyond its first bytes fails."""

    def fill(self, server: Server) -> None:
        self._limit(server, 1)

    def empty(self, server: Server) -> None:
        self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server: Server, most: int) -> None:
        for process in server.processes():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@contextmanager
def disk_at(folder: Path) -> Iterator[Disk]:
    """The best that this machine allows."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        yield LimitedFiles()
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
