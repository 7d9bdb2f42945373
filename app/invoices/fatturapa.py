"""FatturaPA 1.2.3 (FPR12, FPA12): one ordered function per block of the schema.

The order of the elements, the character sets and the number of decimals are those of
``Schema_VFPR12_v1.2.3.xsd``; empty elements are left out, because the schema rejects them.
"""

from lxml import etree

from app.invoices.fatturapa_body import add_body
from app.invoices.fatturapa_parties import add_header
from app.invoices.rules_facts import Document

NAMESPACE = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
#: Largest file that the exchange system takes (control 00003); prudent reading of "5 MB".
MOST_BYTES = 5_000_000


def build(document: Document, *, transmitter: str, progressive: str) -> bytes:
    """Return the XML of a document, UTF-8 with declaration.

    Args:
        document: What it states.
        transmitter: Fiscal id of who sends, without country.
        progressive: ProgressivoInvio, at most 10 characters.
    """
    root = etree.Element(
        f"{{{NAMESPACE}}}FatturaElettronica",
        attrib={"versione": document.format.value},
        nsmap={"p": NAMESPACE},
    )
    add_header(root, document, transmitter=transmitter, progressive=progressive)
    add_body(root, document)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
