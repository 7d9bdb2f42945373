"""Write the generated pages of ``docs/``."""

from itertools import groupby
from pathlib import Path

import click
from flask import current_app
from flask_babel import force_locale

from app.accounts import catalogue

PAGE = Path("docs/permissions.md")
HEAD = """# Permessi

Pagina generata da `make docs`: non modificarla a mano. Chi amministra assegna le funzioni ai
profili e alle singole persone. Una funzione vale solo insieme a quelle che richiede.
"""


def permissions_page() -> str:
    """Return the text of ``docs/permissions.md``, in Italian, from the catalogue."""
    profiles = catalogue.PROFILES
    columns = ["Funzione", "Codice", "Richiede", *profiles]
    with force_locale("it"):
        lines = [HEAD]
        for section, functions in groupby(catalogue.ALL, lambda one: str(one.section)):
            lines += [f"## {section}", "", _row(columns), _row(["---"] * len(columns))]
            for one in functions:
                needs = ", ".join(
                    str(found.label) for found in catalogue.ALL if found.code in one.needs
                )
                ticks = ["sì" if one.code in codes else "" for codes in profiles.values()]
                lines.append(_row([str(one.label), f"`{one.code}`", needs, *ticks]))
            lines.append("")
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


@click.command("docs")
def docs_command() -> None:
    """Write the pages of docs/ that come from tables of the code."""
    page = Path(current_app.root_path).parent / PAGE
    page.write_text(permissions_page(), encoding="utf-8")
    click.echo(f"{PAGE}")
