"""Call a function in a helper process, which keeps the heavy libraries out of this one.

docs/adr/0008-helper-process.md says why. A helper is an interpreter of its own at the other end
of a socket pair: a pickled call goes in, a pickled answer comes out. It starts at the first call,
does the next ones, and ends when nothing was asked for a while, when it has grown, or when this
process ends in whatever way: its end of the pair then reads the end of the file.
"""

import atexit
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from app.kernel.errors import DomainError
from app.offload.serving import Answer

#: A task that takes longer is given up, seconds: a hundred sheets of labels take a tenth.
PATIENCE_SECONDS = 120.0
#: A helper that nobody asked for so long ends, seconds.
IDLE_SECONDS = 300.0
#: A helper that keeps more memory than this after a task is replaced, MB.
GROWN_MB = 160.0
#: Seconds that an ending helper has before it is killed.
_END_SECONDS = 5.0

_ROOT = Path(__file__).parents[2]
_P = ParamSpec("_P")
_R = TypeVar("_R")
_log = logging.getLogger(__name__)


@dataclass(eq=False)
class HelperLostError(DomainError):
    """The helper process ended during a task, twice, or took too long."""


class _GoneError(Exception):
    """The helper ended before it answered."""


class _Helper:
    """One process, asked by one thread at a time."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-m", "app.offload", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                cwd=_ROOT,
            )
        finally:
            theirs.close()
        self.pid = self._process.pid
        #: When it last answered, on the monotonic clock.
        self.used_at = time.monotonic()

    def ask(self, task: bytes) -> Answer:
        """Send a task and wait for its answer.

        Raises:
            _GoneError: The process ended.
            TimeoutError: It has not answered within `PATIENCE_SECONDS`.
        """
        try:
            self._pipe.send_bytes(task)
            if not self._pipe.poll(PATIENCE_SECONDS):
                raise TimeoutError
            content = self._pipe.recv_bytes()
        except (EOFError, ConnectionError) as error:
            raise _GoneError from error
        self.used_at = time.monotonic()
        return cast("Answer", pickle.loads(content))  # noqa: S301  our own helper wrote it

    def end(self, *, at_once: bool = False) -> None:
        """Close the pipe, which ends the process, and wait until it has gone."""
        self._pipe.close()
        if at_once:
            self._process.kill()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Pool:
    """At most so many helpers, each started when the others are at work."""

    def __init__(self, size: int) -> None:
        self._places = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[_Helper] = []
        self._is_watched = False

    def run(self, task: bytes) -> Answer:
        """Have a task done; once more by a new helper when one dies of it.

        Raises:
            HelperLostError: The second one died too, or one took too long.
        """
        with self._places:
            for helper in (self._taken(), None):
                try:
                    return self._asked(helper or _Helper(), task)
                except _GoneError:
                    _log.warning("helper process gone during a task")
        raise HelperLostError

    def pids(self) -> list[int]:
        """Return the numbers of the processes that wait for a task."""
        with self._lock:
            return [helper.pid for helper in self._idle]

    def close(self) -> None:
        """End the helpers that wait; each at work is ended by whoever asked it."""
        self.end_idle(0.0)

    def end_idle(self, seconds: float) -> None:
        """End the helpers that nobody asked for so long."""
        until = time.monotonic() - seconds
        with self._lock:
            ended = [helper for helper in self._idle if helper.used_at <= until]
            self._idle = [helper for helper in self._idle if helper.used_at > until]
        for helper in ended:
            helper.end()

    def _asked(self, helper: _Helper, task: bytes) -> Answer:
        """Ask a helper; keep it for the next task, or end it when it failed or has grown."""
        is_kept = False
        try:
            answer = helper.ask(task)
            is_kept = answer.memory_mb <= GROWN_MB
        except TimeoutError as error:
            raise HelperLostError from error
        finally:
            if is_kept:
                self._give_back(helper)
            else:
                helper.end(at_once=True)
        return answer

    def _taken(self) -> _Helper | None:
        """Return the helper used last, so that the others grow idle; None: all are at work."""
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, helper: _Helper) -> None:
        with self._lock:
            self._idle.append(helper)
            if self._is_watched:
                return
            self._is_watched = True
        threading.Thread(target=self._watch, name="helpers", daemon=True).start()

    def _watch(self) -> None:
        """End idle helpers; stop when none is left."""
        while True:
            time.sleep(IDLE_SECONDS / 10)
            self.end_idle(IDLE_SECONDS)
            with self._lock:
                if not self._idle:
                    self._is_watched = False
                    return


class _Process:
    """What this process has: its pool, None while everything is done here."""

    def __init__(self) -> None:
        self.size = 0
        self.pool: Pool | None = None

    def configure(self, size: int) -> None:
        """Set how many helpers there may be."""
        if size == self.size:
            return
        self.close()
        self.size = size
        self.pool = Pool(size) if size else None

    def close(self) -> None:
        """End the helpers."""
        if self.pool is not None:
            self.pool.close()

    def forget(self) -> None:
        """Start anew in a forked process: the helpers are its parent's."""
        self.pool = Pool(self.size) if self.size else None


_process = _Process()
os.register_at_fork(after_in_child=_process.forget)
atexit.register(_process.close)

#: Sets how many helpers this process may have; 0: it does everything itself.
configure = _process.configure


def run(function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Call a function of a module, in a helper when this process may have one.

    Args:
        function: Found by its module and name, so not a lambda; its module loads heavy
            libraries inside the function only.
        args: What pickle can hold; what comes back is a copy too.
        kwargs: See `args`.

    Raises:
        HelperLostError: The helper died or took too long. Whatever the function raises, too.
    """
    if _process.pool is None:
        return function(*args, **kwargs)
    answer = _process.pool.run(pickle.dumps((function, args, kwargs)))
    if answer.error is not None:
        raise answer.error
    return cast("_R", answer.value)
