"""The worker: told after a commit, it does the company's due jobs; a sweep finds the rest.

huey carries only a company's name. What is to do stays in the company's outbox, so a lost or
doubled message costs nothing.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from huey import (  # type: ignore[import-untyped]  # ships no types
    Huey,
    RedisHuey,
    SqliteHuey,
    crontab,
)
from huey.consumer import Consumer  # type: ignore[import-untyped]  # ships no types
from huey.serializer import (  # type: ignore[import-untyped]  # ships no types
    SignedSerializer,
)

from app.jobs.runner import Clock, Sessions, run_due

#: Jobs of one company in a row; then the others have their turn.
TURN = 20

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Surroundings:
    """What the worker needs from the application."""

    #: Slugs of the companies in use.
    companies: Callable[[], Iterable[str]]
    #: Works for one company inside a ``with``.
    company: Callable[[str], AbstractContextManager[object]]
    #: Makes a session on the company at work.
    sessions: Sessions
    clock: Clock
    #: Done for each company every minute, each in a transaction of its own: what looks for work
    #: that nobody asked for. Any number of workers may do it at once.
    rounds: tuple[Callable[..., object], ...] = ()


def make_queue(data_dir: Path, secret: str, redis_url: str | None = None) -> Huey:
    """Return the queue: a file in the data folder, or Redis when several machines share it.

    Args:
        data_dir: Folder of the application's data.
        secret: Messages are signed with it: a message made elsewhere is refused unread.
        redis_url: For instance ``redis://localhost:6379/0``; None for the file.
    """
    signed = SignedSerializer(secret=secret, salt="fiammetta.jobs")
    if redis_url:
        return RedisHuey("fiammetta", url=redis_url, results=False, serializer=signed)
    data_dir.mkdir(parents=True, exist_ok=True)
    file = str(data_dir / "queue.db")
    return SqliteHuey("fiammetta", filename=file, results=False, serializer=signed)


class Worker:
    """Does the jobs of all companies; any number of them may run at once."""

    def __init__(self, queue: Huey, surroundings: Surroundings) -> None:
        self._queue = queue
        self._around = surroundings
        self._consumer: Consumer | None = None
        self._wake = queue.task(name="company_jobs")(self.run_company)
        queue.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)

    def tell(self, slug: str) -> None:
        """Have a company's jobs done soon; called after the commit that asked for them."""
        try:
            self._wake(slug)
        except Exception:  # noqa: BLE001  # see below
            # The commit stands and the answer must not fail: the sweep will find the job.
            _log.exception("worker_not_told", company=slug)

    def is_reachable(self) -> int:
        """Ask the queue how much waits in it; raises when it does not answer."""
        return int(self._queue.pending_count())

    def run_company(self, slug: str) -> int:
        """Do the due jobs of one company and return how many were tried."""
        with self._around.company(slug):
            tried = run_due(self._around.sessions, now=self._around.clock, limit=TURN)
        if tried == TURN:
            self.tell(slug)
        return tried

    def sweep(self) -> int:
        """Do what is due in any company: retries, and jobs whose message was lost."""
        tried = 0
        for slug in self._around.companies():
            try:
                self._go_round(slug)
                tried += self.run_company(slug)
            except Exception:  # noqa: BLE001  # see below
                # One company's broken database must not stop the others' jobs.
                _log.exception("sweep_failed", company=slug)
        return tried

    def _go_round(self, slug: str) -> None:
        """Do what is done every minute; what fails is logged and does not stop the jobs."""
        for task in self._around.rounds:
            try:
                with self._around.company(slug), self._around.sessions() as session:
                    task(session, now=self._around.clock())
                    session.commit()
            except Exception:  # noqa: BLE001  # see above
                _log.exception("round_failed", company=slug, task=getattr(task, "__name__", ""))

    def start(self, *, workers: int = 1) -> None:
        """Work in threads of this process (`make run`)."""
        self._consumer = _QuietConsumer(self._queue, workers=workers, max_delay=1.0)
        self._consumer.start()

    def stop(self) -> None:
        """Stop the threads after the job at hand."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None

    def run(self, *, workers: int = 2) -> None:
        """Work until the process is told to stop (`flask worker`)."""
        Consumer(self._queue, workers=workers, max_delay=1.0, graceful_signal="TERM").run()


class _QuietConsumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """A consumer that leaves the signals to the web server around it."""

    def _set_signal_handlers(self, *_args: Any) -> None:
        """Change nothing."""
