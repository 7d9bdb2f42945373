"""The page on which a privacy form is signed: the same in a visit and in the office."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clients.models import Client
from app.extensions import db
from app.interventions.rules_reading import is_uuid
from app.kernel.errors import DomainError
from app.kernel.text import row_key
from app.mail.rules import split_addresses
from app.privacy import service
from app.privacy.forms import SigningForm, signing_form
from app.privacy.models import PrivacyForm
from app.privacy.printing import send_form
from app.privacy.rules import field_of
from app.quotes.answering import device_text, read_strokes
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.saving import store
from app.worker import company_files


def sign_page(
    client: Client, crumbs: list[tuple[str, str]], back: str, appointment_id: int | None = None
) -> ResponseReturnValue:
    """Answer a request for the page: show it, or store what was signed.

    Args:
        client: Card that the account may have sign: the caller checked.
        crumbs: Where the page stands.
        back: Address to go on to.
        appointment_id: Visit in which it is signed.
    """
    try:
        notice = service.notice_or_refuse(db.session())
    except DomainError as refusal:
        flash(user_message(refusal), "warning")
        return redirect(back)
    form: Any = signing_form(notice.purposes or ())()
    status = 200
    if request.method == "GET":
        form.signer_name.data, form.uuid.data = client.display_name, str(uuid4())
        form.to.data = next(iter(split_addresses(client.email)), "")
    elif form.validate() and store(
        db.session(), form, lambda: _signed(client, form, appointment_id), messages={}
    ):
        flash(_("The privacy form is signed."), "success")
        return redirect(back)
    else:
        status = 422
    form.notice_version.data = str(notice.id)
    page = render_template(
        "privacy/sign.html",
        title=_("Privacy form"),
        client=client,
        crumbs=crumbs,
        notice=notice,
        form=form,
        asked=[form[field_of(code)] for code in form.codes],
    )
    return page, status


def _signed(client: Client, form: SigningForm, appointment_id: int | None) -> PrivacyForm:
    session, now = db.session(), utc_now()
    uuid, version = form.uuid.data or "", form.notice_version.data or ""
    signing = service.Signing(
        uuid=uuid if is_uuid(uuid) else str(uuid4()),
        notice_version=row_key(version) or 0,
        given=form.given(),
        signer_name=form.signer_name.data or "",
        strokes=_strokes(form),
        device=device_text(),
    )
    stored = service.sign(
        session, client, signing, access=current_access(), now=now, appointment_id=appointment_id
    )
    address = (form.to.data or "").strip()
    if address and stored.signed_at == now:  # sent once, however often the button is pressed
        send_form(session, stored, (address,), files=company_files(), now=now)
    return stored


def _strokes(form: SigningForm) -> list[Any]:
    try:
        return read_strokes(form.strokes.data or "")
    except DomainError as refusal:
        refusal.field = "strokes"  # type: ignore[attr-defined]  # shown under the drawing
        raise
