"""The helper's side: do the tasks that come through a pipe. Imports nothing heavy itself."""

import os
import pickle
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a helper sends back."""

    value: Any = None
    #: What the function raised; None when it returned.
    error: Exception | None = None
    #: Memory of the helper after the task, MB; 0 where the system does not say.
    memory_mb: float = 0.0


def serve(descriptor: int) -> None:
    """Do tasks until the process that sends them closes the pipe.

    Args:
        descriptor: Our end of the pair, inherited.
    """
    pipe = Connection(descriptor)
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send_bytes(_done(pipe.recv_bytes()))


def _done(task: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(task)  # noqa: S301  our own server wrote it
        answer = Answer(function(*args, **kwargs), memory_mb=_memory_mb())
    except Exception as error:  # noqa: BLE001  whoever asked is told, whatever it is
        answer = Answer(error=_portable(error), memory_mb=_memory_mb())
    return pickle.dumps(answer)


def _portable(error: Exception) -> Exception:
    """Return an error that can travel: itself, or one that says what it was."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  written in the same line
    except Exception:  # noqa: BLE001  anything may go wrong in another's class
        return RuntimeError(repr(error))
    return error


def _memory_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2
