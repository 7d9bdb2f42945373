"""The pages that give stored files to whoever may see what they belong to, and take new ones."""

import tempfile
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NoReturn
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from flask import Response, abort, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from app.attachments import rules
from app.attachments.messages import OFFERED
from app.attachments.models import Attachment
from app.attachments.owners import owner_of
from app.attachments.panel import render_files
from app.attachments.queries import all_files_of, visible_attachment
from app.attachments.rules import INLINE, OwnerKind
from app.attachments.service import NewFile, remove_file, store_file
from app.extensions import csrf, db
from app.files.pictures import photo
from app.files.store import CompanyFiles, FileMissingError
from app.kernel.access import Access
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.request import next_path
from app.worker import company_files

#: Longest side of a preview, pixels.
PREVIEW_SIDE_PX = 360
_OWNERS = {one.value: one for one in OFFERED}
_PLACE = "/<any(client, device, intervention):owner>/<int:key>"


def _signed_in() -> Access:
    access = current_access()
    if access.user_id is None:
        abort(redirect(url_for("SignInView.login", next=request.path)))
    return access


class FileView(BaseView):
    """Files by their UUID; the row rule of the owner decides who gets them."""

    route_base = "/file"

    @expose("/<uuid:uuid>")
    def show(self, uuid: UUID) -> ResponseReturnValue:
        """Send a file: pictures and PDF are shown, anything else is saved to the disk."""
        found = _visible_or_404(uuid)
        answer = send_file(
            _opened_or_404(company_files(), found),
            mimetype=found.mime,
            as_attachment=found.mime not in INLINE,
            download_name=found.filename,
            conditional=False,
            etag=False,
        )
        answer.content_length = found.size
        return _guarded(answer, found.mime)

    @expose("/<uuid:uuid>/anteprima")
    def preview(self, uuid: UUID) -> ResponseReturnValue:
        """Send a small picture of a picture."""
        found = _visible_or_404(uuid)
        if not found.mime.startswith("image/"):
            abort(404)
        with _opened_or_404(company_files(), found) as content:
            small = photo(content.read(), side_px=PREVIEW_SIDE_PX)
        return _guarded(send_file(BytesIO(small.content), mimetype=small.mime), small.mime)


def _visible_or_404(uuid: UUID) -> Attachment:
    return visible_attachment(db.session, str(uuid), _signed_in()) or abort(404)


def _opened_or_404(files: CompanyFiles, found: Attachment) -> Any:
    try:
        return files.open(found.sha256)
    except FileMissingError:
        abort(404)


def _guarded(answer: Response, mime: str) -> Response:
    if mime != "application/pdf":  # a sandbox stops the browsers' PDF viewers
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


