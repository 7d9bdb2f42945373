"""The built-in server: waitress with the job worker beside it."""

import gc

from flask import Flask
from rich.console import Console
from waitress import create_server

from app.accounts import provisioning
from app.demo.company import PASSWORD, SLUG, make_demo_company
from app.extensions import db
from app.jobs.worker import Worker
from app.offload.heap import give_back, share_the_heap
from app.web.clock import utc_now

console = Console(highlight=False)


def prepare(app: Flask) -> None:
    """Upgrade companies that are behind and, in the demonstration, make the demo company."""
    with app.app_context():
        for row in db.directory.all():
            if provisioning.needs_upgrade(row.slug):
                console.print(f"Upgrading {row.slug}…")
                provisioning.upgrade_company(row.slug)
        if app.config["DEMO"]:
            make_demo_company(utc_now())
    _greet(app)


def _greet(app: Flask) -> None:
    console.print(f"\n[bold]Fiammetta[/bold] answers at http://localhost:{app.config['PORT']}")
    if app.config["DEMO"]:
        for own in ("titolare", "segreteria", "tecnico", "capo"):
            console.print(f"  {SLUG}.{own:<12} {PASSWORD}")


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
