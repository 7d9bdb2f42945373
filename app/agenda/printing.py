"""The day on paper, technician by technician."""

from datetime import date
from io import BytesIO

from flask import abort, request, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.agenda import documents, forms, queries
from app.extensions import db
from app.kernel.dates import local_day, local_day_bounds
from app.pdf.render import render
from app.web.access import current_access
from app.web.clock import utc_now


class DaySheetView(BaseView):
    """What a technician has to do on a day, as a page to print and as a PDF."""

    route_base = "/agenda/stampa"
    default_view = "page"
    class_permission_name = "agenda"
    method_permission_name = {"page": "read", "pdf": "read"}

    @expose("/")
    @has_access
    def page(self) -> ResponseReturnValue:
        """Show the sheets of a day."""
        day = _day()
        return self.render_template(
            "agenda/print.html",
            day=day,
            chosen=request.args.get("tecnico", ""),
            technicians=queries.technicians(db.session, access=current_access()),
            sheets=_sheets(day),
        )

    @expose("/pdf")
    @has_access
    def pdf(self) -> ResponseReturnValue:
        """Send the sheets of a day as a PDF."""
        day = _day()
        made = render("agenda_day", documents.pdf_facts(_sheets(day), day))
        return send_file(
            BytesIO(made), mimetype="application/pdf", download_name=f"agenda-{day}.pdf"
        )


def _day() -> date:
    return forms.read_day(request.args.get("giorno", ""), local_day(utc_now()))


def _sheets(day: date) -> list[documents.Sheet]:
    """Return the sheets of the technicians chosen; 404 for one whose day is not to be seen."""
    access, chosen = current_access(), request.args.get("tecnico", "")
    technicians = queries.technicians(db.session(), access=access)
    if chosen:
        technicians = [one for one in technicians if str(one.id) == chosen] or abort(404)
    start, end = local_day_bounds(day)
    rows = queries.between(db.session(), start, end, access=access)
    may = documents.Notes(
        office=access.has("agenda.write"),
        private=access.has("client_notes.read"),
        places=not access.hides_address,
    )
    sheets = documents.day_sheets(rows, technicians, may)
    # Of a whole company only those who have something to do are worth the paper.
    return sheets if chosen else [sheet for sheet in sheets if sheet.lines]
