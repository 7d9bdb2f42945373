"""The page on which everything held on a client is asked for and fetched."""

from typing import Any, ClassVar

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.models import Client
from app.clients.queries import find_client
from app.clients.rules import ClientState
from app.extensions import db
from app.orm.audit import record_event
from app.personal.rules import EXPORT, KEPT_DAYS
from app.web.access import current_access
from app.web.works import Work, WorksMixin, begin_work


class PersonalDataView(WorksMixin, BaseView):
    """Ask for the data of a client, wait, download: only who asked gets the file."""

    route_base = "/dati-personali"
    default_view = "show"
    list_title = _("Clients")
    class_permission_name = "personal"
    method_permission_name = dict.fromkeys(
        ("show", "prepare", "progress", "progress_part", "work_file"), "export"
    )
    works: ClassVar = {
        EXPORT: Work(
            _("Data of the client"),
            _("Everything held on the client is being put together."),
            "personal/_exported.html",
            lambda: url_for("ClientView.list"),
            {},
        )
    }

    def address(self, name: str, **values: Any) -> str:
        """Return the address of one of the pages."""
        return url_for("ClientView.list" if name == "list" else f".{name}", **values)

    @expose("/cliente/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Say what the file holds and what it leaves out."""
        return self.render_template(
            "personal/show.html",
            title=gettext("Data of the client"),
            item=_client_or_404(pk),
            days=KEPT_DAYS,
        )

    @expose("/cliente/<int:pk>", methods=["POST"])
    @has_access
    def prepare(self, pk: int) -> ResponseReturnValue:
        """Have the file made in the background; the activity log says who asked."""
        item, session = _client_or_404(pk), db.session()
        made = begin_work(session, EXPORT, EXPORT, [item.id])
        record_event(session, "personal_export", "clients", item.id, client_id=item.id)
        session.commit()
        return self.to_work(made)


def _client_or_404(pk: int) -> Client:
    found = find_client(db.session(), current_access(), pk)
    if found is None or found.state is ClientState.MERGED:
        abort(404)
    return found


VIEWS = (PersonalDataView,)
