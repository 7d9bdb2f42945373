"""The checks of the exchange system, made here before anything leaves.

Works on the XML as sent, without knowing how it was built, and returns every finding. Source:
"Elenco controlli" 2.0 of 31 January 2025; arithmetic of 00421-00423 with its tolerances.
"""

from collections.abc import Callable, Iterator
from datetime import date

from lxml import etree

from app.invoices.fatturapa import MOST_BYTES
from app.invoices.findings import Finding
from app.invoices.sdichecks_body import BODY_CHECKS
from app.invoices.sdichecks_header import HEADER_CHECKS
from app.invoices.sdichecks_parts import Element, text_of

Check = Callable[[Element], Iterator[Finding]]
#: Structural errors shown at most: the first ones explain the rest.
_MOST_STRUCTURAL = 20


def check_file(
    content: bytes, *, schema: etree.XMLSchema, today: date | None = None
) -> tuple[Finding, ...]:
    """Return every finding on a file, structure first.

    Args:
        content: The XML.
        schema: The official schema.
        today: Day of sending, for control 00403; None: not checked.
    """
    if len(content) > MOST_BYTES:
        return (Finding("00003"),)
    parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return (Finding("00200", facts={"detail": str(error)}),)
    return (*_structure(root, schema), *_content(root, today))


def _structure(root: Element, schema: etree.XMLSchema) -> Iterator[Finding]:
    if schema.validate(root):
        return
    for entry in list(schema.error_log)[:_MOST_STRUCTURAL]:
        yield Finding("00200", facts={"detail": str(entry.message)})


def _content(root: Element, today: date | None) -> Iterator[Finding]:
    for check in (*HEADER_CHECKS, *BODY_CHECKS):
        yield from check(root)
    if today is not None and text_of(root, ".//DatiGeneraliDocumento/Data") > today.isoformat():
        yield Finding("00403")
