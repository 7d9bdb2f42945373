"""The printed booklet, whole or by sheet, in the official order. Reads no database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.booklets.content import Contents
from app.company.frozen import company_facts
from app.pdf import glyphs
from app.pdf.render import render
from app.web.formats import format_moment


def booklet_pdf(
    contents: Contents, company: Mapping[str, Any], *, now: datetime, only: str = ""
) -> bytes:
    """Return the PDF/A-2b of a booklet.

    Args:
        contents: What it says.
        company: Letterhead, as `company_snapshot` gives it.
        now: Aware instant of the print.
        only: Code of one sheet; empty: all that apply to the plant.
    """
    texts = {
        "company": company_facts(company),
        "document": {
            "title": _("Plant booklet"),
            "number": "",
            "date": "",
            "note": _("Printed on %(moment)s", moment=format_moment(now)),
        },
        "plant": contents.plant,
        "sheets": [
            {
                "title": sheet.title,
                "blocks": [
                    {
                        "title": block.title + (f" ({_('removed')})" if block.is_gone else ""),
                        "pairs": block.pairs,
                    }
                    for block in sheet.blocks
                ],
            }
            for sheet in contents.sheets
            if (sheet.code == only if only else sheet.blocks or not sheet.is_optional)
        ],
        "nothing": _("Nothing written."),
    }
    cleaned = glyphs.clean_facts(texts)
    return render("booklet", cleaned, created_at=now)
