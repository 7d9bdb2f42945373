"""Commands of ``flask``: companies, demo, import, worker, backup."""

from flask import Flask

from app.cli.backup import backup_command, restore_command
from app.cli.companies import company_group
from app.cli.demo import demo_command
from app.cli.docs import docs_command
from app.cli.imports import import_group
from app.cli.worker import worker_command


def register(app: Flask) -> None:
    """Add the command groups."""
    app.cli.add_command(company_group)
    app.cli.add_command(docs_command)
    app.cli.add_command(demo_command)
    app.cli.add_command(import_group)
    app.cli.add_command(worker_command)
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
