"""The photo of a device's nameplate: shown on its card, taken there with the phone's camera."""

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app.attachments.queries import all_files_of
from app.attachments.rules import AttachmentKind, OwnerKind, clean_name
from app.attachments.service import NewFile, store_file
from app.devices.models import Device
from app.extensions import db
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.worker import company_files


class NameplateMixin:
    """Takes the photo; a new one leaves those before where they are."""

    # Of the view.
    get_or_404: Any
    card_page: Any
    address: Any

    @expose("/<int:pk>/targhetta", methods=["POST"])
    @has_access
    def nameplate(self, pk: int) -> ResponseReturnValue:
        """Store a photo of the nameplate; what is no picture is refused beside the field."""
        require_csrf()
        self.get_or_404(str(pk))
        photo = request.files.get("photo")
        if photo is None or not photo.filename:
            return self._refused(pk, _("Choose or take a photo."))
        sent = NewFile(
            uuid=_uuid(request.form.get("uuid", "")),
            owner_kind=OwnerKind.DEVICE,
            owner_key=str(pk),
            kind=AttachmentKind.NAMEPLATE,
            caption=_("Nameplate"),
            filename=clean_name(photo.filename, usual="nameplate"),
            content=photo.read(),
        )
        try:
            store_file(
                db.session(), sent, access=current_access(), files=company_files(), now=utc_now()
            )
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            return self._refused(pk, user_message(error))
        flash(_("The photo was stored."), "success")
        return redirect(f"{self.address('show', pk=pk)}#nameplate")

    def _refused(self, pk: int, sentence: str) -> ResponseReturnValue:
        item = self.get_or_404(str(pk))
        return self.card_page(item, str(pk), photo_error=sentence), 422


def nameplate_facts(device: Device) -> dict[str, Any]:
    """Return what the card shows of the nameplate."""
    files = all_files_of(db.session(), OwnerKind.DEVICE, str(device.id))
    return {
        "files": files,
        "nameplates": [one for one in files if one.kind is AttachmentKind.NAMEPLATE],
        "may_photograph": current_access().has("devices.write"),
        # Made with the page: pressing twice stores once.
        "photo_uuid": str(uuid4()),
    }


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())
