"""Commands of ``flask``: companies, demo, import, worker, backup."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

#: Module and attribute of each command: loaded when it is called, a server never needs them.
_COMMANDS = {
    "backup": ("app.cli.backup", "backup_command"),
    "company": ("app.cli.companies", "company_group"),
    "demo": ("app.cli.demo", "demo_command"),
    "docs": ("app.cli.docs", "docs_command"),
    "import": ("app.cli.imports", "import_group"),
    "restore": ("app.cli.backup", "restore_command"),
    "worker": ("app.cli.worker", "worker_command"),
}


class _Commands(AppGroup):
    """The application's commands, ours loaded when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = _COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(module), attribute)
        return found


def register(app: Flask) -> None:
    """Add the command groups to those that the extensions brought."""
    app.cli = _Commands(app.cli.name, commands=app.cli.commands)
