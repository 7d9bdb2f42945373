"""The functions as the screens show them: by section, with what each one needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts import catalogue
from app.accounts.models import AccountKind
from app.kernel.functions import Function, closure

#: What each switch of a preset is, by the numbers of the product reference, 2.7.
_CARD = ("clients.read", "card_interventions.read", "devices.read")
_CARD_AND_CALLS = (*_CARD, "card_calls.read", "client_notes.read", "calls.read")


@dataclass(frozen=True)
class Line:
    """One function in a list of switches.

    Attributes:
        code: Its code.
        label: What the administrator reads.
        help: What it opens.
        needs: Codes without which it has no effect, directly or not.
        needs_labels: Labels of those it needs directly.
        is_office: Has no effect for a technician.
    """

    code: str
    label: Any
    help: Any
    needs: tuple[str, ...]
    needs_labels: tuple[Any, ...]
    is_office: bool


@dataclass(frozen=True)
class Section:
    """Functions under one heading."""

    title: Any
    lines: tuple[Line, ...]


def sections(kind: AccountKind | None = None) -> list[Section]:
    """Return the functions a profile may give, by section; None: of both kinds."""
    found: dict[str, tuple[Any, list[Line]]] = {}
    for function in catalogue.ALL:
        if function.is_admin or (kind is AccountKind.TECHNICIAN and _is_no_choice(function)):
            continue
        lines = found.setdefault(str(function.section), (function.section, []))[1]
        lines.append(line(function))
    return [Section(title, tuple(lines)) for title, lines in found.values()]


def line(function: Function) -> Line:
    """Return a function as a list of switches shows it."""
    needs = closure([function.code], catalogue.BY_CODE) - {function.code}
    return Line(
        code=function.code,
        label=function.label,
        help=function.help,
        needs=tuple(sorted(needs)),
        needs_labels=tuple(catalogue.BY_CODE[code].label for code in sorted(function.needs)),
        is_office=function.is_office,
    )


def working(codes: Iterable[str], kind: AccountKind, *, is_technician: bool) -> frozenset[str]:
    """Return the functions that have an effect, of those a person holds.

    The same rule as at each request: see `HouseSecurityManager`.
    """
    held = [catalogue.BY_CODE[code].pair for code in codes]
    return catalogue.working(
        held, is_office=kind is AccountKind.SECRETARY, is_technician=is_technician
    )


def presets() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the presets of a new technician: key and functions ticked besides the own day."""
    wanted = (
        ("own", frozenset[str]()),
        ("history", frozenset((*_CARD, "client_notes.read"))),
        ("autonomous", frozenset((*_CARD_AND_CALLS, "calls.write"))),
        ("lead", frozenset((*_CARD_AND_CALLS, "agenda.all", "agenda.write", "reports.lead"))),
        ("office", frozenset(f.code for f in catalogue.ALL if not _is_no_choice(f))),
    )
    return tuple((key, codes & catalogue.BY_CODE.keys()) for key, codes in wanted)


def _is_no_choice(function: Function) -> bool:
    """Tell whether a technician's switch would change nothing: office's, or always on."""
    return function.is_office or function.is_admin or function.code in catalogue.FIELD
