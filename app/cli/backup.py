"""``flask backup`` and ``flask restore``: whole companies into one file and back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import Progress

from app.backup import archive, making
from app.backup.making import Step, Surroundings, key_mark
from app.backup.rules import CompanyPart, NotInBackupError
from app.extensions import db
from app.files.store import FileStore
from app.kernel.errors import DomainError
from app.web.clock import utc_now
from app.web.errors import user_message

console = Console(highlight=False, soft_wrap=True)

_PATH = click.Path(path_type=Path)


@click.command("backup")
@click.argument("target", type=_PATH)
@click.option("--company", help="Only this company; without it, all of them.")
@with_appcontext
def backup_command(target: Path, company: str | None) -> None:
    """Copy companies, with their files, into TARGET: a new file, or a folder that exists."""
    around = _around()
    slugs = [company] if company else [row.slug for row in db.directory.all()]
    path = target
    if target.is_dir():
        path = target / f"fiammetta-{company or 'all'}-{around.now:%Y%m%d-%H%M%S}.zip"
    elif not target.absolute().parent.is_dir():
        raise click.BadParameter(f"The folder {target.absolute().parent} does not exist.")
    parts: list[CompanyPart] = []
    try:
        with Progress(console=console) as progress:
            for step in making.back_up(path, slugs, around):
                if isinstance(step, Step):
                    _show(progress, step)
                else:
                    parts.append(step)
    except DomainError as error:
        raise click.ClickException(_sentence(error)) from error
    files = sum(len(part.files) for part in parts)
    console.print(f"{path}: {len(parts)} companies, {files} files.")
    damaged = [f"{part.slug}: {sha}" for part in parts for sha in part.damaged]
    for one in damaged:
        console.print(f"[red]damaged in the file store, left out[/red] {one}")
    if damaged:
        raise click.ClickException(f"The backup is complete but for {len(damaged)} damaged files.")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company", help="Only this company; without it, all of the backup.")
@click.option("--force", is_flag=True, help="Replace companies that are there.")
@click.option("--check", is_flag=True, help="Read and check everything, restore nothing.")
@with_appcontext
def restore_command(source: Path, company: str | None, *, force: bool, check: bool) -> None:
    """Make companies anew from SOURCE, a file of `flask backup`."""
    around = _around()
    try:
        with archive.reading(source) as reader, Progress(console=console) as progress:
            parts = [p for p in reader.manifest.companies if company in (None, p.slug)]
            if company and not parts:
                raise NotInBackupError(company)
            if check:
                for step in making.check(reader):
                    _show(progress, step)
            else:
                for part in parts:
                    for step in making.restore(reader, part, around, force=force):
                        _show(progress, step)
            same_key = reader.manifest.key_mark == key_mark(around.secret_key)
    except DomainError as error:
        raise click.ClickException(_sentence(error)) from error
    if not same_key:
        console.print(
            "[yellow]The backup was made with another SECRET_KEY[/yellow]: put that one in "
            "SECRET_KEY_FORMER, or mail passwords, second factors and certificates cannot be read."
        )
    done = "is whole" if check else "restored"
    console.print(f"{', '.join(part.slug for part in parts)}: {done}.")


def _around() -> Surroundings:
    store: FileStore = current_app.extensions["files"]
    return Surroundings(store.of, str(current_app.config["SECRET_KEY"]), utc_now())


def _show(progress: Progress, step: Step) -> None:
    known = {task.description: task.id for task in progress.tasks}
    task = known.get(step.slug)
    if task is None:
        task = progress.add_task(step.slug, total=step.total)
    progress.update(task, completed=step.done)


def _sentence(error: DomainError) -> str:
    with current_app.test_request_context():
        return user_message(error)
