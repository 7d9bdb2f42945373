"""``flask worker``: does the jobs of all companies, for production."""

import click
from flask import current_app

from app.jobs.worker import Worker


@click.command("worker")
@click.option("--workers", default=2, show_default=True, help="Jobs done at the same time.")
def worker_command(workers: int) -> None:
    """Do the jobs of all companies until told to stop."""
    worker: Worker = current_app.extensions["worker"]
    worker.run(workers=workers)
