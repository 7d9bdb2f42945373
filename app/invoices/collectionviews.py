"""Screens of being paid: orders to the bank, mandates, cash that technicians hand over."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from wtforms.validators import Length

from app.clients.models import Client
from app.clients.queries import visible_clients
from app.company.forms import CheckedTextField
from app.extensions import db
from app.invoices import collecting, messages
from app.invoices.collectionmodels import ClientBank, CollectionFile
from app.invoices.rules_collecting import MandateIncompleteError, Order, Scheme
from app.invoices.rules_facts import ZERO
from app.kernel import identifiers
from app.kernel.access import Access
from app.kernel.dates import local_day
from app.kernel.text import row_keys
from app.web.clock import utc_now
from app.web.fields import EnumChoiceField
from app.web.formats import format_number
from app.web.formviews import require_csrf
from app.web.rowchoice import BlankTextField
from app.web.saving import commit_or_flash
from app.web.views import HouseModelView

#: Files shown under what may go to the bank.
_FILES = 30
#: How far ahead one looks unless a day is chosen: orders go to the bank before they are due.
_AHEAD = timedelta(days=45)


class CollectionView(BaseView):
    """Orders to the bank and cash."""

    route_base = "/incassi"
    default_view = "index"
    class_permission_name = "invoices"
    method_permission_name = {
        "index": "read", "make": "write", "download": "write", "collected": "write",
        "withdraw": "write", "cash": "read", "hand_over": "write",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show what may go to the bank, and the files made so far."""
        session, order, until = db.session(), _order(), _until()
        found = collecting.collectables(session, order, until=until)
        files = session.scalars(
            select(CollectionFile).order_by(CollectionFile.id.desc()).limit(_FILES)
        ).all()
        return self.render_template(
            "invoices/collections.html",
            title=gettext("RiBa and direct debits"),
            order=order,
            until=until,
            found=found,
            total=_sum(found, is_ready=True),
            missing=_sum(found, is_ready=False),
            files=files,
            labels=messages,
        )

    @expose("/file", methods=["POST"])
    @has_access
    def make(self) -> ResponseReturnValue:
        """Make the file of what was ticked."""
        require_csrf()
        keys, order, until = set(request.form.getlist("due")), _order(), _until()
        with commit_or_flash(db.session()):
            file = collecting.make_file(db.session(), order, keys, until=until, now=utc_now())
            flash(gettext("File %(name)s is ready: download it below.", name=file.name), "success")
        return redirect(url_for("CollectionView.index", tipo=order.value, fino=until.isoformat()))

    @expose("/<int:pk>/scarica")
    @has_access
    def download(self, pk: int) -> ResponseReturnValue:
        """Send a file for the bank."""
        file = _file(pk)
        is_riba = file.kind is Order.RIBA
        answer = send_file(
            BytesIO(file.content),
            mimetype="text/plain" if is_riba else "application/xml",
            as_attachment=True,
            download_name=f"{file.name}.{'txt' if is_riba else 'xml'}",
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @expose("/<int:pk>/incassata", methods=["POST"])
    @has_access
    def collected(self, pk: int) -> ResponseReturnValue:
        """Note that the bank paid a file."""
        require_csrf()
        file = _file(pk, lock=True)
        with commit_or_flash(db.session()):
            count = collecting.collected(db.session(), file, now=utc_now())
            text = ngettext("%(num)s payment recorded.", "%(num)s payments recorded.", count)
            flash(text, "success")
        return redirect(url_for("CollectionView.index", tipo=file.kind.value))

    @expose("/<int:pk>/annulla", methods=["POST"])
    @has_access
    def withdraw(self, pk: int) -> ResponseReturnValue:
        """Take a file back."""
        require_csrf()
        file = _file(pk, lock=True)
        with commit_or_flash(db.session()):
            collecting.withdraw(db.session(), file, now=utc_now())
        return redirect(url_for("CollectionView.index", tipo=file.kind.value))

    @expose("/contanti")
    @has_access
    def cash(self) -> ResponseReturnValue:
        """Show what technicians took and have not handed over."""
        works = collecting.cash_to_hand_over(db.session())
        rows: dict[str, list[Any]] = {}
        for work in works:
            names = ", ".join(sorted(one.name for one in work.technicians)) or "-"
            rows.setdefault(names, []).append(work)
        return self.render_template(
            "invoices/cash.html",
            title=gettext("Cash of the technicians"),
            rows=sorted(rows.items()),
        )

    @expose("/contanti", methods=["POST"])
    @has_access
    def hand_over(self) -> ResponseReturnValue:
        """Note that the office got the money of the interventions ticked."""
        require_csrf()
        ids = row_keys(request.form.getlist("work"))
        with commit_or_flash(db.session()):
            total = collecting.hand_over(db.session(), ids, today=local_day(utc_now()))
            if total:
                words = gettext("Handed over: %(amount)s euro.", amount=format_number(total))
                flash(words, "success")
            else:
                flash(gettext("Nothing noted: tick what the technician hands over."), "warning")
        return redirect(url_for("CollectionView.cash"))


class ClientBankView(HouseModelView):
    """Where clients pay from, and the mandates they signed."""

    route_base = "/incassi/banche"
    class_permission_name = "invoices"
    method_permission_name = {
        "list": "read", "options": "read", "related": "read", "columns": "read", "export": "read",
        "add": "write", "edit": "write", "delete": "write",
    }  # fmt: skip
    exclude_route_methods = {"show"}
    datamodel = SQLAInterface(ClientBank)
    list_title = _("Banks and mandates of clients")
    add_title = _("New bank of a client")
    edit_title = _("Bank of a client")
    list_columns = ["client", "iban", "bank_name", "mandate", "signed_on", "scheme"]
    add_columns = ["client", "iban", "bank_name", "mandate", "signed_on", "scheme"]
    edit_columns = ["iban", "bank_name", "mandate", "signed_on", "scheme"]
    label_columns = {
        "client": _("Client"),
        "iban": _("IBAN"),
        "bank_name": _("Bank"),
        "mandate": _("Reference of the mandate"),
        "signed_on": _("Signed on"),
        "scheme": _("Scheme"),
    }
    choices_columns = {"scheme": messages.SCHEMES}
    add_form_extra_fields = edit_form_extra_fields = {
        "iban": CheckedTextField(_("IBAN"), check=identifiers.check_iban, size=34),
        "bank_name": BlankTextField(_("Bank"), max_length=50, validators=[Length(max=50)]),
        "mandate": BlankTextField(
            _("Reference of the mandate"),
            max_length=35,
            validators=[Length(max=35)],
            description=_("Only for direct debits; with the day of the signature."),
        ),
        "scheme": EnumChoiceField(_("Scheme"), labels=messages.SCHEMES),
    }
    quick_search_columns = ["iban", "bank_name", "mandate"]
    eager = ("client",)
    order_columns = ["signed_on"]
    base_order = ("id", "desc")

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the banks of the clients that the account may see."""
        clients = select(Client.id).where(visible_clients(access))
        return statement.where(ClientBank.client_id.in_(clients))

    def create_item(self, form: Any) -> ClientBank:
        """Store a bank."""
        item = ClientBank(client=form.client.data)
        return self.update_item(item, form)

    def update_item(self, item: ClientBank, form: Any) -> ClientBank:
        """Store what was typed."""
        if bool(form.mandate.data) != bool(form.signed_on.data):
            raise MandateIncompleteError
        with db.session.no_autoflush:
            item.iban = form.iban.data or ""
            item.bank_name = form.bank_name.data or ""
            item.mandate = form.mandate.data or ""
            item.signed_on = form.signed_on.data
            item.scheme = form.scheme.data or Scheme.CORE
            db.session.add(item)
        db.session.flush()
        return item


def _file(pk: int, *, lock: bool = False) -> CollectionFile:
    return db.session.get(CollectionFile, pk, with_for_update=lock) or abort(404)


def _sum(found: Iterable[collecting.Collectable], *, is_ready: bool) -> Decimal:
    """Return how many euro may go to the bank, or wait for the client's bank or mandate."""
    return sum((one.due.amount_eur for one in found if one.is_ready is is_ready), ZERO)


def _order() -> Order:
    try:
        return Order(request.values.get("tipo", Order.RIBA.value))
    except ValueError:
        abort(404)


def _until() -> date:
    try:
        return date.fromisoformat(request.values.get("fino", ""))
    except ValueError:
        return local_day(utc_now()) + _AHEAD


VIEWS = (ClientBankView, CollectionView)
