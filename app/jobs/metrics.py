"""How many jobs wait or have failed in each company, for Prometheus."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime

import structlog
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from app.jobs.models import OutboxJob
from app.jobs.rules import JobState
from app.jobs.runner import Sessions

log = structlog.get_logger(__name__)

#: States that somebody should know of.
_WATCHED = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)


class JobsCollector(Collector):
    """Asks every company's outbox when the metrics are read: one statement each."""

    def __init__(
        self,
        companies: Callable[[], Iterable[str]],
        company: Callable[[str], AbstractContextManager[object]],
        sessions: Sessions,
        clock: Callable[[], datetime],
    ) -> None:
        self._companies = companies
        self._company = company
        self._sessions = sessions
        self._clock = clock

    def describe(self) -> Iterable[Metric]:
        """Return nothing: registering asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        jobs = GaugeMetricFamily("fiammetta_jobs", "Jobs by state", labels=["company", "state"])
        oldest = GaugeMetricFamily(
            "fiammetta_jobs_overdue_seconds", "Age of the oldest due job", labels=["company"]
        )
        up = GaugeMetricFamily(
            "fiammetta_company_up", "1 when the company's database answers", labels=["company"]
        )
        for slug in self._companies():
            try:
                counts, overdue = self._ask(slug)
            except Exception:  # noqa: BLE001  one broken company must not hide the others
                log.warning("company does not answer", company=slug)
                up.add_metric([slug], 0)
                continue
            up.add_metric([slug], 1)
            oldest.add_metric([slug], overdue)
            for state in _WATCHED:
                jobs.add_metric([slug, state.value], counts.get(state, 0))
        yield from (jobs, oldest, up)

    def _ask(self, slug: str) -> tuple[dict[JobState, int], float]:
        with self._company(slug), closing(self._sessions()) as session:
            rows = session.execute(
                select(OutboxJob.state, func.count(), func.min(OutboxJob.next_attempt_at))
                .where(OutboxJob.state.in_(_WATCHED))
                .group_by(OutboxJob.state)
            ).all()
        counts = {state: count for state, count, _first in rows}
        first = next((due for state, _count, due in rows if state is JobState.QUEUED), None)
        overdue = (self._clock() - first).total_seconds() if first is not None else 0.0
        return counts, max(0.0, overdue)
