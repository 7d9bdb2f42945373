"""``python -m bench.issuing``: the run that issues all drafts, with 10,000 of them.

Fills a company, makes drafts of three lines each for its clients and lets the job do its work in
this process, as the worker does it. Prints the time of one invoice and the memory of the process.
"""

import argparse
import os
import resource
import tempfile
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select, true

from app.clients.models import Client
from app.demo.logins import SLUG
from app.invoices import batch, jobs, service
from app.invoices.models import Invoice
from app.invoices.rules import InvoiceState
from app.invoices.rules_facts import Line
from app.invoices.schema import invoice_schema
from app.jobs.models import Progress
from app.jobs.progress import begin_progress
from app.kernel.dates import local_day
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.web.errors import user_message
from app.worker import job_session
from bench import company
from bench.server import make_app

#: Drafts made in one transaction.
_CHUNK = 200


def main() -> int:
    """Fill, make the drafts, issue them, print; 1 when a number is missing or a draft is left."""
    options = argparse.ArgumentParser(prog="python -m bench.issuing")
    options.add_argument("--invoices", type=int, default=10_000)
    options.add_argument("--database", default="", help="PostgreSQL address; SQLite without")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder), chosen.database, IN_PROCESS_WORKER=False, WORKER_IS_TOLD=False)
        was_made = company.fill(app, 2_000, 2_000)
        try:
            with app.app_context(), company_scope(SLUG):
                return _measured(chosen.invoices)
        finally:
            if was_made:
                company.drop(app)


def _measured(count: int) -> int:
    with closing(job_session()) as session:
        _make_drafts(session, count)
        ids = list(batch.drafts_to_issue(session, true(), last_id=2**31 - 1))
        before = session.scalar(select(func.max(Invoice.number))) or 0
        pk = begin_progress(session, jobs.ISSUE, now=utc_now(), total=len(ids))
        session.commit()
        around = jobs.Surroundings(invoice_schema, job_session, utc_now, user_message)
        load, began, used = os.getloadavg()[0], time.perf_counter(), time.process_time()
        jobs.issue_drafts(session, around, str(pk), ids, now=utc_now())
        spent, used = time.perf_counter() - began, time.process_time() - used
        result = session.get_one(Progress, pk).result or {}
        highest = session.scalar(select(func.max(Invoice.number))) or 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    click.echo(
        f"{result['issued']} issued, {result['failed']} left, in {spent:.0f} s: "
        f"{spent / len(ids) * 1000:.1f} ms each, {used / len(ids) * 1000:.1f} ms of them CPU; "
        f"numbers {before + 1} to {highest}; memory {peak} MB at most; "
        f"load {load:.1f} when it began, {os.getloadavg()[0]:.1f} at the end"
    )
    for one in result["failures"][:3]:
        click.echo(f"  {one['client']}: {one['reason']}")
    has_gap = highest - before != result["issued"]
    return int(has_gap or bool(result["failed"]))


def _make_drafts(session: Any, count: int) -> None:
    """Make drafts of today for clients that can be invoiced, each with three lines."""
    today = local_day(utc_now())
    for draft in session.scalars(select(Invoice).where(Invoice.state == InvoiceState.DRAFT)):
        service.delete_draft(session, draft)
    clients = session.scalars(
        select(Client).where(Client.tax_code != "", Client.street != "").order_by(Client.id)
    ).all()
    began = time.perf_counter()
    keys = [client.id for client in clients]
    for place in range(count):
        client = session.get_one(Client, keys[place % len(keys)])
        draft = service.new_draft(session, client, today=today)
        service.set_lines(draft, _lines())
        service.refresh_amounts(session, draft)
        if place % _CHUNK == _CHUNK - 1:
            session.commit()
            session.expunge_all()
    session.commit()
    click.echo(f"Made {count} drafts in {time.perf_counter() - began:.0f} s")


def _lines() -> list[Line]:
    ten = Decimal(10)
    return [
        Line("Manutenzione ordinaria caldaia", Decimal(80), rate_pct=ten),
        Line("Controllo di efficienza energetica", Decimal(35), rate_pct=ten),
        Line("Guarnizione", Decimal("6.5"), quantity=Decimal(2), rate_pct=ten),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
