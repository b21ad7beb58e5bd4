"""The web server: gunicorn, with threads for SQLite's one process and more processes on PostgreSQL."""

import gc
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from training_app.cli.housekeeping import Housekeeping

THREADS = 16
# A request leaves a few thousand objects and no cycles worth hurrying for; Python's own number is 700.
COLLECT_AFTER = 20_000


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with this application, whose settings come from us and from nowhere else."""

    def __init__(self, app: Flask, *, host: str, port: int, workers: int = 1) -> None:
        self._app = app
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._workers = workers
        self._housekeeping = Housekeeping(app)
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": "gthread",
            "workers": self._workers,
            "threads": THREADS,
            "keepalive": 15,
            "graceful_timeout": 10,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "regulars",
            "post_worker_init": self._begin_housekeeping,
            "worker_exit": self._end_housekeeping,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def _begin_housekeeping(self, _worker: object) -> None:
        """In each worker, once it serves: threads do not outlive a fork."""
        self._housekeeping.start()

    def _end_housekeeping(self, _server: object, _worker: object) -> None:
        self._housekeeping.stop()

    def load(self) -> Flask:
        """The application, in a worker: what is loaded by now stays for good and is never searched for garbage."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)
        return self._app
