"""Screens of the regional registers: what is ready, files."""

from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext, ngettext

from app.extensions import db
from app.jobs.models import Progress
from app.jobs.progress import progress_facts
from app.kernel.dates import add_months, last_day_of_month, local_day
from app.kernel.errors import DomainError
from app.registers import documents, messages, queries, service
from app.registers.codeviews import RegisterCodeView
from app.registers.forms import PeriodForm, SentForm
from app.registers.labels import mend_of
from app.registers.models import RegisterFile
from app.registers.papers import Paper
from app.registers.rules import FileKind, FileState, Place, Register
from app.registers.stickerviews import StickerBatchView, StickerPackView, StickerView
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages
from app.web.formviews import require_csrf
from app.web.saving import store
from app.worker import company_files

register_messages(messages.REFUSALS)

#: Documents looked at on the page; the file holds all.
SHOWN = 200


class RegisterView(BaseView):
    """Which documents are ready for the register, and the files that were made."""

    route_base = "/registri"
    default_view = "index"
    class_permission_name = "registers"
    method_permission_name = {
        "index": "export", "prepare": "export", "file": "export", "state": "export",
        "download": "export", "sent": "export",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the form and, for a period, what is ready and what is missing."""
        if "since" not in request.args:
            return self._page(PeriodForm(formdata=None, data=_last_month()))
        form = PeriodForm(formdata=request.args, meta={"csrf": False})
        if not form.validate():
            return self._page(form), 422
        try:
            period = form.period()
        except DomainError as error:
            form.refuse(error)
            return self._page(form), 422
        return self._page(form, _looked_at(period, form.kind_value()))

    @expose("/prepara", methods=["POST"])
    @has_access
    def prepare(self) -> ResponseReturnValue:
        """Ask for the file."""
        require_csrf()
        form = PeriodForm()
        if form.validate():
            file = store(db.session(), form, lambda: _begin(form), messages={})
            if file is not None:
                return redirect(url_for(".file", pk=file.id))
        return self._page(form), 422

    @expose("/file/<int:pk>")
    @has_access
    def file(self, pk: int) -> ResponseReturnValue:
        """Show a file: how far it is, what it holds, when it was handed over."""
        return self._file_page(_file_or_404(pk))

    @expose("/file/<int:pk>/stato")
    @has_access
    def state(self, pk: int) -> ResponseReturnValue:
        """Answer the waiting page."""
        return self.render_template("registers/_state.html", **_context(_file_or_404(pk)))

    @expose("/file/<int:pk>/scarica")
    @has_access
    def download(self, pk: int) -> ResponseReturnValue:
        """Send the file, as it was written."""
        file = _file_or_404(pk)
        if file.sha256 is None:
            abort(404)
        answer = send_file(
            BytesIO(company_files().read(file.sha256)),
            mimetype="text/csv" if file.register is Register.TABLE else "application/zip",
            as_attachment=True,
            download_name=file.name,
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @expose("/file/<int:pk>/consegnato", methods=["POST"])
    @has_access
    def sent(self, pk: int) -> ResponseReturnValue:
        """Note that the file was handed over."""
        require_csrf()
        file = _file_or_404(pk, lock=True)
        form = SentForm()
        if form.validate():
            moved = store(db.session(), form, lambda: _mark_sent(file, form), messages={})
            if moved is not None:
                flash(
                    ngettext(
                        "Noted: %(num)s document handed over.",
                        "Noted: %(num)s documents handed over.",
                        file.held,
                    ),
                    "success",
                )
                return redirect(url_for(".file", pk=pk))
        return self._file_page(_file_or_404(pk), form), 422

    def _page(self, form: PeriodForm, found: dict[str, Any] | None = None) -> str:
        return self.render_template(
            "registers/index.html",
            title=gettext("Regional registers"),
            form=form,
            found=found,
            files=queries.recent_files(db.session()),
            words=messages,
        )

    def _file_page(self, file: RegisterFile, form: SentForm | None = None) -> str:
        form = form or SentForm(formdata=None, on=local_day(utc_now()))
        return self.render_template(
            "registers/file.html",
            title=file.name or messages.KINDS[file.kind],
            form=form,
            **_context(file),
        )


def _last_month() -> dict[str, Any]:
    """Return what a fresh form shows: last month's reports."""
    day = add_months(local_day(utc_now()), -1)
    return {
        "register": Register.CIT.value,
        "kind": FileKind.REE.value,
        "since": day.replace(day=1),
        "until": last_day_of_month(day.year, day.month),
    }


def _begin(form: PeriodForm) -> RegisterFile:
    return service.begin_file(
        db.session(), form.period(), form.kind_value(), access=current_access(), now=utc_now()
    )


def _mark_sent(file: RegisterFile, form: SentForm) -> tuple[int]:
    today = local_day(utc_now())
    by = current_access().name
    return (service.mark_sent(db.session(), file, on=form.on.data, by=by, today=today),)


def _looked_at(period: queries.Period, kind: FileKind) -> dict[str, Any]:
    """Return the first documents of a period, ready and incomplete."""
    session = db.session()
    keys = documents.keys_of(session, period, kind)
    papers = list(documents.papers(session, period, kind, keys[:SHOWN]))
    return {
        "ready": [paper for paper in papers if paper.is_ready],
        "incomplete": [(paper, _mends(paper)) for paper in papers if not paper.is_ready],
        "shown": min(len(keys), SHOWN),
        "total": len(keys),
    }


def _mends(paper: Paper) -> list[tuple[str, str]]:
    """Return (what is missing, address where it is mended) of a document."""
    found = [mend_of(lack, paper.kind) for lack in paper.lacks]
    return [(one.text, _address(one.place, paper)) for one in found]


def _address(place: Place, paper: Paper) -> str:
    if place is Place.COMPANY:
        return url_for("CompanyProfileView.form") if current_access().has("company.write") else ""
    if place is Place.CARD:
        return url_for("ClientView.edit", pk=paper.client_id)
    if place is Place.DEVICE and paper.device is not None:
        return url_for("DeviceView.edit", pk=paper.device.id)
    if place is Place.TECHNICIAN and paper.intervention and paper.intervention.technicians:
        return url_for("TechnicianView.edit", pk=paper.intervention.technicians[0].id)
    if place is Place.CODES:
        return url_for("RegisterCodeView.list")
    return report_address(paper)


def report_address(paper: Paper) -> str:
    """Return the address of the report that a document comes from."""
    if paper.revision is not None:
        return url_for("ReeView.show", pk=paper.revision.ree_id)
    if paper.intervention is not None:
        return url_for("InterventionView.show", pk=paper.intervention.id)
    if paper.booklet is not None:
        return url_for("BookletView.show", pk=paper.booklet.id)
    return ""


def _file_or_404(pk: int, *, lock: bool = False) -> RegisterFile:
    return queries.file_of(db.session(), pk, lock=lock) or abort(404)


def _context(file: RegisterFile) -> dict[str, Any]:
    session = db.session()
    progress = session.get(Progress, file.progress_id) if file.progress_id else None
    is_moving = file.state is FileState.PREPARING
    return {
        "item": file,
        "is_moving": is_moving,
        "progress": progress_facts(progress) if progress else None,
        "held": [] if is_moving else queries.documents_of(session, file.id),
        "words": messages,
    }


VIEWS = (RegisterView, RegisterCodeView, StickerView, StickerBatchView, StickerPackView)
