"""The printed register: one row for each work."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from app.company.documents import letterhead, letterhead_assets
from app.company.models import CompanyProfile
from app.fgas import messages
from app.fgas.models import FgasEntry
from app.pdf import glyphs
from app.pdf.render import render
from app.web.formats import format_date, format_number


def register_pdf(
    profile: CompanyProfile,
    entries: Sequence[FgasEntry],
    *,
    read: Callable[[str], bytes],
    now: datetime,
) -> bytes:
    """Return the register as PDF.

    Args:
        profile: The company's facts.
        entries: Rows, with device, client and technician loaded.
        read: Returns a stored file by its SHA-256.
        now: Instant written in the file.
    """
    texts: dict[str, object] = {
        "company": letterhead(profile),
        "document": {"title": _("F-gas register"), "date": format_date(now)},
        "certificate": _("F-gas certificate of the company: %(x)s", x=profile.fgas_certificate)
        if profile.fgas_certificate
        else "",
        "columns": [
            {"title": _("Day"), "width": 3},
            {"title": _("Client and device"), "width": 6},
            {"title": _("What was done"), "width": 4},
            {"title": _("Gas"), "width": 2},
            {"title": _("Added"), "width": 2, "align": "right"},
            {"title": _("Recovered"), "width": 2.5, "align": "right"},
            {"title": _("In the circuit"), "width": 2.5, "align": "right"},
            {"title": _("Technician"), "width": 4},
            {"title": _("Notified on"), "width": 3},
        ],
        "rows": [_row(entry) for entry in entries],
    }
    cleaned = glyphs.clean_facts(texts)
    return render(
        "fgas_register",
        cleaned,
        assets=letterhead_assets(profile, read),
        created_at=now.replace(microsecond=0),
    )


def _row(entry: FgasEntry) -> list[str]:
    done = str(messages.KINDS[entry.kind])
    if entry.result is not None:
        done = f"{done}\n{messages.RESULTS[entry.result]}"
    device = f"{entry.device.client.display_name}\n{entry.device} {entry.device.serial_number}"
    who = f"{entry.technician.name}\n{entry.technician_certificate}"
    notified = format_date(entry.notified_on) if entry.notified_on else "-"
    return [
        format_date(entry.performed_on),
        device.strip(),
        done,
        entry.gas,
        _kg(entry.added_kg),
        _kg(entry.recovered_kg),
        _kg(entry.charge_kg),
        who.strip(),
        f"{notified}\n{entry.notice_code}".strip(),
    ]


def _kg(amount: Decimal | None) -> str:
    return "" if amount is None else f"{format_number(amount)} kg"
