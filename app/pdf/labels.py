"""QR labels for devices: what a technician scans to open the device's card."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Literal

import segno

from app.pdf.render import render


@dataclass(frozen=True)
class LabelSheet:
    """The grid of a sheet of self-adhesive labels; the default is the common 3 by 8 on A4."""

    columns: int = 3
    rows: int = 8
    paper: Literal["a4", "us-letter"] = "a4"
    margin_x_mm: float = 8
    margin_y_mm: float = 8
    gap_x_mm: float = 2
    gap_y_mm: float = 0
    #: Labels already used on the first sheet.
    skip: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.columns <= 10 and 1 <= self.rows <= 30):
            raise ValueError("a sheet has 1 to 10 columns and 1 to 30 rows")
        if not 0 <= self.skip < self.columns * self.rows:
            raise ValueError("only labels of the first sheet can be skipped")


@dataclass(frozen=True)
class Label:
    """One label: the address in its QR code, and the words beside it."""

    link: str
    title: str
    lines: tuple[str, ...] = ()


def qr_svg(text: str) -> str:
    """Return a QR code as SVG text, with the quiet zone and 15 % error correction."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


def label_sheet(labels: Sequence[Label], sheet: LabelSheet | None = None) -> bytes:
    """Return the PDF of a sheet of labels, in the given order, on as many pages as needed."""
    rows = [
        {"qr": qr_svg(label.link), "title": label.title, "lines": list(label.lines)}
        for label in labels
    ]
    return render("label_sheet", {"sheet": asdict(sheet or LabelSheet()), "labels": rows})
