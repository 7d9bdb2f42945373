"""``python -m bench.writers``: four processes write at once into one SQLite company.

Each signs in at its own server process on the same files and, in turn, stores a call, moves an
appointment and sends a report. One "database is locked" is a failure.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from app.demo.logins import SLUG
from bench import company
from bench.browser import Browser, served
from bench.server import make_app

WRITERS = 4


def main() -> int:
    """Fill, serve by four processes, write, print; 1 when a write failed."""
    options = argparse.ArgumentParser(prog="python -m bench.writers")
    options.add_argument("--rounds", type=int, default=50, help="of three writes, by process")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        app = make_app(Path(folder), "", IN_PROCESS_WORKER=False)
        company.fill(app, 2_000, 6_000)
        found = company.samples(app)
        servers = [stack.enter_context(served(Path(folder), "")) for _one in range(WRITERS)]
        began = time.perf_counter()
        with ProcessPoolExecutor(WRITERS) as pool:
            tasks = [
                pool.submit(_write, server.port, found, turn, chosen.rounds)
                for turn, server in enumerate(servers)
            ]
            results = [task.result() for task in tasks]
        took = time.perf_counter() - began
    times = sorted(ms for done, _failures in results for ms in done)
    failures = [text for _done, texts in results for text in texts]
    click.echo(
        f"{len(times)} writes by {WRITERS} processes in {took:.1f} s: p50 "
        f"{statistics.median(times):.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms, slowest "
        f"{times[-1]:.0f} ms, {len(failures)} failures"
    )
    for text in failures[:3]:
        click.echo(f"  {text[:200]}")
    return 1 if failures else 0


def _write(
    port: int, found: company.Samples, writer: int, rounds: int
) -> tuple[list[float], list[str]]:
    """Return the times of the writes in ms and what went wrong."""
    browser = Browser(port).sign_in(f"{SLUG}.titolare")
    times: list[float] = []
    failures: list[str] = []
    for turn in range(rounds):
        place = writer * rounds + turn
        for write in (_call, _move, _report):
            try:
                times.append(write(browser, found, place))
            except RuntimeError as error:
                failures.append(str(error))
    return times, failures


def _call(browser: Browser, found: company.Samples, place: int) -> float:
    client, _device = found.plants[place % len(found.plants)]
    form = {"client": str(client), "description": f"Caldaia ferma {place}"}
    form |= {"priority": "NORMAL", "coverage": "CLIENT", "channel": "PHONE", "is_other_matter": "y"}
    return browser.post_form("/chiamate/add", form).ms


def _move(browser: Browser, found: company.Samples, place: int) -> float:
    """Move an appointment that no other writer moves, an hour on."""
    span = f"from={found.next_monday}T00:00&to={found.next_monday}T23:59"
    table = json.loads(browser.get(f"/api/v1/appointments/?{span}").body)
    rows = table["appointments"]
    row: dict[str, Any] = dict(zip(table["columns"], rows[place % len(rows)], strict=True))
    body = {name: row[name] for name in ("starts_at", "ends_at", "version", "technicians")}
    # Moved by another writer or reported on in between: told so, as two secretaries would be.
    return browser.patch(f"/api/v1/appointments/{row['id']}", body, expect=(200, 409, 422)).ms


def _report(browser: Browser, found: company.Samples, place: int) -> float:
    visit = found.visits[place % len(found.visits)][0]
    context = json.loads(browser.get(f"/api/v1/reports/context?appointment={visit}").body)
    body = company.report_of(found, place, context["appointment"]["version"])[1]
    return browser.put(f"/api/v1/reports/{uuid.uuid4()}", body).ms


if __name__ == "__main__":
    sys.exit(main())
