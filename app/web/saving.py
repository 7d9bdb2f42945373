"""Writes at the edge: one transaction, refusals turned into sentences, nothing half stored."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from flask import flash
from flask_babel import gettext as _
from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.kernel.errors import DomainError
from app.web.errors import user_message
from app.web.forms import HouseForm, changed_meanwhile
from app.web.lists import Label

log = structlog.get_logger(__name__)

#: Constraint name -> sentence, or (field, sentence).
ConstraintMessages = Mapping[str, Label | tuple[str, Label]]

_SQLITE_COLUMNS = re.compile(r"UNIQUE constraint failed: (?P<columns>[\w., ]+)")
_SQLITE_NAMED = re.compile(r"(?:CHECK constraint failed:|failed: index) '?(?P<name>\w+)'?")
_SQLITE_NULL = re.compile(r"NOT NULL constraint failed: \w+\.(?P<column>\w+)")


class ChangedMeanwhileError(Exception):
    """The row was stored by somebody else after the form was filled."""

    def __init__(self, editor: str | None) -> None:
        super().__init__(editor)
        self.editor = editor


@contextmanager
def commit_or_flash(session: Session) -> Iterator[None]:
    """Run a use case as one transaction; show a refused rule as a message.

    The transaction boundary is here, at the edge: services flush, they never commit.
    """
    try:
        yield
        session.commit()
    except DomainError as error:
        session.rollback()
        flash(user_message(error), "danger")
    except Exception:
        session.rollback()
        raise


def store(
    session: Session,
    form: HouseForm,
    write: Callable[[], Any],
    *,
    messages: ConstraintMessages,
    table: Table | None = None,
) -> Any:
    """Run a write and commit it; on refusal roll back and put the sentence into the form.

    Args:
        session: Open session, committed or rolled back here.
        form: Gets the error at its field or on top; what was typed stays in it.
        write: Calls the service; returns the stored item.
        messages: What to say for named constraints.
        table: Table of the item, to name constraints that SQLite does not name.

    Returns:
        The item, or None when the write was refused.
    """
    try:
        item = write()
        session.flush()
        session.commit()
    except DomainError as error:
        session.rollback()
        form.refuse(error)
    except (ChangedMeanwhileError, StaleDataError) as error:
        session.rollback()
        form.add_error(None, changed_meanwhile(getattr(error, "editor", None)))
    except IntegrityError as error:
        session.rollback()
        form.add_error(*integrity_message(error, messages, table))
    except (DataError, StatementError) as error:
        session.rollback()
        if not isinstance(error, DataError) and not isinstance(
            error.orig, ValueError | LookupError
        ):
            raise
        log.warning("value refused by the database", error=str(error.orig))
        form.add_error(None, _("The database cannot store one of these values."))
    except Exception:
        session.rollback()
        raise
    else:
        return item
    return None


def integrity_message(
    error: IntegrityError, messages: ConstraintMessages, table: Table | None
) -> tuple[str | None, str]:
    """Return the field (None for none) and the sentence for a broken constraint."""
    missing = _SQLITE_NULL.search(str(error.orig))
    if missing:
        return missing["column"], _("This field is required.")
    name, columns = violated(error, table)
    known = messages.get(name or "")
    if isinstance(known, tuple):
        return known[0], str(known[1])
    if known is not None:
        return None, str(known)
    if len(columns) == 1:
        return columns[0], _("This value is already used by another record.")
    log.warning("constraint without a sentence", constraint=name, error=str(error.orig))
    return None, _("This is not possible: it conflicts with other stored data.")


def violated(error: IntegrityError, table: Table | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the name of the broken constraint and, if it is a unique one, its columns.

    PostgreSQL names the constraint; SQLite names check constraints and, for unique ones,
    the columns, from which the name is found in the table.
    """
    unique = _unique_of(table)
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        name = diagnosis.constraint_name or None
        return name, unique.get(name, ())
    text = str(error.orig)
    if named := _SQLITE_NAMED.search(text):
        return named["name"], unique.get(named["name"], ())
    match = _SQLITE_COLUMNS.search(text)
    if match is None:
        return None, ()
    columns = tuple(part.strip().rpartition(".")[2] for part in match["columns"].split(","))
    for name, found in unique.items():
        if set(found) == set(columns):
            return name, columns
    return None, columns


def _unique_of(table: Table | None) -> dict[str | None, tuple[str, ...]]:
    if table is None:
        return {}
    found: dict[str | None, tuple[str, ...]] = {}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            found[str(constraint.name)] = tuple(column.name for column in constraint.columns)
    for index in table.indexes:
        if index.unique:
            found[str(index.name)] = tuple(column.name for column in index.columns)
    return found
