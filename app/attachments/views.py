"""The page that gives a stored file to whoever may see what it belongs to."""

from uuid import UUID

from flask import abort, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose

from app.attachments.queries import visible_attachment
from app.attachments.rules import INLINE
from app.extensions import db
from app.files.store import FileMissingError
from app.web.access import current_access
from app.worker import company_files


class FileView(BaseView):
    """Files by their UUID; the row rule of the owner decides who gets them."""

    route_base = "/file"

    @expose("/<uuid:uuid>")
    def show(self, uuid: UUID) -> ResponseReturnValue:
        """Send a file: pictures and PDF are shown, anything else is saved to the disk."""
        access = current_access()
        if access.user_id is None:
            return redirect(url_for("SignInView.login", next=request.path))
        found = visible_attachment(db.session, str(uuid), access)
        if found is None:
            abort(404)
        try:
            content = company_files().open(found.sha256)
        except FileMissingError:
            abort(404)
        answer = send_file(
            content,
            mimetype=found.mime,
            as_attachment=found.mime not in INLINE,
            download_name=found.filename,
            conditional=False,
            etag=False,
        )
        answer.content_length = found.size
        if found.mime != "application/pdf":  # a sandbox stops the browsers' PDF viewers
            answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer
