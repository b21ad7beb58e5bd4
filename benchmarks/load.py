"""A light load generator: requests made up beforehand, sent over kept-alive connections by one loop.

It spends some 40 µs of its own a request, so that on two cores the server is what is measured.
"""

import json
import re
import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.serving import HOST

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Timing:
    """How fast requests were answered; latencies in seconds."""

    latencies: tuple[float, ...]
    seconds: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """The latency, in seconds, that so many percent (1-99) of the requests did not exceed."""
        return statistics.quantiles(self.latencies, n=100, method="inclusive")[percent - 1]


def joined(timings: Sequence[Timing]) -> Timing:
    """Several rounds as one."""
    latencies = tuple(latency for timing in timings for latency in timing.latencies)
    return Timing(latencies, sum(timing.seconds for timing in timings))


def request_bytes(method: str, path: str, headers: dict[str, str], fields: dict[str, object] | None = None) -> bytes:
    """One HTTP request with the fields of a form, ready to be sent."""
    if fields is None:
        return _request(method, path, headers, b"")
    return _request(method, path, headers | _content("x-www-form-urlencoded"), urlencode(fields).encode())


def json_request(method: str, path: str, headers: dict[str, str], body: object) -> bytes:
    """One HTTP request with a JSON body, ready to be sent."""
    return _request(method, path, headers | _content("json"), json.dumps(body).encode())


def _content(kind: str) -> dict[str, str]:
    return {"Content-Type": f"application/{kind}"}


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    length = {"Content-Length": str(len(body))} if body else {}
    head = "".join(f"{name}: {value}\r\n" for name, value in ({"Host": HOST} | headers | length).items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass(slots=True)
class _Connection:
    """One keep-alive connection and the requests that it still has to send, the next one last."""

    socket: socket.socket
    waiting: list[bytes]
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def send_next(self) -> None:
        self.received.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(self.waiting.pop())

    def receive(self) -> bool:
        """Take what has come; whether the answer is complete. Raises RuntimeError at any status but 200."""
        self.received += self.socket.recv(CHUNK)
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        length = LENGTH.search(self.received, 0, end + 2)
        if not self.received.startswith(b"HTTP/1.1 200") or length is None:
            raise RuntimeError(f"not an answer to time: {bytes(self.received[:600])!r}")
        return len(self.received) >= end + 4 + int(length.group(1))


def drive(port: int, scripts: Sequence[Sequence[bytes]]) -> Timing:
    """Send each script's requests over a connection of its own, each when the one before it is answered."""
    selector = selectors.DefaultSelector()
    for script in scripts:
        connected = socket.create_connection((HOST, port))
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connected, selectors.EVENT_READ, _Connection(connected, [*reversed(script)]))
    latencies: list[float] = []
    start = time.perf_counter()
    for key in selector.get_map().values():
        key.data.send_next()
    while selector.get_map():
        for key, _events in selector.select():
            connection: _Connection = key.data
            if not connection.receive():
                continue
            latencies.append(time.perf_counter() - connection.sent_at)
            if connection.waiting:
                connection.send_next()
            else:
                selector.unregister(connection.socket)
                connection.socket.close()
    return Timing(tuple(latencies), time.perf_counter() - start)
