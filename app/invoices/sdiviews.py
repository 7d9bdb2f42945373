"""Sending a document and taking receipts in, by hand or with the stand-in."""

from collections.abc import Iterator
from typing import Any

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import action, expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.datastructures import FileStorage

from app.channels.rules import ChannelKind
from app.channels.service import keep_signed, kind_of, outgoing, sign_here
from app.company.queries import company_profile
from app.extensions import db
from app.invoices import messages, sdi
from app.invoices.receipts import MOST_BYTES, UnknownReceiptError
from app.invoices.rules import InvoiceState
from app.kernel.errors import DomainError
from app.purchases.rules import UnreadableError
from app.purchases.rules_unpack import MOST_BYTES as MOST_UPLOAD
from app.purchases.rules_unpack import Unpacked, unpack_each
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash


class SdiMixin:
    """The way of a document through the exchange system."""

    method_permission_name = {
        "send": "write", "send_ticked": "write", "send_again": "write", "sign": "write",
        "take_signed": "write", "receipts": "write", "take_receipts": "write",
    }  # fmt: skip

    # Of the view.
    get_or_404: Any
    address: Any
    render_template: Any
    get_redirect: Any

    @expose("/<int:pk>/invia", methods=["POST"])
    @has_access
    def send(self, pk: int) -> ResponseReturnValue:
        """Send a document by the company's channel; by hand: note that it was uploaded."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            _leave(item, channel())
        return redirect(self.address("show", pk=pk))

    @action(
        "send_ticked", lazy_gettext("Send to the SdI"),
        lazy_gettext(
            "Send these documents to the SdI? Where the XML is uploaded by hand, "
            "this notes that it was done."
        ),
        "send", single=False,
    )  # fmt: skip
    def send_ticked(self, items: list[Any]) -> ResponseReturnValue:
        """Send the documents ticked in a list; what cannot leave stays, with the reason."""
        kind, sent, waiting = channel(), 0, 0
        for pk in [item.id for item in items]:
            item = self.get_or_404(str(pk), lock=True)
            if item.state is not InvoiceState.TO_SEND:
                continue
            waiting += 1
            # Both refusals come before anything is written: the others may leave.
            try:
                _leave(item, kind)
                sent += 1
            except DomainError as error:
                flash(f"{item.label}: {user_message(error)}", "warning")
        db.session().commit()
        if sent:
            said = ngettext(
                "%(num)s document is on its way.", "%(num)s documents are on their way.", sent
            )
            flash(said, "success")
        if not waiting:
            flash(_("None of these documents is waiting to be sent."), "info")
        return redirect(self.get_redirect())

    @expose("/<int:pk>/reinvia", methods=["POST"])
    @has_access
    def send_again(self, pk: int) -> ResponseReturnValue:
        """Try at once a file that did not leave."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        with commit_or_flash(db.session()):
            if not sdi.try_again(db.session(), item, now=utc_now()):
                flash(_("This document left already."), "info")
        return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/firma", methods=["POST"])
    @has_access
    def sign(self, pk: int) -> ResponseReturnValue:
        """Sign the newest XML with the company's own certificate."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        if item.state is not InvoiceState.TO_SEND:
            flash(_("This document left already."), "info")
            return redirect(self.address("show", pk=pk))
        with commit_or_flash(db.session()):
            sign_here(db.session(), item.files[-1], now=utc_now())
            flash(_("The signed file is kept: it is the one that leaves."), "success")
        return redirect(self.address("show", pk=pk))

    @expose("/<int:pk>/firmato", methods=["POST"])
    @has_access
    def take_signed(self, pk: int) -> ResponseReturnValue:
        """Take the signed copy of the newest XML."""
        require_csrf()
        item = self.get_or_404(str(pk), lock=True)
        upload = request.files.get("signed")
        if upload is None or not upload.filename or item.state is not InvoiceState.TO_SEND:
            flash(_("Choose the signed file."), "warning")
            return redirect(self.address("show", pk=pk))
        with commit_or_flash(db.session()):
            content = upload.stream.read(MOST_BYTES + 1)
            keep_signed(db.session(), item.files[-1], upload.filename, content)
            flash(_("The signed file is kept: it is the one that leaves."), "success")
        return redirect(self.address("show", pk=pk))

    @expose("/ricevute")
    @has_access
    def receipts(self) -> ResponseReturnValue:
        """Show the page that takes receipts."""
        return self.render_template("invoices/receipts.html", title=_("Receipts"), results=())

    @expose("/ricevute", methods=["POST"])
    @has_access
    def take_receipts(self) -> ResponseReturnValue:
        """Take the receipts that were downloaded from the portal; say what each one did."""
        require_csrf()
        uploads = [one for one in request.files.getlist("files") if one.filename]
        results = [found for one in uploads for found in _results(one)]
        if not uploads:
            flash(_("Choose at least one file."), "warning")
        return self.render_template("invoices/receipts.html", title=_("Receipts"), results=results)


def _leave(item: Any, kind: ChannelKind) -> None:
    """Have a locked document leave; raise a DomainError, nothing written, if it cannot."""
    if kind is ChannelKind.PEC and item.files:
        outgoing(item.files[-1])
    sdi.send(db.session(), item, now=utc_now(), by_job=kind is not ChannelKind.MANUAL)


def channel() -> ChannelKind:
    """Return how invoices leave here: the demonstration talks to the stand-in only."""
    return kind_of(
        company_profile(db.session()), has_stand_in=bool(current_app.config["SDI_STAND_IN"])
    )


def _taken(name: str, content: bytes) -> dict[str, Any]:
    """Take one receipt in its own transaction; return what to show."""
    session = db.session()
    try:
        notice = sdi.receive(session, name, content, now=utc_now())
        session.commit()
    except DomainError as error:
        session.rollback()
        return _refusal(name, error)
    return {
        "name": name,
        "text": messages.NOTICES[notice.kind],
        "is_good": notice.kind != "NS",
        "invoice": notice.file.invoice,
    }


def _results(upload: FileStorage) -> Iterator[dict[str, Any]]:
    """Take what an upload holds (XML, signed p7m, zip); yield what to show of each file."""
    name = (upload.filename or "")[-80:]
    for one in unpack_each(name, upload.stream.read(MOST_UPLOAD + 1)):
        if isinstance(one, Unpacked):
            yield _taken(one.name[-80:], one.content)
        elif isinstance(one.error, UnreadableError):
            yield _refusal(one.name, UnknownReceiptError(one.name))
        else:
            yield _refusal(one.name, one.error)


def _refusal(name: str, error: DomainError) -> dict[str, Any]:
    return {"name": name, "text": user_message(error), "is_good": False, "invoice": None}
