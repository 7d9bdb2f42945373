"""``python -m bench.server``: the shipped server, which also tells its SQL statements.

Each answer names in ``X-Statements`` how many statements it took (without BEGIN, COMMIT and the
choice of the schema), in ``X-Sql-Ms`` how long they ran and in ``X-Cpu-Ms`` how long the processor
was at work for it, which other programs on the machine cannot lengthen by much.
"""

import argparse
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from app import create_app
from config import Demo

_FRAME = ("BEGIN", "SET LOCAL", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "pragma")


class Counter:
    """WSGI middleware that counts the statements of each request, by thread."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self.wsgi = wsgi
        self.seen = threading.local()
        event.listen(Engine, "before_cursor_execute", self._begin)
        event.listen(Engine, "after_cursor_execute", self._end)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, with the two headers."""
        self.seen.count, self.seen.seconds = 0, 0.0
        began = time.thread_time()

        def counted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            spent = f"{self.seen.seconds * 1000:.2f}"
            used = f"{(time.thread_time() - began) * 1000:.2f}"
            told = [
                ("X-Statements", str(self.seen.count)),
                ("X-Sql-Ms", spent),
                ("X-Cpu-Ms", used),
            ]
            return start(status, [*headers, *told], *rest)

        return self.wsgi(environ, counted)

    def _begin(self, *_facts: Any) -> None:
        self.seen.began = time.perf_counter()

    def _end(self, _connection: Any, _cursor: Any, statement: str, *_facts: Any) -> None:
        if not hasattr(self.seen, "count"):  # a statement of another thread than a request's
            return
        self.seen.seconds += time.perf_counter() - self.seen.began
        self.seen.count += not statement.startswith(_FRAME)


def make_app(folder: Path, database: str, **overrides: Any) -> Flask:
    """Return the application on a folder and database; the rate limit of sign-in is off."""
    return create_app(
        Demo, DATA_DIR=folder, DATABASE_URL=database, RATELIMIT_ENABLED=False, **overrides
    )


def main() -> None:
    """Serve on 127.0.0.1 until stopped."""
    options = argparse.ArgumentParser(prog="python -m bench.server")
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--database", default="")
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--worker", action="store_true", help="with the job worker beside it")
    options.add_argument("--threads", type=int, default=Demo.THREADS)
    chosen = options.parse_args()
    app = make_app(
        chosen.data,
        chosen.database,
        HOST="127.0.0.1",
        PORT=chosen.port,
        THREADS=chosen.threads,
        IN_PROCESS_WORKER=chosen.worker,
        WORKER_IS_TOLD=chosen.worker,
    )
    from app.server import serve  # after create_app, which chooses the libraries, as in run.py

    app.wsgi_app = Counter(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way
    serve(app)


if __name__ == "__main__":
    main()
