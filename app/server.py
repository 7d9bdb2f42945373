"""The built-in server: waitress with the job worker beside it."""

import gc

import click
from flask import Flask
from waitress import create_server

from app.accounts.standing import needs_upgrade
from app.demo.logins import PASSWORD, SLUG
from app.extensions import db
from app.jobs.worker import Worker
from app.offload.heap import give_back, share_the_heap
from app.web.clock import utc_now


def prepare(app: Flask) -> None:
    """Upgrade companies that are behind and, in the demonstration, make the demo company.

    Alembic and the demonstration's data are loaded only then: they would stay in memory.
    """
    with app.app_context():
        behind = [row.slug for row in db.directory.all() if needs_upgrade(row.slug)]
        for slug in behind:
            from app.accounts.provisioning import upgrade_company

            click.echo(f"Upgrading {slug}…")
            upgrade_company(slug)
        if app.config["DEMO"] and db.directory.find(SLUG) is None:
            from app.demo.company import make_demo_company

            make_demo_company(utc_now())
    _greet(app)


def _greet(app: Flask) -> None:
    name = click.style("Fiammetta", bold=True)
    click.echo(f"\n{name} answers at http://localhost:{app.config['PORT']}")
    if app.config["DEMO"]:
        for own in ("titolare", "segreteria", "tecnico", "capo"):
            click.echo(f"  {SLUG}.{own:<12} {PASSWORD}")


def _spare_the_collector() -> None:
    """Keep what the program is made of out of garbage collection: it never becomes garbage.

    Going through it stopped two pages of 120 for 0.14 s each (docs/performance.md).
    """
    gc.collect()
    give_back()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def serve(app: Flask) -> None:
    """Serve until interrupted."""
    share_the_heap()
    worker: Worker = app.extensions["worker"]
    if app.config["IN_PROCESS_WORKER"]:
        worker.start()
    _spare_the_collector()
    server = create_server(  # type: ignore[no-untyped-call]  # untyped library
        app,
        host=app.config["HOST"],
        port=app.config["PORT"],
        threads=app.config["THREADS"],
        ident=None,
        # Above the application's own limit: its page says in words what is too large.
        max_request_body_size=4 * app.config["MAX_CONTENT_LENGTH"],
    )
    try:
        server.run()
    finally:
        worker.stop()