class OwnerFilesView(BaseView):
    """The files of a client, a device or an intervention; who sees the row sees them."""

    route_base = "/allegati"
    default_view = "index"

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Any:
        """Answer a file above the server's limit beside the field too."""
        blueprint = super().create_blueprint(*args, **kwargs)
        blueprint.register_error_handler(RequestEntityTooLarge, self.too_large)
        csrf.exempt(f"{__name__}.index")  # checks its token itself, see there
        return blueprint

    @expose(_PLACE, methods=["GET", "POST"])
    def index(self, owner: str, key: int) -> ResponseReturnValue:
        """Show the files, or take more: each one refused is named with the reason.

        The token is checked here and not before the request: only here is it known who sends
        the files, so only here can those too large be answered beside the field.
        """
        kind = _shown_or_404(owner, key)
        if request.method == "GET":
            return self._page(kind, key)
        if not owner_of(kind).takes(db.session(), current_access(), str(key)):
            abort(403)
        if current_app.config["WTF_CSRF_ENABLED"]:
            csrf.protect()
        stored, problems = _take(kind, str(key), request.files.getlist("files"))
        if stored:
            words = ngettext("%(num)s file was stored.", "%(num)s files were stored.", stored)
            flash(words, "success")
        if problems:
            return self._page(kind, key, problems), 422
        return redirect(next_path(url_for("OwnerFilesView.index", owner=owner, key=key)))

    def too_large(self, error: RequestEntityTooLarge) -> ResponseReturnValue:
        """Say that the files are too large together."""
        del error
        values = request.view_args or {}
        kind = _shown_or_404(values.get("owner", ""), values.get("key", 0))
        db.session.rollback()
        limit = current_app.config["MAX_CONTENT_LENGTH"] // 1024**2
        sentence = _(
            "Together these files are above %(limit)s MB: send fewer at a time.", limit=limit
        )
        key = values["key"]
        # The form cannot be read: neither can the page it came from.
        return self._page(kind, key, [sentence], _address(kind, key)), 413

    def _page(self, kind: OwnerKind, key: int, problems: Sequence[str] = (), back: str = "") -> str:
        back = back or next_path(_address(kind, key))
        panel = render_files(kind, str(key), back=back, problems=problems)
        return str(
            self.render_template(
                "attachments/page.html", title=_("Documents and photos"), panel=panel, back=back
            )
        )

    @expose(f"{_PLACE}/zip")
    def archive(self, owner: str, key: int) -> ResponseReturnValue:
        """Send the files in one archive: those of ``?id=``, or all."""
        kind = _shown_or_404(owner, key)
        chosen = set(request.args.getlist("id"))
        files = [
            one
            for one in all_files_of(db.session(), kind, str(key))
            if not chosen or one.id in chosen
        ]
        if not files:
            abort(404)
        if sum(one.size for one in files) > rules.ARCHIVE_LIMIT_MB * 1_000_000:
            error = rules.ArchiveTooLargeError(rules.ARCHIVE_LIMIT_MB)
            return self._page(kind, key, [user_message(error)]), 422
        name = f"allegati-{owner}-{key}.zip"
        return send_file(
            _zipped(files), mimetype="application/zip", as_attachment=True, download_name=name
        )

    @expose("/<uuid:uuid>/elimina", methods=["POST"])
    def remove(self, uuid: UUID) -> ResponseReturnValue:
        """Take a file off its owner."""
        require_csrf()
        found = _visible_or_404(uuid)
        try:
            remove_file(db.session(), found, access=current_access())
            db.session.commit()
            flash(_("The file was deleted."), "success")
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
        return redirect(next_path("/"))


def _shown_or_404(owner: str, key: int) -> OwnerKind:
    access = _signed_in()
    kind = _OWNERS.get(owner)
    if kind is None or not owner_of(kind).shows(db.session(), access, str(key)):
        _not_found()
    return kind


def _address(kind: OwnerKind, key: int) -> str:
    return url_for("OwnerFilesView.index", owner=kind.value, key=key)


def _not_found() -> NoReturn:
    abort(404)


def _take(kind: OwnerKind, key: str, sent: Sequence[FileStorage]) -> tuple[int, list[str]]:
    """Store what can be stored, each file for itself; return how many, and what was refused."""
    named = [one for one in sent if one.filename]
    if not named:
        return 0, [user_message(rules.NoFileChosenError())]
    stored, problems = 0, []
    for place, upload in enumerate(named):
        try:
            _store(kind, key, upload, place)
            db.session.commit()
            stored += 1
        except DomainError as error:
            db.session.rollback()
            problems.append(f"{upload.filename}: {user_message(error)}")
    return stored, problems


def _store(kind: OwnerKind, key: str, upload: FileStorage, place: int) -> None:
    wanted = {one.value: one for one in OFFERED[kind]}.get(request.form.get("kind", ""))
    if wanted is None:
        raise rules.AttachmentNotValidError("kind")
    file = NewFile(
        uuid=_uuid(place),
        owner_kind=kind,
        owner_key=key,
        kind=wanted,
        caption=rules.clean_text(request.form.get("caption", ""), 160),
        filename=rules.clean_name(upload.filename or "", usual=wanted.value),
        content=upload.read(),
    )
    store_file(db.session(), file, access=current_access(), files=company_files(), now=utc_now())


def _uuid(place: int) -> str:
    """Return the name of a file of this sending: pressing twice stores once."""
    try:
        sending = UUID(request.form.get("sending", ""))
    except ValueError:
        sending = uuid4()
    return str(uuid5(uuid5(NAMESPACE_URL, str(sending)), str(place)))


def _zipped(files: Sequence[Attachment]) -> Any:
    target = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115  the response closes it
    names = rules.unique_names(one.filename for one in files)
    store = company_files()
    # Pictures and PDF are packed already.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for one, name in zip(files, names, strict=True):
            with _opened_or_404(store, one) as content:
                archive.writestr(name, content.read())
    target.seek(0)
    return target
