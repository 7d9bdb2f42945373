"""Receipts of the exchange system, read leniently: genuine ones do not all follow their schema.

Both vocabularies (firms and persons; public bodies) are told apart by the local name of the root.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from app.kernel.errors import DomainError

#: Larger receipts than this are none.
MOST_BYTES = 5_000_000
#: Errors of a rejection that are kept.
_MOST_ERRORS = 200

#: Local name of the root -> kind.
KINDS = {
    "RicevutaConsegna": "RC",
    "RicevutaScarto": "NS",
    "NotificaScarto": "NS",
    "RicevutaImpossibilitaRecapito": "MC",
    "NotificaMancataConsegna": "MC",
    "NotificaEsito": "NE",
    "NotificaDecorrenzaTermini": "DT",
    "AttestazioneTrasmissioneFattura": "AT",
}
#: Where the instant stands, best first.
_INSTANTS = ("DataOraConsegna", "DataMessaADisposizione", "DataOraRicezione")
_ENDING = re.compile(r"(\.xml)?(\.p7m)?(\.zip)?$", re.IGNORECASE)


@dataclass(eq=False)
class UnknownReceiptError(DomainError):
    """The file is not a receipt of the exchange system."""

    name: str


@dataclass(eq=False)
class ForeignReceiptError(DomainError):
    """The receipt speaks of a file that was not made here."""

    name: str


@dataclass(frozen=True)
class Receipt:
    """What a receipt tells."""

    #: RC, NS, MC, NE, DT or AT.
    kind: str
    sdi_id: str
    #: Name of the invoice's file, without ending.
    stem: str
    stated_at: datetime | None = None
    #: (code, text, hint) of a rejection.
    errors: tuple[tuple[str, str, str], ...] = ()
    #: EC01 accepted, EC02 refused; empty in other receipts.
    outcome: str = ""
    text: str = ""


def read_receipt(name: str, content: bytes) -> Receipt:
    """Return what a receipt tells.

    Args:
        name: File name, for the refusal.
        content: The XML.

    Raises:
        UnknownReceiptError: It is none.
    """
    parser = etree.XMLParser(
        no_network=True, resolve_entities=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content[:MOST_BYTES], parser)
    except etree.XMLSyntaxError as error:
        raise UnknownReceiptError(name) from error
    kind = KINDS.get(_local(root)) if root is not None else None
    if kind is None:
        raise UnknownReceiptError(name)
    return Receipt(
        kind=kind,
        sdi_id=_text(root, "IdentificativoSdI")[:40],
        stem=_ENDING.sub("", _text(root, "NomeFile")),
        stated_at=next((found for tag in _INSTANTS if (found := _instant(root, tag))), None),
        errors=tuple(_errors(root))[:_MOST_ERRORS],
        outcome=_text(root, "Esito"),
        text=_text(root, "Descrizione") if kind != "NS" else "",
    )


def _local(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> list[Any]:
    return [one for one in root.iter() if _local(one) == name]


def _text(root: Any, name: str) -> str:
    found = _all(root, name)
    return (found[0].text or "").strip() if found else ""


def _errors(root: Any) -> list[tuple[str, str, str]]:
    return [
        (_text(one, "Codice"), _text(one, "Descrizione"), _text(one, "Suggerimento"))
        for one in _all(root, "Errore")
    ]


def _instant(root: Any, name: str) -> datetime | None:
    """Return an instant; without its zone, as some write it, it says too little to be kept."""
    try:
        found = datetime.fromisoformat(_text(root, name))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
