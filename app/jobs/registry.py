"""Which function does which job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: ``handler(session, *args, now=…)``: does the work; the runner commits it together with the
#: mark that it is done. A handler that talks to the outside (SMTP, SdI) ends its reading
#: transaction first with ``session.commit()``, so that no lock is held while it waits.
Handler = Callable[..., None]

#: ``on_failure(session, error, *args, final=…, now=…)``: notes a failed attempt on the domain's
#: own row, in the transaction that notes it on the job.
FailureHandler = Callable[..., None]


@dataclass(frozen=True)
class Job:
    """A registered job."""

    name: str
    handler: Handler
    on_failure: FailureHandler | None


_jobs: dict[str, Job] = {}


def job(name: str, *, on_failure: FailureHandler | None = None) -> Callable[[Handler], Handler]:
    """Register the function below as the handler of a job."""

    def register(handler: Handler) -> Handler:
        known = _jobs.get(name)
        if known is not None and _origin(known.handler) != _origin(handler):
            raise ValueError(f"two handlers for the job {name}")
        _jobs[name] = Job(name, handler, on_failure)
        return handler

    return register


def find(name: str) -> Job:
    """Return a registered job; `LookupError` names one that is not."""
    if name not in _jobs:
        raise LookupError(f"no handler for the job {name}")
    return _jobs[name]


def names() -> frozenset[str]:
    """Return all registered names (for the contract test)."""
    return frozenset(_jobs)


def _origin(function: Any) -> tuple[str, str]:
    return function.__module__, function.__qualname__
