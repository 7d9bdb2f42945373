"""The address phones send photos to, before the report that lists them."""

from typing import Any, NoReturn
from uuid import UUID

from flask import Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from sqlalchemy.exc import IntegrityError

from app.attachments import rules
from app.attachments.rules import AttachmentKind, AttachmentNotValidError, OwnerKind
from app.attachments.service import NewFile, Stored, store_file
from app.extensions import db
from app.files.pictures import (
    UPLOAD_LIMIT_MB,
    NotAPictureError,
    PictureTooHeavyError,
    PictureTooLargeError,
)
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.worker import company_files

_STATUS = {
    rules.OwnerNotFoundError: 404,
    rules.OwnerClosedError: 409,
    rules.AttachmentClashError: 409,
    rules.DocumentTooHeavyError: 413,
    PictureTooHeavyError: 413,
    PictureTooLargeError: 413,
    NotAPictureError: 415,
    rules.NotADocumentError: 415,
}

#: Kinds that a sending may name; signatures travel as strokes inside the report.
_KINDS = {one.value: one for one in AttachmentKind if one is not AttachmentKind.SIGNATURE}
_OWNERS = {one.value: one for one in OwnerKind}


class AttachmentApi(BaseView):
    """Takes files: the same sending twice is stored once."""

    route_base = "/api/v1/attachments"

    @expose("/<uuid:uuid>", methods=["PUT"])
    def put(self, uuid: UUID) -> ResponseReturnValue:
        """Store a file under the UUID the phone made for it: 201, or 200 if it was here."""
        access = current_access()
        if access.user_id is None:
            _stop(401, "unauthorized")
        try:
            stored = _stored(_sent(str(uuid)), access)
        except DomainError as refusal:
            db.session.rollback()
            return _refused(refusal)
        made = stored.attachment
        answer = jsonify(id=made.id, url=f"/file/{made.id}", mime=made.mime, size=made.size)
        return answer, 200 if stored.is_replay else 201


def _sent(uuid: str) -> NewFile:
    """Return the sending, its arguments checked before the bytes are read."""
    kind, owner = _KINDS.get(_argument("kind")), _OWNERS.get(_argument("owner"))
    key = _argument("key").lower()
    if owner is None:
        raise AttachmentNotValidError("owner")
    if kind is None:
        raise AttachmentNotValidError("kind")
    if not key or len(key) > 36:
        raise AttachmentNotValidError("key")
    if (request.content_length or 0) > UPLOAD_LIMIT_MB * 1_000_000:
        raise PictureTooHeavyError(UPLOAD_LIMIT_MB)
    return NewFile(
        uuid=uuid,
        owner_kind=owner,
        owner_key=key,
        kind=kind,
        caption=rules.clean_text(_argument("caption"), 160),
        filename=rules.clean_name(_argument("filename"), usual=kind.value),
        content=request.get_data(),
    )


def _argument(name: str) -> str:
    return request.args.get(name, "")


def _stored(sent: NewFile, access: Access) -> Stored:
    """Store and commit; of two equal sendings at once, the second finds the first."""
    for is_last in (False, True):
        try:
            stored = store_file(
                db.session, sent, access=access, files=company_files(), now=utc_now()
            )
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            if is_last:
                raise
        else:
            return stored
    raise AssertionError("the last attempt returns or raises")


def _refused(refusal: DomainError) -> ResponseReturnValue:
    sentence = user_message(refusal)
    name = type(refusal).__name__.removesuffix("Error")
    problems: list[dict[str, Any]] = []
    if isinstance(refusal, AttachmentNotValidError):
        problems = [{"path": refusal.field, "reason": "unknown", "detail": sentence}]
    answer = jsonify(error=name, detail=sentence, problems=problems)
    return answer, _STATUS.get(type(refusal), 422)


def _stop(code: int, word: str) -> NoReturn:
    response: Response = jsonify(error=word)
    response.status_code = code
    abort(response)
