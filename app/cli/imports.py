"""``flask import clients FILE --company SLUG``: a customer's own list."""

import csv
from pathlib import Path
from uuid import uuid4

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from rich.console import Console
from rich.progress import Progress

from app.extensions import db
from app.imports.columns import guess_layout
from app.imports.convert import convert_rows
from app.imports.messages import FIELD_LABELS, PROBLEM_LABELS
from app.imports.reader import ListFile
from app.imports.service import Outcome, import_rows
from app.kernel.errors import DomainError
from app.orm.audit import Actor, set_actor
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.web.errors import user_message

console = Console(highlight=False)


@click.group("import")
def import_group() -> None:
    """Read lists of other programs."""


@import_group.command("clients")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company", required=True, help="Company the list belongs to.")
@click.option("--sheet", help="Sheet of a workbook; by default the one with the most rows.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@with_appcontext
def import_clients(path: Path, company: str, *, sheet: str | None, dry_run: bool) -> None:
    """Import clients and devices; reading the same list again makes nothing twice."""
    with current_app.test_request_context(), force_locale("it"):
        try:
            db.directory.get(company)
            with company_scope(company):
                outcome = _run(path, sheet, dry_run=dry_run)
        except DomainError as error:
            raise click.ClickException(user_message(error)) from error
        _report(path, outcome)
    done = "Nothing was stored (dry run)" if dry_run else "Stored"
    console.print(
        f"{done}: {outcome.clients} new clients, {outcome.devices} new devices from "
        f"{outcome.rows} rows; {len({one.row for one in outcome.refused})} rows refused."
    )


def _run(path: Path, sheet: str | None, *, dry_run: bool) -> Outcome:
    outcome = Outcome()
    labels = {field: str(label) for field, label in FIELD_LABELS.items()}
    try:
        session = db.session()
        set_actor(session, Actor(None, "import"))
        with path.open("rb") as stream, Progress(console=console) as progress:
            file = ListFile(stream, path.name, sheet=sheet)
            _say_sheet(file, sheet)
            rows = convert_rows(file.rows(), guess_layout(file.head(60)))
            task = progress.add_task("Importing", total=sum(1 for _row in file.rows()))
            for outcome in import_rows(
                session, rows, run_id=str(uuid4()), labels=labels, now=utc_now()
            ):
                progress.update(task, completed=outcome.rows)
            progress.update(task, total=outcome.rows, completed=outcome.rows)
        if dry_run:
            session.rollback()
        else:
            session.commit()
    finally:
        db.session.remove()
    return outcome


def _say_sheet(file: ListFile, wanted: str | None) -> None:
    """Name the sheet that is read when there are several; refuse one that does not exist."""
    names = ", ".join(f"«{name}»" for name in file.sheets)
    if wanted is not None and wanted not in file.sheets:
        raise click.ClickException(f"There is no sheet «{wanted}» in the list: {names or '-'}.")
    if wanted is None and len(file.sheets) > 1:
        console.print(f"Reading sheet «{file.sheet}» of {names}; choose with --sheet.")


def _report(path: Path, outcome: Outcome) -> None:
    if not outcome.problems:
        return
    target = path.with_name(f"{path.stem}-problemi.csv")
    with target.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(("Riga", "Colonna", "Valore", "Motivo"))
        for one in outcome.problems:
            column = one.column or str(FIELD_LABELS[one.field])
            # A leading sign would be run as a formula by the spreadsheet.
            value = f"'{one.value}" if one.value[:1] in "=+-@" and one.value else one.value
            writer.writerow((one.row, column, value, str(PROBLEM_LABELS[one.code])))
    console.print(f"{len(outcome.problems)} remarks, written to {target}")
