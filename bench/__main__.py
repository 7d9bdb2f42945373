"""``python -m bench``: fill a company, serve it on loopback, time its pages.

The server runs as shipped (waitress, eight threads) in a process of its own; only the job worker
is off, so that no document of the reports just sent is made in between. Figures hold the client's
cost too. Of several series the best counts: other programs on the machine only make it slower.
"""

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from app.demo.logins import SLUG
from bench import company
from bench.browser import Answer, Browser, served
from bench.pages import (
    ASSETS_KB,
    HTML_KB,
    MEMORY_MB,
    STATEMENTS,
    Page,
    Visit,
    first_assets_kb,
    pages,
)
from bench.server import make_app

#: From this many clients on a page may cost twice its budget.
LARGE = 200_000


@dataclass(frozen=True)
class Series:
    """One series of answers to one page."""

    p50: float
    p95: float
    cpu: float
    last: Answer


def main() -> int:
    """Fill, serve, measure, print; 1 when a budget is exceeded and --strict."""
    chosen = _options()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.data or Path(temporary)
        app = make_app(folder, chosen.database, IN_PROCESS_WORKER=False)
        was_made = company.fill(app, chosen.clients, chosen.interventions)
        try:
            over = _measured(folder, chosen, company.samples(app))
        finally:
            if was_made and chosen.data is None:
                company.drop(app)
    return 1 if over and chosen.strict else 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument("--clients", type=int, default=20_000)
    options.add_argument("--interventions", type=int, default=60_000)
    options.add_argument("--database", default="", help="PostgreSQL address; SQLite without")
    options.add_argument("--data", type=Path, help="keep the filled company here, and use it again")
    options.add_argument("--rounds", type=int, default=30, help="requests of one series")
    options.add_argument("--series", type=int, default=3, help="series, of which the best counts")
    options.add_argument("--only", default="", help="pages whose name contains this")
    options.add_argument("--strict", action="store_true", help="fail when a budget is exceeded")
    return options.parse_args()


def _measured(folder: Path, chosen: argparse.Namespace, found: company.Samples) -> bool:
    with served(folder, chosen.database) as server:
        visit = Visit(
            Browser(server.port).sign_in(f"{SLUG}.titolare"),
            Browser(server.port).sign_in(f"{SLUG}.tecnico"),
            found,
        )
        shown = [page for page in pages(found) if chosen.only in page.name]
        best: dict[str, Series] = {}
        for _turn in range(chosen.series):
            for page in shown:
                series = _series(page, visit, chosen.rounds)
                former = best.get(page.name)
                best[page.name] = series if former is None else min(former, series, key=_p50)
        factor = 2 if found.clients >= LARGE else 1
        _heading(found, chosen.database)
        over = [_line(page, best[page.name], factor) for page in shown]
        over.append(_limit("first script and style, kB", first_assets_kb(visit.office), ASSETS_KB))
        over.append(_limit("memory of the server, MB", server.memory_mb(), MEMORY_MB))
    return any(over)


def _series(page: Page, visit: Visit, rounds: int) -> Series:
    times, cpu = [], []
    for turn in range(rounds + 2):
        answer = page.ask(visit, turn)
        if page.shows not in answer.text:
            sys.exit(f"{page.name}: answered without {page.shows!r}")
        times.append(answer.ms)
        cpu.append(answer.cpu_ms)
    times = sorted(times[2:])  # the first two warm caches
    slow = times[int(len(times) * 0.95)]
    return Series(statistics.median(times), slow, statistics.median(cpu), answer)


def _p50(series: Series) -> float:
    return series.p50


def _heading(found: company.Samples, database: str) -> None:
    kind = "PostgreSQL" if database else "SQLite"
    click.echo(f"{kind}, {found.clients} clients, {found.interventions} interventions, ms")
    click.echo(
        f"{'':28} {'p50':>7} {'p95':>7} {'budget':>7} {'peers':>6} {'CPU':>6} {'SQL':>4} "
        f"{'SQL ms':>7} {'kB':>6}"
    )


def _line(page: Page, series: Series, factor: int) -> bool:
    answer, budget = series.last, page.budget * factor
    size = len(answer.body) / 1000
    faults = [
        name
        for name, is_over in (
            ("TIME", series.p50 > budget),
            ("STATEMENTS", page.is_page and answer.statements > STATEMENTS),
            ("SIZE", page.is_page and size > HTML_KB),
        )
        if is_over
    ]
    click.echo(
        f"{page.name:28} {series.p50:7.1f} {series.p95:7.1f} {budget:7.0f} {page.peers or '-':>6} "
        f"{series.cpu:6.1f} {answer.statements:4} {answer.sql_ms:7.1f} {size:6.1f}"
        + ("  OVER: " + ", ".join(faults) if faults else "")
    )
    return bool(faults)


def _limit(name: str, value: float, limit: float) -> bool:
    click.echo(f"{name:28} {value:7.1f} {'':7} {limit:7}" + ("  OVER" if value > limit else ""))
    return value > limit


if __name__ == "__main__":
    sys.exit(main())
