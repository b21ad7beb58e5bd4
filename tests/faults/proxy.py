"""A proxy on loopback that treats requests as a bad network does; what and how often comes from a seed.

Every exchange has a connection of its own, so that no fault is hidden by a browser's own second attempt.
"""

import re
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from random import Random
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, Self

from tests.patience import PATIENCE
from tests.serving import HOST

LONGEST_DELAY = 0.4
RESET_AT_CLOSE = struct.pack("ii", 1, 0)
LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE)
HOST_HEADER = re.compile(rb"^host: *([^\r\n]+)", re.IGNORECASE)
FORWARDED = b"X-Forwarded-Host: %s\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
BUSY_ANSWER = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 4\r\nConnection: close\r\n\r\nbusy"
)


class Fault(StrEnum):
    """What may happen to an exchange."""

    DROP = "drop"  # the request never reaches the server
    HALVE = "halve"  # half of it does, then the line is cut
    LOSE = "lose"  # the server takes it, and its answer is lost
    LATE = "late"  # the browser is cut off, and the server takes it when others have overtaken it
    TRUNCATE = "truncate"  # the answer stops anywhere, also in its headers
    DUPLICATE = "duplicate"  # the server gets it twice, the browser one answer
    DELAY = "delay"  # it takes longer, on the way there or back
    BUSY = "busy"  # something on the way answers 503 with `Retry-After: 1`
    RESET = "reset"  # the connection is reset


Rates = Mapping[Fault, float]
ROUGH: Rates = dict.fromkeys(Fault, 0.04)
GONE: Rates = {Fault.RESET: 1}


class Proxy:
    """Listens on `port`, before the server on `target`, which may be killed and started again meanwhile.

    It begins healthy. `counts` tells how many exchanges met which fault, and how many met `none`. With `tls` it is
    reached by https, and tells the server so as `deploy/lan/nginx.conf` does.
    """

    def __init__(self, target: int, *, seed: int, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.target = target
        self._random = Random(seed)
        self._rates: Rates = {}
        self._paths: tuple[str, ...] = ()
        self._news = threading.Condition()
        self._on_its_way = 0
        self.counts: Counter[str] = Counter()
        self._listener = _Listener(self)
        self.port: int = self._listener.server_address[1]
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.shutdown()
        self._thread.join(PATIENCE)
        self.close()

    def close(self) -> None:
        """Free the port."""
        self._listener.server_close()

    def spoil(self, *paths: str, rates: Rates = ROUGH) -> None:
        """From now on requests below these paths (all, without any) meet faults at these rates; others pass."""
        with self._news:
            self._rates, self._paths = rates, paths or ("/",)

    def heal(self) -> None:
        """From now on everything passes."""
        self.spoil(rates={})

    def settle(self) -> None:
        """Wait until nothing is on its way any longer, what is late included."""
        with self._news:
            assert self._news.wait_for(lambda: self._on_its_way == 0, PATIENCE)

    def draw(self, path: str) -> tuple[Fault | None, float]:
        """What happens to the next exchange, and a chance from 0 to 1 for how long, how much or on which way."""
        with self._news:
            rates = self._rates if path.startswith(self._paths) else {}
            weights = [*rates.values(), max(0, 1 - sum(rates.values()))]
            [fault] = self._random.choices([*rates, None], weights)
            self.counts[fault or "none"] += 1
            return fault, self._random.random()

    @contextmanager
    def carrying(self) -> Iterator[None]:
        """For as long as an exchange is on its way."""
        with self._news:
            self._on_its_way += 1
        try:
            yield
        finally:
            with self._news:
                self._on_its_way -= 1
                self._news.notify_all()

    def ask(self, request: bytes) -> bytes:
        """All that the server answers, which is nothing when it is not there."""
        answer = bytearray()
        with suppress(OSError), socket.create_connection((HOST, self.target), PATIENCE) as server:
            server.sendall(request)
            server.shutdown(socket.SHUT_WR)
            while part := server.recv(65536):
                answer += part
        return bytes(answer)


class _Listener(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, proxy: Proxy) -> None:
        super().__init__((HOST, 0), _Exchange)
        self.proxy = proxy

    def get_request(self) -> tuple[socket.socket, Any]:
        """The next connection; hands are shaken in its own thread."""
        connection, address = super().get_request()
        if self.proxy.tls:
            return self.proxy.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address
        return connection, address


class _Exchange(StreamRequestHandler):
    timeout = PATIENCE
    server: _Listener

    def handle(self) -> None:
        """Carry one request and its answer, or do what the draw says. A browser may go away at any moment."""
        with suppress(OSError):
            first = self.rfile.readline()
            if first:  # browsers open connections that they may never use
                with self.server.proxy.carrying():
                    self._treat(first.split()[1].decode("latin-1"), self._rest_of(first))

    def _rest_of(self, first: bytes) -> bytes:
        lines, length = [first], 0
        while (line := self.rfile.readline()).strip():
            if found := LENGTH.match(line):
                length = int(found.group(1))
            if not line.lower().startswith((b"connection:", b"keep-alive:")):
                lines.append(line)
            if self.server.proxy.tls and (host := HOST_HEADER.match(line)):
                lines.append(FORWARDED % host.group(1))
        return b"".join([*lines, b"Connection: close\r\n\r\n", self.rfile.read(length)])

    def _treat(self, path: str, request: bytes) -> None:
        proxy = self.server.proxy
        fault, chance = proxy.draw(path)
        match fault:
            case Fault.DROP:
                self._cut_off()
            case Fault.HALVE:
                proxy.ask(request[: -max(1, len(request.partition(b"\r\n\r\n")[2]) // 2)])
                self._cut_off()
            case Fault.LOSE:
                proxy.ask(request)
                self._cut_off()
            case Fault.LATE:
                self._cut_off()
                time.sleep(LONGEST_DELAY * (1 + chance))
                proxy.ask(request)
            case Fault.TRUNCATE:
                answer = proxy.ask(request)
                self._answer(answer[: int(len(answer) * chance)])
            case Fault.DUPLICATE:
                answers = [proxy.ask(request), proxy.ask(request)]
                self._answer(answers[round(chance)])
            case Fault.DELAY:
                self._delay(request, chance)
            case Fault.BUSY:
                self._answer(BUSY_ANSWER)
            case Fault.RESET:
                self._reset()
            case None:
                self._answer(proxy.ask(request))

    def _delay(self, request: bytes, chance: float) -> None:
        """Up to half of the chances delay the way there, the others the way back."""
        if chance < 0.5:
            time.sleep(LONGEST_DELAY * chance * 2)
        answer = self.server.proxy.ask(request)
        if chance >= 0.5:
            time.sleep(LONGEST_DELAY * (chance - 0.5) * 2)
        self._answer(answer)

    def _answer(self, answer: bytes) -> None:
        if answer:
            self.wfile.write(answer)
        else:
            self._reset()

    def _cut_off(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        self.rfile.close()
        self.connection.close()
