"""``flask company …``: create, list, upgrade, slots."""

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as RichTable

from app.accounts import provisioning
from app.extensions import db
from app.kernel.errors import DomainError
from app.tenancy import migrations
from app.web.clock import utc_now
from app.web.errors import user_message

console = Console()


@click.group("company")
def company_group() -> None:
    """Companies of this installation."""


@company_group.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="Legal name of the company.")
@click.option("--admin", required=True, help="Own part of the first administrator's username.")
@click.option("--password", help="Password of the administrator; made and printed when missing.")
@with_appcontext
def create(slug: str, name: str, admin: str, password: str | None) -> None:
    """Create a company with its database and first administrator."""
    try:
        login, password = provisioning.create_company(
            slug, name, admin=admin, password=password, now=utc_now()
        )
    except DomainError as error:
        raise click.ClickException(_sentence(error)) from error
    console.print(f"Company [bold]{slug}[/bold] is ready. Sign in as {login} with: {password}")


@company_group.command("list")
@with_appcontext
def list_companies() -> None:
    """List the companies."""
    table = RichTable("slug", "name", "status", "secretary slots", "technician slots", "schema")
    for row in db.directory.all():
        revision = migrations.current_revision(row.slug) or "-"
        slots = (row.secretary_slots, row.technician_slots)
        table.add_row(row.slug, row.name, row.status, *(_slots(count) for count in slots), revision)
    console.print(table)


@company_group.command("upgrade")
@click.argument("slug", required=False)
@click.option("--jobs", default=2, show_default=True, help="How many companies at once.")
@with_appcontext
def upgrade(slug: str | None, jobs: int) -> None:
    """Bring one company, or all, to the newest schema. Safe to run again."""
    slugs = [slug] if slug else [row.slug for row in db.directory.all()]
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  threads need the real object
    failures: list[tuple[str, str]] = []
    with Progress(console=console) as progress:
        task = progress.add_task("Upgrading companies", total=len(slugs))
        for done, problem in provisioning.upgrade_all(app, slugs, jobs=jobs):
            progress.advance(task)
            if problem:
                failures.append((done, problem))
    for done, problem in failures:
        console.print(f"[red]{done}[/red]: {problem}")
    if failures:
        raise click.ClickException(f"{len(failures)} of {len(slugs)} companies were not upgraded.")
    console.print(f"{len(slugs)} companies are up to date.")


@company_group.command("slots")
@click.argument("slug")
@click.option("--secretary", help='Active secretary accounts allowed, or "unlimited".')
@click.option("--technician", help='Active technician logins allowed, or "unlimited".')
@with_appcontext
def slots(slug: str, secretary: str | None, technician: str | None) -> None:
    """Set how many accounts of each kind a company may have."""
    asked = {"secretary_slots": secretary, "technician_slots": technician}
    values = {name: _limit(text) for name, text in asked.items() if text is not None}
    try:
        row = provisioning.change_slots(slug, values)
    except DomainError as error:
        raise click.ClickException(_sentence(error)) from error
    console.print(
        f"{slug}: {_slots(row.secretary_slots)} secretary slots, "
        f"{_slots(row.technician_slots)} technician slots."
    )


def _limit(text: str) -> int | None:
    if text == "unlimited":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise click.BadParameter(f'"{text}" is neither a number nor "unlimited"')
    return int(text)


def _slots(count: int | None) -> str:
    return "unlimited" if count is None else str(count)


def _sentence(error: DomainError) -> str:
    with current_app.test_request_context():
        return user_message(error)


@company_group.command("revise", hidden=True)
@click.argument("message")
@with_appcontext
def revise(message: str) -> None:
    """Write a new revision from the difference between the models and the newest schema."""
    path = migrations.revise(message)
    console.print(f"Wrote {path}: read it, then run `flask company upgrade`.")
