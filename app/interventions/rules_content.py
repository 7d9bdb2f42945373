"""What a report states: read from the JSON of the phone, checked, frozen. Pure."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.interventions.rules import FindingKind, Outcome
from app.kernel.errors import DomainError
from app.kernel.money import TaxableLine, line_total, round_eur, vat_summary

#: Most lines, findings and devices of one report.
MOST_ROWS = 200
#: Longest free text, characters.
MOST_TEXT = 10_000

_NUMBER = re.compile(r"\d{1,8}(\.\d{1,8})?", re.ASCII)
_NATURE = re.compile(r"N[1-7](\.[1-9])?", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """One field that cannot be accepted.

    Attributes:
        path: Place in the content, "lines.0.quantity".
        reason: Code of the reason: required, not_a_number, out_of_range, not_a_date, unknown,
            too_long, wrong_kind.
    """

    path: str
    reason: str


@dataclass(eq=False)
class ContentNotValidError(DomainError):
    """The content of a report has fields that cannot be accepted."""

    problems: tuple[Problem, ...]


@dataclass(eq=False)
class MaintenanceWithoutDeviceError(DomainError):
    """This kind of work moves due dates, so it has to name the device it was done on."""

    type_label: str


@dataclass(eq=False)
class ReportInFutureError(DomainError):
    """Work cannot be reported before it is done."""

    performed_on: date


@dataclass(frozen=True)
class ContentLine:
    """A part or labour line; prices in euro without VAT."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_pct: Decimal
    vat_rate_pct: Decimal
    vat_nature: str | None

    @property
    def total_eur(self) -> Decimal:
        """Return the total of the line, rounded once."""
        return line_total(self.unit_price * (1 - self.discount_pct / 100), self.quantity)


@dataclass(frozen=True)
class ContentFinding:
    """A remark, recommendation or prescription."""

    kind: FindingKind
    text: str


@dataclass(frozen=True)
class Content:
    """The checked content of a report."""

    type_id: int
    performed_on: date
    outcome: Outcome
    moves_due_date: bool
    work_done: str
    device_ids: tuple[int, ...]
    lines: tuple[ContentLine, ...]
    findings: tuple[ContentFinding, ...]


@dataclass(frozen=True)
class Totals:
    """Amounts of a report, euro with two decimals."""

    net_eur: Decimal
    vat_eur: Decimal
    total_eur: Decimal


def parse_content(raw: object) -> Content:
    """Return the content a phone sent, checked.

    Raises:
        ContentNotValidError: With every problem found, not only the first.
    """
    reader = _Reader()
    if not isinstance(raw, dict):
        raise ContentNotValidError((Problem("", "wrong_kind"),))
    content = Content(
        type_id=reader.whole(raw, "type_id"),
        performed_on=reader.day(raw, "performed_on"),
        outcome=reader.one_of(raw, "outcome", Outcome),
        moves_due_date=reader.flag(raw, "moves_due_date"),
        work_done=reader.text(raw, "work_done"),
        device_ids=_device_ids(reader, raw),
        lines=tuple(_line(reader, *row) for row in reader.rows(raw, "lines")),
        findings=tuple(_finding(reader, *row) for row in reader.rows(raw, "findings")),
    )
    if reader.problems:
        raise ContentNotValidError(tuple(reader.problems))
    return content


