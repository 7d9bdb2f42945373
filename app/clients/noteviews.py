"""Adding to the private note of a card, without the right to change the card."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms.validators import Length

from app.clients import queries, rules, service
from app.extensions import db
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.forms import HouseForm
from app.web.formviews import HouseFormView
from app.web.rowchoice import BlankLongTextField


class NoteForm(HouseForm):
    """One addition."""

    text = BlankLongTextField(
        lazy_gettext("Add a note"),
        [Length(max=rules.NOTE_LENGTH)],
        description=lazy_gettext("It stays on the card with your name, the day and the hour."),
    )


class ClientNoteView(HouseFormView):
    """Adds a paragraph; what stood in the note stays."""

    route_base = "/clienti/<int:pk>/nota"
    class_permission_name = "client_notes"
    method_permission_name = {"form": "add"}
    form_class = NoteForm
    title = lazy_gettext("Add a note")

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self, pk: int) -> ResponseReturnValue:
        """Show the form, or add what was written; 404 for a card that is not to be seen."""
        if queries.find_client(db.session(), current_access(), pk) is None:
            abort(404)
        return self.answer()

    def submit(self, form: Any) -> Any:
        """Add to the locked card."""
        session, access = db.session(), current_access()
        client = queries.find_client(session, access, self._pk(), lock=True) or abort(404)
        text = form.text.data or ""
        return service.add_note(session, client, text, author=access.name, now=utc_now())

    def after(self, stored: Any) -> ResponseReturnValue:
        """Show the card."""
        flash(_("The note is on the card."), "success")
        return redirect(url_for("ClientView.show", pk=stored.id if stored else self._pk()))

    def _pk(self) -> int:
        return int((request.view_args or {})["pk"])
