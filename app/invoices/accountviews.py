"""The month for the accountant: its VAT on the page, its files in a zip."""

import calendar
from datetime import date
from io import BytesIO
from typing import Any

from flask import abort, request, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.extensions import db
from app.invoices import accounting
from app.kernel.dates import local_day
from app.web.access import current_access
from app.web.clock import utc_now


class AccountingMixin:
    """What leaves for the accountant; taking the files away needs the right to export."""

    method_permission_name = {"month": "read", "archive": "read"}

    # Of the view.
    render_template: Any

    @expose("/commercialista")
    @has_access
    def month(self) -> ResponseReturnValue:
        """Show the VAT of a month."""
        chosen = _month()
        invoices = accounting.issued_between(db.session(), current_access(), *_days(chosen))
        return self.render_template(
            "invoices/accounting.html",
            title=_("For the accountant"),
            month=f"{chosen:%Y-%m}",
            count=len(invoices),
            rows=accounting.vat_of(invoices),
        )

    @expose("/commercialista.zip")
    @has_access
    def archive(self) -> ResponseReturnValue:
        """Send the XML files of a month and their receipts."""
        access = current_access()
        if not access.has("exports.read"):
            abort(403)
        chosen = _month()
        invoices = accounting.issued_between(db.session(), access, *_days(chosen))
        answer = send_file(
            BytesIO(accounting.archive_of(invoices)),
            mimetype="application/zip",
            as_attachment=True,
            download_name=f"fatture-{chosen:%Y-%m}.zip",
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def _month() -> date:
    """Return the first day of the month asked for (``?mese=2026-10``); else of this one."""
    try:
        return date.fromisoformat(f"{request.args.get('mese', '')}-01")
    except ValueError:
        return local_day(utc_now()).replace(day=1)


def _days(first: date) -> tuple[date, date]:
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
