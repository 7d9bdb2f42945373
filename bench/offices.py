"""``python -m bench.offices --database URL``: fifty offices at work at once on PostgreSQL.

Each office is a company of its own and one person at the desk, who opens a page, reads it for a
moment and opens the next. The time of every page counts; p95 is to stay below 300 ms.
"""

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from flask import Flask

from app.accounts import provisioning
from app.demo.logins import PASSWORD
from app.extensions import db
from app.web.clock import utc_now
from bench.browser import Browser, served
from bench.server import make_app

#: Most ms of 95 pages in 100.
BUDGET = 300
PAGES = ("/", "/clienti/", "/chiamate/", "/agenda/", "/apparecchi/", "/interventi/")


def main() -> int:
    """Make the companies, let them work, print, drop them; 1 when over the budget."""
    options = argparse.ArgumentParser(prog="python -m bench.offices")
    options.add_argument("--database", required=True, help="PostgreSQL address")
    options.add_argument("--offices", type=int, default=50)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--pause", type=float, default=2.0, help="mean seconds between two pages")
    options.add_argument("--servers", type=int, default=2, help="processes, one for each core")
    chosen = options.parse_args()
    slugs = [f"ufficio{number:03}" for number in range(chosen.offices)]
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder), chosen.database, IN_PROCESS_WORKER=False)
        try:
            _make(app, slugs)
            times = _work(Path(folder), slugs, chosen)
        finally:
            _drop(app, slugs)
    slow = times[int(len(times) * 0.95)]
    click.echo(
        f"{chosen.offices} offices, {len(times)} pages in {chosen.seconds:.0f} s: p50 "
        f"{statistics.median(times):.0f} ms, p95 {slow:.0f} ms (at most {BUDGET})"
    )
    return 1 if slow > BUDGET else 0


def _make(app: Flask, slugs: list[str]) -> None:
    with app.app_context():
        for slug in slugs:
            provisioning.create_company(
                slug, slug.title(), admin="capo", password=PASSWORD, now=utc_now()
            )


def _drop(app: Flask, slugs: list[str]) -> None:
    with app.app_context():
        for slug in slugs:
            if db.directory.find(slug) is not None:
                db.directory.remove(slug)
                db.router.drop(slug)


def _work(folder: Path, slugs: list[str], chosen: argparse.Namespace) -> list[float]:
    """Return the time of every page in ms, fastest first."""
    with (
        served(folder, chosen.database) as first,
        served(folder, chosen.database) as second,
        ThreadPoolExecutor(len(slugs)) as pool,
    ):
        ports = itertools.cycle((first.port, second.port)[: chosen.servers])
        browsers = [
            Browser(port).sign_in(f"{slug}.capo") for slug, port in zip(slugs, ports, strict=False)
        ]
        until = time.monotonic() + chosen.seconds
        tasks = [pool.submit(_office, browser, until, chosen.pause) for browser in browsers]
        return sorted(ms for task in tasks for ms in task.result())


def _office(browser: Browser, until: float, pause: float) -> list[float]:
    rng = random.Random()  # noqa: S311  only when somebody clicks
    times = []
    time.sleep(rng.uniform(0, pause))
    for page in itertools.cycle(PAGES):
        if time.monotonic() > until:
            return times
        times.append(browser.get(page).ms)
        time.sleep(rng.expovariate(1 / pause))
    return times


if __name__ == "__main__":
    sys.exit(main())
