"""A stand-in for the exchange system: checks like the real one and answers with receipts.

For tests and the demonstration; nothing leaves the machine. Its receipts are unsigned.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from app.invoices.findings import Finding, Severity, errors, plain
from app.invoices.sdichecks import check_file
from app.invoices.sdichecks_parts import Element, text_of
from app.kernel.dates import local_clock, local_day

_FIRMS = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/messaggi/v1.0"
_BODIES = "http://www.fatturapa.gov.it/sdi/messaggi/v1.0"
#: Roots by kind of receipt: firms and persons, public bodies.
_ROOTS = {
    "RC": ("RicevutaConsegna", "RicevutaConsegna"),
    "NS": ("RicevutaScarto", "NotificaScarto"),
    "MC": ("RicevutaImpossibilitaRecapito", "NotificaMancataConsegna"),
}
#: Recipient code of buyers without a channel: their invoices lie in the tax area.
_NO_CHANNEL = "0000000"


@dataclass(frozen=True)
class Known:
    """What the exchange system remembers of earlier files."""

    names: Collection[str] = ()
    #: (VAT number, number, year, is credit note) of accepted documents.
    documents: Collection[tuple[str, str, str, bool]] = ()


def answer(
    name: str, content: bytes, *, schema: etree.XMLSchema, now: datetime, known: Known
) -> tuple[str, bytes]:
    """Return (name, XML) of the receipt to a file.

    Args:
        name: Name of the file.
        content: The invoice.
        schema: The official schema.
        now: Instant of arrival.
        known: Earlier files: a name is taken once (00002), a document once (00404).
    """
    found = [*plain(errors(check_file(content, schema=schema, today=local_day(now))))]
    root = etree.fromstring(content) if not any(f.code == "00200" for f in found) else None
    if name in known.names:
        found.append(Finding("00002", Severity.ERROR))
    if root is not None and document_key(root) in known.documents:
        found.append(Finding("00404", Severity.ERROR))
    is_public = root is not None and root.get("versione") == "FPA12"
    kind = "NS" if found else "RC"
    has_channel = root is None or bool(
        text_of(root, ".//PECDestinatario") or text_of(root, ".//CodiceDestinatario") != _NO_CHANNEL
    )
    if kind == "RC" and not has_channel:
        kind = "MC"
    made = _receipt(kind, name, now, found, is_public=is_public)
    return f"{name.removesuffix('.xml')}_{kind}_001.xml", made


def document_key(root: Element) -> tuple[str, str, str, bool]:
    """Return what makes a document unique for control 00404."""
    return (
        text_of(root, ".//CedentePrestatore//IdFiscaleIVA/IdCodice"),
        text_of(root, ".//DatiGeneraliDocumento/Numero"),
        text_of(root, ".//DatiGeneraliDocumento/Data")[:4],
        text_of(root, ".//TipoDocumento") == "TD04",
    )


def _receipt(
    kind: str, name: str, now: datetime, found: list[Finding], *, is_public: bool
) -> bytes:
    space = _BODIES if is_public else _FIRMS
    root = etree.Element(
        f"{{{space}}}{_ROOTS[kind][is_public]}", attrib={"versione": "1.0"}, nsmap={"ns3": space}
    )
    stamp = local_clock(now).isoformat(timespec="milliseconds")
    _add(root, "IdentificativoSdI", f"{int(now.timestamp() * 1000) % 10**12}")
    _add(root, "NomeFile", name)
    _add(root, "DataOraRicezione", stamp)
    if kind == "RC":
        _add(root, "DataOraConsegna", stamp)
    if kind == "MC":
        _add(root, "DataMessaADisposizione", local_day(now).isoformat())
    if found:
        listed = etree.SubElement(root, "ListaErrori")
        for one in found:
            error = etree.SubElement(listed, "Errore")
            _add(error, "Codice", one.code[:5])
            _add(error, "Descrizione", f"Controllo {one.key} non superato")
    _add(root, "MessageId", name[-10:-4])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _add(parent: Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