def fingerprint(raw: object) -> str:
    """Return the SHA-256 of the content written in the one canonical way."""
    text = json.dumps(
        raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def totals(lines: tuple[ContentLine, ...]) -> Totals:
    """Return the amounts of some lines: VAT once per rate and natura."""
    summary = vat_summary(
        TaxableLine(line.total_eur, line.vat_rate_pct, line.vat_nature) for line in lines
    )
    net = round_eur(sum((row.taxable_eur for row in summary), Decimal(0)))
    vat = round_eur(sum((row.tax_eur for row in summary), Decimal(0)))
    return Totals(net, vat, net + vat)


def ensure_reportable(
    content: Content, *, type_label: str, needs_device: bool, today: date
) -> None:
    """Refuse work in the future and a maintenance that names no device.

    A visit that ended before any work (customer absent, refused) needs none.
    """
    if content.performed_on > today:
        raise ReportInFutureError(content.performed_on)
    if content.outcome in {Outcome.CLIENT_ABSENT, Outcome.REFUSED} or content.device_ids:
        return
    if needs_device or content.moves_due_date:
        raise MaintenanceWithoutDeviceError(type_label)


def _device_ids(reader: "_Reader", raw: dict[str, Any]) -> tuple[int, ...]:
    value = raw.get("device_ids", [])
    if not isinstance(value, list) or len(value) > MOST_ROWS or not all(map(_is_id, value)):
        reader.problem("device_ids", "wrong_kind")
        return ()
    return tuple(dict.fromkeys(value))


def _line(reader: "_Reader", path: str, raw: dict[str, Any]) -> ContentLine:
    quantity = reader.number(raw, "quantity", path)
    if quantity <= 0:
        reader.problem(f"{path}quantity", "out_of_range")
    nature = raw.get("vat_nature") or None
    if nature is not None and not (isinstance(nature, str) and _NATURE.fullmatch(nature)):
        reader.problem(f"{path}vat_nature", "unknown")
    return ContentLine(
        description=reader.text(raw, "description", path, most=200, required=True),
        quantity=quantity,
        unit_price=reader.number(raw, "unit_price", path),
        discount_pct=reader.number(raw, "discount_pct", path, highest=100),
        vat_rate_pct=reader.number(raw, "vat_rate_pct", path, highest=100),
        vat_nature=nature,
    )


def _finding(reader: "_Reader", path: str, raw: dict[str, Any]) -> ContentFinding:
    return ContentFinding(
        kind=reader.one_of(raw, "kind", FindingKind, path),
        text=reader.text(raw, "text", path, required=True),
    )


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31


@dataclass
class _Reader:
    """Reads fields and gathers what is wrong with them; wrong fields read as a neutral value."""

    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: str, reason: str) -> None:
        if all(known.path != path for known in self.problems):
            self.problems.append(Problem(path, reason))

    def whole(self, raw: dict[str, Any], name: str) -> int:
        value = raw.get(name)
        if not _is_id(value):
            self.problem(name, "required" if value is None else "not_a_number")
            return 0
        return int(str(value))

    def day(self, raw: dict[str, Any], name: str) -> date:
        try:
            return date.fromisoformat(str(raw.get(name, "")))
        except ValueError:
            self.problem(name, "not_a_date")
            return date.min

    def flag(self, raw: dict[str, Any], name: str) -> bool:
        value = raw.get(name, False)
        if not isinstance(value, bool):
            self.problem(name, "wrong_kind")
        return value is True

    def one_of(self, raw: dict[str, Any], name: str, kind: Any, path: str = "") -> Any:
        try:
            return kind(raw.get(name))
        except ValueError:
            self.problem(f"{path}{name}", "unknown")
            return next(iter(kind))

    def text(
        self,
        raw: dict[str, Any],
        name: str,
        path: str = "",
        *,
        most: int = MOST_TEXT,
        required: bool = False,
    ) -> str:
        value = raw.get(name, "")
        if not isinstance(value, str):
            self.problem(f"{path}{name}", "wrong_kind")
            return ""
        text = str(value).strip()
        if required and not text:
            self.problem(f"{path}{name}", "required")
        if len(text) > most:
            self.problem(f"{path}{name}", "too_long")
        return text

    def number(
        self, raw: dict[str, Any], name: str, path: str, *, highest: int | None = None
    ) -> Decimal:
        value = raw.get(name, "0")
        if not isinstance(value, str) or not _NUMBER.fullmatch(value):
            self.problem(f"{path}{name}", "not_a_number")
            return Decimal(0)
        number = Decimal(value)
        if highest is not None and number > highest:
            self.problem(f"{path}{name}", "out_of_range")
        return number

    def rows(self, raw: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
        value = raw.get(name, [])
        if not isinstance(value, list) or len(value) > MOST_ROWS:
            self.problem(name, "wrong_kind")
            return []
        if not all(isinstance(row, dict) for row in value):
            self.problem(name, "wrong_kind")
            return []
        return [(f"{name}.{place}.", row) for place, row in enumerate(value)]
