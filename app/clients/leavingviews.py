"""Pages that let go of a card: change of occupant, archive. Both tell the work still open there."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import validators

from app.clients import service
from app.clients.models import Client
from app.clients.openwork import Fate, Found, Leaving, open_work, settle
from app.kernel.dates import local_day
from app.web import fields
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.forms import HouseForm
from app.web.saving import store

#: Sent by the page that has shown the open work.
_ASKED = "asked"


def fate_fields(found: Sequence[Found]) -> dict[str, Any]:
    """Return a question for each kind of open work that the account may end."""
    return {
        one.kind.code: fields.EnumChoiceField(
            one.kind.label,
            [validators.InputRequired(lazy_gettext("Say what becomes of them."))],
            labels={Fate.KEEP: one.kind.keeping, Fate.END: one.kind.ending},
            optional=True,
        )
        for one in found
        if one.may_end
    }


class LeavingMixin:
    """Change of occupant and archive of the client's view."""

    # Of the view.
    get_or_404: Any
    datamodel: Any
    render_template: Any
    edit_widget: Any
    #: Form of the new occupant, and the names of its fields.
    occupant_form: Any
    occupant_columns: Sequence[str]

    @expose("/<int:pk>/occupante", methods=["GET", "POST"])
    @has_access
    def occupant(self, pk: int) -> ResponseReturnValue:
        """Let somebody else hold the plant from a day on."""
        item, session = self.get_or_404(str(pk)), self.datamodel.session
        found = open_work(session, _leaving(item), archives=False)
        form = type("OccupantForm", (self.occupant_form,), fate_fields(found))()
        if request.method == "POST" and form.validate():
            values = {name: form[name].data for name in self.occupant_columns}
            day = form.starts_on.data

            def write() -> Client:
                leaving = _leaving(item, day - timedelta(days=1), _("Change of occupant"))
                settle(session, found, _fates(form, found), leaving)
                return service.change_occupant(session, item, values, starts_on=day)

            if store(session, form, write, messages={}) is not None:
                return redirect(url_for(".show", pk=pk))
        names = ["starts_on", *self.occupant_columns, *fate_fields(found)]
        return self._page(item, form, found, _("Change of occupant"), names)

    @expose("/<int:pk>/archivia", methods=["GET", "POST"])
    @has_access
    def archive(self, pk: int) -> ResponseReturnValue:
        """Put a card away, after showing the work that is still open there."""
        item, session = self.get_or_404(str(pk)), self.datamodel.session
        found = open_work(session, _leaving(item), archives=True)
        form = type("ArchiveForm", (HouseForm,), fate_fields(found))()
        is_sent = request.method == "POST" and (not found or _ASKED in request.form)
        if is_sent and form.validate():

            def write() -> Client:
                settle(session, found, _fates(form, found), _leaving(item))
                service.archive_client(session, item)
                return item

            if store(session, form, write, messages={}) is not None:
                flash(_("The card is archived."), "success")
                return redirect(url_for(".show", pk=pk))
        elif not is_sent:
            form = type("ArchiveForm", (HouseForm,), fate_fields(found))(formdata=None)
        page = self.render_template(
            "clients/archive.html", item=item, form=form, found=found, asked=_ASKED,
            questions=[form[name] for name in fate_fields(found)],
        )  # fmt: skip
        return page, 422 if is_sent else 200

    def _page(
        self, item: Client, form: Any, found: Sequence[Found], title: str, names: Sequence[str]
    ) -> ResponseReturnValue:
        widget = self.edit_widget(form=form, include_cols=names, exclude_cols=[], fieldsets=None)
        page = self.render_template(
            "clients/occupant.html",
            title=title,
            item=item,
            found=found,
            widgets={"edit": widget, "related_views": []},
            related_views=[],
            form=form,
        )
        return page, 422 if request.method == "POST" else 200


def _leaving(item: Client, last_day: date | None = None, reason: str = "") -> Leaving:
    now = utc_now()
    return Leaving(
        item.id, current_access(), now, last_day or local_day(now), reason or _("Card archived")
    )


def _fates(form: Any, found: Sequence[Found]) -> dict[str, Fate]:
    return {one.kind.code: form[one.kind.code].data for one in found if one.may_end}
