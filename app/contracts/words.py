"""What a contract in force covers, in words: shown when a call or a report is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.contracts import messages
from app.contracts.models import Contract
from app.contracts.queries import covering_contracts
from app.interventions.figures import number_text


@dataclass(frozen=True)
class Cover:
    """A contract in force at a plant: no amounts, whoever works there may know it.

    Attributes:
        key: Row of the contract.
        title: "Contract 3/2026: all inclusive".
        text: What is included and which devices.
    """

    key: int
    title: str
    text: str


def covers_of(session: Session, client_id: int, day: date) -> Sequence[Cover]:
    """Return what the contracts in force at a plant cover on a day."""
    return [_cover(one) for one in covering_contracts(session, client_id, day)]


def _cover(contract: Contract) -> Cover:
    said = (
        (contract.covers_call_out, _("Call-out fee")),
        (contract.covers_labour, _("Labour")),
        (contract.covers_parts, _("Spare parts")),
    )
    words = [text.lower() for is_there, text in said if is_there]
    included = ", ".join(words) if words else _("only the planned visits")
    text = _("Included: %(what)s.", what=included)
    if contract.parts_discount_pct and not contract.covers_parts:
        percent = number_text(contract.parts_discount_pct)
        text += " " + _("Discount of %(percent)s%% on spare parts.", percent=percent)
    if contract.devices:
        names = ", ".join(str(device) for device in contract.devices)
        text += " " + _("Only for: %(devices)s.", devices=names)
    kind = str(messages.KINDS[contract.kind])
    title = _("Contract %(number)s: %(kind)s", number=contract.label, kind=kind)
    return Cover(contract.id, title, text)
