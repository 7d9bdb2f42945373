"""``flask demo``: the demonstration company."""

import click
from flask.cli import with_appcontext
from rich.console import Console

from app.demo.company import make_demo_company
from app.demo.logins import PASSWORD, SLUG
from app.extensions import db
from app.web.clock import utc_now

console = Console(highlight=False)


@click.command("demo")
@click.option("--clients", default=400, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option(
    "--interventions", default=1_500, show_default=True, type=click.IntRange(0, 5_000_000)
)
@click.option("--replace", is_flag=True, help="Throw the existing demonstration company away.")
@with_appcontext
def demo_command(clients: int, interventions: int, *, replace: bool) -> None:
    """Make the demonstration company with invented clients and work."""
    if db.directory.find(SLUG) is not None:
        if not replace:
            raise click.ClickException(
                f"Company {SLUG} is there already: add --replace to throw it away first."
            )
        db.directory.remove(SLUG)
        db.router.drop(SLUG)
    with console.status(f"Inventing {clients} clients and {interventions} interventions…"):
        make_demo_company(utc_now(), clients=clients, interventions=interventions)
    console.print(f"Company {SLUG} is ready: sign in as {SLUG}.titolare with {PASSWORD}")
