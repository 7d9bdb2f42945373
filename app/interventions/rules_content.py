"""What a report states: read from the JSON of the phone, checked, frozen. Pure."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.attachments.rules import AttachmentKind
from app.interventions.rules import FindingKind, LineSource, Outcome, PaymentMethod
from app.interventions.rules_reading import (
    FIRST_DAY,
    LAST_DAY,
    ContentNotValidError,
    Problem,
    Raw,
    Reader,
    is_uuid,
)
from app.kernel.dates import local_instant
from app.kernel.errors import DomainError
from app.kernel.identifiers import check_email

#: Longest day's work: an end before the start is past midnight only within it.
LONGEST_WORK = timedelta(hours=16)
#: Amounts stay below this, so that they fit their columns whatever is added up, euro.
AMOUNT_LIMIT = Decimal(10_000_000)
#: Quantities stay below this: a typing mistake shows at once.
QUANTITY_LIMIT = Decimal(100_000)
#: The advice for the next visit stays within ten years.
MOST_ADVICE = timedelta(days=3660)

_NATURE = re.compile(r"N[1-7](\.[1-9])?", re.ASCII)
_HUNDRED, _ABOVE_HUNDRED = Decimal(100), Decimal("100.01")

#: Texts of the heading and their length; the first has to be there.
HEADING_TEXTS = {
    "name": 180, "street": 160, "postcode": 10, "municipality": 80, "province": 10,
    "tax_code": 16, "vat_number": 16, "email": 160, "phone": 60,
}  # fmt: skip


@dataclass(eq=False)
class MaintenanceWithoutDeviceError(DomainError):
    """This kind of work moves due dates, so it has to name the device it was done on."""

    type_label: str
    field: str = "device_ids"


@dataclass(eq=False)
class ReportInFutureError(DomainError):
    """Work cannot be reported before it is done."""

    performed_on: date
    field: str = "performed_on"


@dataclass(frozen=True)
class ContentLine:
    """A part or labour line as it was sent; prices in euro without VAT."""

    #: Row of the price list; None for free text.
    item_id: int | None
    source: LineSource
    unit: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_pct: Decimal
    vat_rate_pct: Decimal
    vat_nature: str | None


@dataclass(frozen=True)
class ContentFinding:
    """A remark, recommendation or prescription."""

    kind: FindingKind
    text: str


@dataclass(frozen=True)
class ContentPayment:
    """Money taken on the spot, euro with two decimals."""

    method: PaymentMethod
    amount_eur: Decimal
    receipt_number: str


@dataclass(frozen=True)
class ContentAttachment:
    """A file that travelled before the report."""

    uuid: str
    kind: AttachmentKind
    caption: str


@dataclass(frozen=True)
class Content:
    """The checked content of a report.

    Attributes:
        started_at, ended_at: Hours of the Italian wall clock on `performed_on`; None: not stated.
        travel_minutes: Minutes on the road; None: not stated.
        technician_ids: Who worked; empty: the team of the appointment.
        heading: Whom the document is addressed to, by the keys of `HEADING_TEXTS`.
        next_visit_advised_on: Advice only; moves no due date.
    """

    type_id: int
    performed_on: date
    started_at: time | None
    ended_at: time | None
    travel_minutes: int | None
    outcome: Outcome
    moves_due_date: bool
    request_text: str
    work_done: str
    device_ids: tuple[int, ...]
    technician_ids: tuple[int, ...]
    heading: dict[str, str]
    lines: tuple[ContentLine, ...]
    findings: tuple[ContentFinding, ...]
    next_visit_advised_on: date | None
    payment: ContentPayment | None
    attachments: tuple[ContentAttachment, ...]


def parse_content(raw: object) -> Content:
    """Return the content a phone sent, checked.

    Raises:
        ContentNotValidError: With every problem found, not only the first.
    """
    content, problems = read_content(raw)
    if problems or content is None:
        raise ContentNotValidError(problems)
    return content


def read_content(raw: object) -> tuple[Content | None, tuple[Problem, ...]]:
    """Return what can be read of a content, and everything that is wrong with it.

    Returns:
        The content, with a neutral value wherever a problem is; None: nothing can be read.
    """
    if not isinstance(raw, dict):
        return None, (Problem("", "wrong_kind"),)
    reader = Reader()
    content = Content(
        type_id=reader.whole(raw, "type_id"),
        performed_on=reader.day(raw, "performed_on"),
        started_at=reader.maybe_clock(raw, "started_at"),
        ended_at=reader.maybe_clock(raw, "ended_at"),
        travel_minutes=reader.maybe_whole(raw, "travel_minutes", least=0, most=1440),
        outcome=reader.one_of(raw, "outcome", Outcome),
        moves_due_date=reader.flag(raw, "moves_due_date"),
        request_text=reader.text(raw, "request_text"),
        work_done=reader.text(raw, "work_done"),
        device_ids=reader.ids(raw, "device_ids"),
        technician_ids=reader.ids(raw, "technician_ids"),
        heading=_heading(reader, raw),
        lines=tuple(_line(reader, *row) for row in reader.rows(raw, "lines")),
        findings=tuple(_finding(reader, *row) for row in reader.rows(raw, "findings")),
        next_visit_advised_on=reader.maybe_day(raw, "next_visit_advised_on"),
        payment=_payment(reader, raw),
        attachments=_attachments(reader, raw),
    )
    _check_times(reader, content)
    return content, tuple(reader.problems)


def fingerprint(raw: object) -> str:
    """Return the SHA-256 of the content written in the one canonical way."""
    text = json.dumps(
        raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def work_span(content: Content) -> tuple[datetime | None, datetime | None]:
    """Return the UTC instants of arrival and departure; an end before the start is past midnight.

    The clock of the Italian day counts: on the two days a year when it jumps, so does the work.
    """
    start, end = content.started_at, content.ended_at
    day = content.performed_on
    started = local_instant(day, start) if start is not None else None
    if end is None:
        return started, None
    is_next_day = start is not None and end < start
    return started, local_instant(day + timedelta(days=is_next_day), end)


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


def _check_times(reader: Reader, content: Content) -> None:
    start, end = content.started_at, content.ended_at
    if start is not None and end is not None and end < start:
        nights = datetime.combine(FIRST_DAY + timedelta(days=1), end)
        if nights - datetime.combine(FIRST_DAY, start) > LONGEST_WORK:
            reader.problem("ended_at", "ends_before_start")
    advised = content.next_visit_advised_on
    if advised is None:
        return
    last = min(LAST_DAY, content.performed_on + MOST_ADVICE)
    if not content.performed_on <= advised <= last:
        reader.problem("next_visit_advised_on", "out_of_range")


def _heading(reader: Reader, raw: Raw) -> dict[str, str]:
    part = reader.part(raw, "heading", required=True)
    found = {
        name: reader.text(part, name, "heading.", most=most, required=name == "name" and part != {})
        for name, most in HEADING_TEXTS.items()
    }
    # People write several addresses in one field.
    addresses = re.split(r"[\s,;]+", found["email"]) if found["email"] else []
    if any(check_email(one).reason is not None for one in addresses if one):
        reader.problem("heading.email", "not_an_address")
    return found


def _line(reader: Reader, path: str, raw: dict[str, Any]) -> ContentLine:
    nature = raw.get("vat_nature") or None
    if nature is not None and not (isinstance(nature, str) and _NATURE.fullmatch(nature)):
        reader.problem(f"{path}vat_nature", "unknown")
        nature = None
    return ContentLine(
        item_id=reader.maybe_whole(raw, "item_id", path),
        source=reader.one_of(raw, "source", LineSource, path, usual=LineSource.VAN),
        unit=reader.text(raw, "unit", path, most=10) or "pz",
        description=reader.text(raw, "description", path, most=200, required=True),
        quantity=reader.number(raw, "quantity", path, below=QUANTITY_LIMIT, positive=True),
        unit_price=reader.number(raw, "unit_price", path, below=AMOUNT_LIMIT),
        discount_pct=reader.number(raw, "discount_pct", path, below=_ABOVE_HUNDRED, decimals=2),
        vat_rate_pct=reader.number(raw, "vat_rate_pct", path, below=_HUNDRED, decimals=2),
        vat_nature=nature,
    )


def _finding(reader: Reader, path: str, raw: dict[str, Any]) -> ContentFinding:
    return ContentFinding(
        kind=reader.one_of(raw, "kind", FindingKind, path),
        text=reader.text(raw, "text", path, required=True),
    )


def _payment(reader: Reader, raw: Raw) -> ContentPayment | None:
    if raw.get("payment") is None:
        return None
    part = reader.part(raw, "payment", required=True)
    path = "payment."
    return ContentPayment(
        method=reader.one_of(part, "method", PaymentMethod, path),
        amount_eur=reader.number(
            part, "amount", path, below=AMOUNT_LIMIT, decimals=2, positive=True
        ),
        receipt_number=reader.text(part, "receipt_number", path, most=40),
    )


def _attachments(reader: Reader, raw: Raw) -> tuple[ContentAttachment, ...]:
    found: dict[str, ContentAttachment] = {}
    for path, row in reader.rows(raw, "attachments"):
        uuid = row.get("id")
        if not is_uuid(uuid):
            reader.problem(f"{path}id", "unknown")
            continue
        found[str(uuid)] = ContentAttachment(
            uuid=str(uuid),
            kind=reader.one_of(row, "kind", AttachmentKind, path, usual=AttachmentKind.PHOTO),
            caption=reader.text(row, "caption", path, most=160),
        )
    return tuple(found.values())
