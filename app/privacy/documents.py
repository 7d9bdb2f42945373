"""The printed privacy form: what each part of the page says, from the facts. Reads no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.company.frozen import company_facts, logo_assets
from app.interventions.signedprint import drawing_of
from app.pdf import glyphs
from app.pdf.render import render
from app.web.formats import format_date, format_moment


@dataclass(frozen=True)
class PrintedForm:
    """Everything a form prints.

    Attributes:
        facts: As stored with the signature.
        sha: What the signature is bound to.
    """

    facts: Mapping[str, Any]
    signed_at: datetime
    signer_name: str
    strokes: Sequence[Any]
    sha: str
    logo: bytes | None = None


def privacy_pdf(form: PrintedForm) -> bytes:
    """Return the PDF/A-2b of a form; the same facts give the same bytes."""
    assets = logo_assets(form.logo)
    return render("privacy", privacy_texts(form), assets=assets, created_at=form.signed_at)


def privacy_texts(form: PrintedForm) -> dict[str, object]:
    """Return what the template prints, as texts in the language of the work at hand."""
    client, notice = form.facts["client"], form.facts["notice"]
    texts: dict[str, object] = {
        "company": company_facts(form.facts["company"], has_logo=form.logo is not None),
        "document": {
            "title": _("Privacy form"),
            "date": format_date(form.signed_at),
            "note": form.facts["company"].get("footer") or "",
        },
        "client": [
            (_("Client"), client["name"]),
            (_("Tax code"), client["tax_code"]),
            (_("Address"), client["address"]),
        ],
        "notice": notice["text"],
        "purposes": [
            {"text": one["text"], "given": one["given"]} for one in form.facts["purposes"]
        ],
        "sections": {"notice": _("Privacy notice"), "purposes": _("Consents")},
        "answers": {"yes": _("I consent"), "no": _("I do not consent")},
        "seal": [
            (_("Version of the notice"), str(notice["version"])),
            (_("SHA-256 of the form"), form.sha),
        ],
    }
    cleaned = glyphs.clean_facts(texts)
    box = {
        "label": _("Notice read; consents as above"),
        "name": glyphs.clean(form.signer_name),
        "when": format_moment(form.signed_at),
        "drawing": drawing_of(form.strokes),
    }
    # Drawings are made here and are no text of a user: they stay as they are.
    return cleaned | {"signatures": [box]}
