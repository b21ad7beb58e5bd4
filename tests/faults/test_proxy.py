"""The bad network itself: each fault does what its name says, and nothing else."""

import http.client
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.proxy import BUSY_ANSWER, GONE, ROUGH, Fault, Proxy
from tests.serving import HOST

BODY = b"one answer " * 50
SENT = b"one request " * 50
CUT_OFF = (http.client.HTTPException, OSError)
Ask = Callable[[], tuple[int, bytes]]


class Outside(ThreadingHTTPServer):
    """A server that remembers what reached it."""

    def __init__(self, port: int = 0) -> None:
        super().__init__((HOST, port), _Take)
        self.taken: list[bytes] = []
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Take(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Outside

    def do_POST(self) -> None:
        self.server.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def outside() -> Iterator[Outside]:
    server = Outside()
    yield server
    server.stop()


@pytest.fixture
def proxy(outside: Outside) -> Iterator[Proxy]:
    with Proxy(outside.port, seed=1) as proxy:
        yield proxy


def ask(proxy: Proxy, path: str = "/sync") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(HOST, proxy.port, timeout=10)
    try:
        connection.request("POST", path, SENT)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_healthy_network_carries_everything(proxy: Proxy, outside: Outside) -> None:
    assert ask(proxy) == (200, BODY)
    assert outside.taken == [SENT]
    assert proxy.counts == {"none": 1}


@pytest.mark.parametrize(
    ("fault", "reaches"),
    [
        (Fault.DROP, []),
        (Fault.RESET, []),
        (Fault.HALVE, [SENT[: len(SENT) // 2]]),
        (Fault.LOSE, [SENT]),
        (Fault.LATE, [SENT]),
    ],
)
def test_a_browser_is_cut_off_and_the_server_gets_what_the_fault_says(
    proxy: Proxy, outside: Outside, fault: Fault, reaches: list[bytes]
) -> None:
    proxy.spoil(rates={fault: 1})
    with pytest.raises(CUT_OFF):
        ask(proxy)
    proxy.settle()
    assert outside.taken == reaches
    assert proxy.counts == {fault: 1}


def test_a_late_request_is_overtaken(proxy: Proxy, outside: Outside) -> None:
    proxy.spoil("/late", rates={Fault.LATE: 1})
    with pytest.raises(CUT_OFF):
        ask(proxy, "/late")
    assert outside.taken == []
    assert ask(proxy) == (200, BODY)
    assert outside.taken == [SENT]
    proxy.settle()
    assert outside.taken == [SENT, SENT]


def test_a_truncated_answer_is_never_whole(proxy: Proxy, outside: Outside) -> None:
    proxy.spoil(rates={Fault.TRUNCATE: 1})
    parts: list[bytes] = []
    for _ in range(20):
        try:
            parts.append(ask(proxy)[1])
        except http.client.IncompleteRead as error:
            parts.append(error.partial)
        except CUT_OFF:
            parts.append(b"")
    assert len(outside.taken) == 20
    assert all(BODY.startswith(part) and part != BODY for part in parts)
    assert len(set(parts)) > 10


def test_a_duplicate_reaches_the_server_twice_and_a_delay_once(proxy: Proxy, outside: Outside) -> None:
    proxy.spoil(rates={Fault.DUPLICATE: 1})
    assert ask(proxy) == (200, BODY)
    assert len(outside.taken) == 2
    proxy.spoil(rates={Fault.DELAY: 1})
    assert ask(proxy) == (200, BODY)
    assert len(outside.taken) == 3


def test_who_is_busy_says_when_to_come_again(proxy: Proxy, outside: Outside) -> None:
    proxy.spoil(rates={Fault.BUSY: 1})
    assert ask(proxy) == (503, b"busy")
    assert b"Retry-After: 1" in BUSY_ANSWER
    assert outside.taken == []


def test_only_the_chosen_paths_are_spoiled_and_only_until_they_heal(proxy: Proxy) -> None:
    proxy.spoil("/sync", "/session", rates=GONE)
    for path in ("/sync", "/session"):
        with pytest.raises(CUT_OFF):
            ask(proxy, path)
    assert ask(proxy, "/practice") == (200, BODY)
    proxy.heal()
    assert ask(proxy) == (200, BODY)


def test_the_same_seed_draws_the_same_faults(outside: Outside) -> None:
    draws = []
    for seed in (5, 5, 6):
        proxy = Proxy(outside.port, seed=seed)
        proxy.spoil()
        draws.append([proxy.draw("/") for _ in range(400)])
        proxy.close()
        assert set(proxy.counts) == {*map(str, Fault), "none"}
        assert sum(proxy.counts[fault] for fault in Fault) == pytest.approx(400 * sum(ROUGH.values()), rel=0.25)
    assert draws[0] == draws[1] != draws[2]


def test_without_a_server_the_browser_is_cut_off_until_it_is_back(proxy: Proxy, outside: Outside) -> None:
    outside.stop()
    with pytest.raises(CUT_OFF):
        ask(proxy)
    again = Outside(outside.port)
    try:
        assert ask(proxy) == (200, BODY)
    finally:
        again.stop()
