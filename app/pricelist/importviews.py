"""Import of a price list: upload, look at what would change, store."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.extensions import db
from app.files.store import FileMissingError
from app.imports.convert import cell_text
from app.imports.reader import ListFile
from app.interventions.figures import amount_text
from app.kernel.errors import DomainError
from app.pricelist import messages, service
from app.pricelist.rules_import import ReadList, Row, read_list
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.errors import register_messages, user_message
from app.web.forms import HouseForm
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash
from app.worker import company_files

register_messages(messages.REFUSALS)

#: Rows that the preview shows.
MOST_SHOWN = 100
#: How long a preview may be confirmed, seconds.
_TICKET_SECONDS = 3600


class PriceFileForm(HouseForm):
    """Choose a file."""

    file = FileField(
        _("Your price list"),
        validators=[FileRequired(_("Choose the file of your list."))],
        description=_(
            "Excel, OpenDocument or CSV with the columns Codice, Descrizione, Prezzo; also read: "
            "U.m., Costo, IVA, Tipo, Fornitore, Codice fornitore."
        ),
        render_kw={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv"},
    )


class PriceImportView(BaseView):
    """Take a price list in; what would change is shown before anything is stored."""

    route_base = "/impostazioni/listino/importa"
    default_view = "form"
    class_permission_name = "settings"
    method_permission_name = {"form": "write", "confirm": "write"}

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self) -> ResponseReturnValue:
        """Show the upload, or what a file would change."""
        form = PriceFileForm()
        if request.method == "GET":
            return self._page(form)
        require_csrf()
        if not form.validate():
            return self._page(form), 422
        content = form.file.data.stream.read()
        try:
            found = _read(content, form.file.data.filename or "")
        except DomainError as error:
            form.add_error("file", user_message(error))
            return self._page(form), 422
        ticket = _tickets().dumps([*_claim(), company_files().put(content)])
        return self._page(form, found=found, ticket=ticket)

    @expose("/conferma", methods=["POST"])
    @has_access
    def confirm(self) -> ResponseReturnValue:
        """Store the list that was shown to this account."""
        require_csrf()
        try:
            *claim, sha = _tickets().loads(request.form.get("ticket", ""), max_age=_TICKET_SECONDS)
        except BadSignature:
            claim, sha = [], ""
        if claim != _claim():
            flash(gettext("This preview is too old: choose the file again."), "warning")
            return redirect(url_for("PriceImportView.form"))
        try:
            found = _read(company_files().read(sha), "")
        except FileMissingError:
            abort(404)
        with commit_or_flash(db.session()):
            new, known = service.store_list(db.session(), found.items)
            flash(
                gettext(
                    "%(new)s new articles, %(known)s brought up to date.", new=new, known=known
                ),
                "success",
            )
        return redirect(url_for("PriceItemView.list"))

    def _page(self, form: PriceFileForm, found: ReadList | None = None, ticket: str = "") -> Any:
        changes = service.compare(db.session(), found.items) if found is not None else []
        return self.render_template(
            "pricelist/import.html",
            title=gettext("Import a price list"),
            form=form,
            found=found,
            ticket=ticket,
            changes=changes[:MOST_SHOWN],
            new_count=sum(change.item is None for change in changes),
            price_count=sum(change.price_before is not None for change in changes),
            most=MOST_SHOWN,
            labels=messages.PROBLEMS,
            amount=amount_text,
        )


def _read(content: bytes, filename: str) -> ReadList:
    rows = ListFile(BytesIO(content), filename).rows()
    return read_list((_texts(row) for row in rows), service.rates_in_use(db.session()))


def _texts(row: Any) -> Row:
    return row.number, [_text(cell) for cell in row.cells]


def _text(cell: Any) -> str:
    """Return a cell as people write it: a number with a comma, since 58.125 could mean 58125."""
    if isinstance(cell, float) and not cell.is_integer():
        return f"{Decimal(repr(cell)):f}".replace(".", ",")
    return cell_text(cell)


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="price list")


def _claim() -> list[Any]:
    return [current_company(), current_access().user_id]
