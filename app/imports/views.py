"""Screens of the import: upload, columns, check, result."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from app.extensions import csrf, db
from app.imports import messages, queries, service_runs
from app.imports.convert import cell_text
from app.imports.forms import UploadForm
from app.imports.jobs import HEAD_ROWS, mapped_layout, open_list
from app.imports.mapping import Choice, guessed_choice, read_choice
from app.imports.models import ImportRun
from app.imports.reader import ListFile
from app.imports.rules import (
    REFUSING,
    EmptyListError,
    Field,
    ListTooLargeError,
    ProblemCode,
)
from app.imports.rules_runs import MOVING, OPEN, RunState
from app.jobs.progress import progress_facts
from app.kernel.errors import DomainError
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import register_messages, user_message
from app.web.exports import MIME_TYPES, write_file
from app.web.formviews import HouseFormView, require_csrf
from app.worker import company_files

register_messages(messages.REFUSALS)


class ImportView(HouseFormView):
    """Read a customer's own list in four steps that survive a reload of the page."""

    route_base = "/importa"
    class_permission_name = "imports"
    method_permission_name = {
        "form": "write", "run": "write", "columns": "write", "start": "write", "sheet": "write",
        "state": "write", "problems": "write",
    }  # fmt: skip
    form_class = UploadForm
    title = _("Import clients and devices")
    template = "imports/upload.html"

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Any:
        """Answer a file above the server's limit beside the field too."""
        blueprint = super().create_blueprint(*args, **kwargs)
        blueprint.register_error_handler(RequestEntityTooLarge, self.too_large)
        csrf.exempt(f"{__name__}.form")  # checks its token itself, see there
        return blueprint

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self) -> ResponseReturnValue:
        """Show the upload page, or take a file.

        The token is checked here and not before the request: only here is it known who sends
        the file, so only here can one that is too large be answered beside the field.
        """
        if request.method == "POST" and current_app.config["WTF_CSRF_ENABLED"]:
            csrf.protect()
        return super().form()

    def too_large(self, error: RequestEntityTooLarge) -> ResponseReturnValue:
        """Say that the file is too large; who may not import gets the usual page."""
        if not current_access().has("imports.write"):
            return render_template("errors/413.html", error=error), 413
        db.session.rollback()
        form = UploadForm(formdata=None)
        limit = current_app.config["MAX_CONTENT_LENGTH"] // 1024**2
        form.refuse(ListTooLargeError(gettext("This file"), limit))
        return self.page(form), 413

    def page(self, form: Any) -> str:
        """Return the upload page with the latest lists."""
        return self.render_template(
            self.template,
            title=self.title,
            form=form,
            runs=queries.recent_runs(db.session()),
            states=messages.STATES,
        )

    def submit(self, form: Any) -> ImportRun:
        """Keep the file, after a first look that refuses what is no list."""
        sent = form.file.data
        name = (sent.filename or "").replace("\\", "/").rpartition("/")[2] or "lista"
        if not ListFile(sent.stream, name).head(HEAD_ROWS):
            raise EmptyListError(name)
        sent.stream.seek(0)
        return service_runs.register_upload(
            db.session(),
            filename=name,
            sha256=company_files().put(sent.stream.read()),
            access=current_access(),
            now=utc_now(),
        )

    def after(self, stored: ImportRun) -> ResponseReturnValue:
        """Go on to the columns."""
        return redirect(url_for(".run", pk=stored.id))

    @expose("/<uuid:pk>")
    @has_access
    def run(self, pk: UUID) -> ResponseReturnValue:
        """Show where a list stands: its columns, its progress or its result."""
        run = self._run_or_404(pk)
        if run.state is RunState.UPLOADED or ("colonne" in request.args and run.state in OPEN):
            file = open_list(run)
            return self._columns_page(run, file, _first_choice(run, file))
        return self.render_template("imports/run.html", title=run.filename, **_context(run))

    @expose("/<uuid:pk>/stato")
    @has_access
    def state(self, pk: UUID) -> ResponseReturnValue:
        """Answer the waiting page: the progress, or the result once the job has ended."""
        return self.render_template("imports/_state.html", **_context(self._run_or_404(pk)))

    @expose("/<uuid:pk>/foglio", methods=("POST",))
    @has_access
    def sheet(self, pk: UUID) -> ResponseReturnValue:
        """Read another sheet of the workbook."""
        require_csrf()
        run = self._run_or_404(pk, lock=True)
        wanted, sheets = request.form.get("sheet", ""), open_list(run).sheets
        self._step(run, lambda: service_runs.choose_sheet(db.session(), run, wanted, sheets=sheets))
        return redirect(url_for(".run", pk=pk, colonne=1))

    @expose("/<uuid:pk>/colonne", methods=("POST",))
    @has_access
    def columns(self, pk: UUID) -> ResponseReturnValue:
        """Keep what the columns mean and have the list checked."""
        require_csrf()
        run = self._run_or_404(pk, lock=True)
        file = open_list(run)
        choice = read_choice(request.form, file.head(HEAD_ROWS))
        if not choice.is_right:
            db.session.rollback()
            return self._columns_page(self._run_or_404(pk), file, choice), 422
        return self._step(
            run,
            lambda: service_runs.choose_columns(
                db.session(), run, mapping=choice.as_mapping(), now=utc_now()
            ),
        )

    @expose("/<uuid:pk>/avvia", methods=("POST",))
    @has_access
    def start(self, pk: UUID) -> ResponseReturnValue:
        """Have a checked list imported."""
        require_csrf()
        run = self._run_or_404(pk, lock=True)
        return self._step(run, lambda: service_runs.start_import(db.session(), run, now=utc_now()))

    @expose("/<uuid:pk>/<any(rifiutate, avvisi):kind>.xlsx")
    @has_access
    def problems(self, pk: UUID, kind: str) -> ResponseReturnValue:
        """Send the refused rows, ready to be corrected and imported, or the remarks."""
        run = self._run_or_404(pk)
        if not run.outcome.get("problems"):
            abort(404)
        found = json.loads(company_files().read(run.outcome["problems"]))
        labels, rows = _refused(run, found) if kind == "rifiutate" else _remarks(found)
        title = gettext("Refused rows") if kind == "rifiutate" else gettext("Remarks")
        return send_file(
            write_file("xlsx", labels, rows, title=title),
            mimetype=MIME_TYPES["xlsx"],
            as_attachment=True,
            download_name=f"{run.filename.rpartition('.')[0] or run.filename} - {title}.xlsx",
        )

    def _run_or_404(self, pk: UUID, *, lock: bool = False) -> ImportRun:
        find = queries.locked_run if lock else queries.find_run
        return find(db.session(), str(pk)) or abort(404)

    def _step(self, run: ImportRun, write: Any) -> ResponseReturnValue:
        address = url_for(".run", pk=run.id)
        try:
            write()
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "warning")
        return redirect(address)

    def _columns_page(self, run: ImportRun, file: ListFile, choice: Choice) -> str:
        return self.render_template(
            "imports/columns.html", title=run.filename, run=run, choice=choice, file=file
        )


def _first_choice(run: ImportRun, file: ListFile) -> Choice:
    """Return what was chosen for this list, for one with the same headings, or the guesses."""
    guessed = guessed_choice(file.head(HEAD_ROWS))
    known = run.mapping or queries.remembered_mapping(db.session(), guessed.headings)
    return guessed.recalled(known) if known else guessed


def _context(run: ImportRun) -> dict[str, Any]:
    progress = queries.progress_of(db.session(), run)
    return {
        "run": run,
        "states": messages.STATES,
        "is_moving": run.state in MOVING,
        "progress": progress_facts(progress) if progress else None,
        "facts": run.outcome,
        "reasons": {code.value: label for code, label in messages.PROBLEM_LABELS.items()},
    }


def _refused(run: ImportRun, problems: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Return headings and cells of the refused rows, with the reason in front."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for row, _column, _field, _value, code in problems:
        problem = ProblemCode(code)
        if problem in REFUSING:
            reasons[row].append(str(messages.PROBLEM_LABELS[problem]))
    file = open_list(run)
    layout = mapped_layout(file, run)
    labels = [gettext("Row"), gettext("Reason"), *(column.heading for column in layout.columns)]
    rows = (
        [raw.number, " ".join(reasons[raw.number]), *map(cell_text, raw.cells)]
        for raw in file.rows()
        if raw.number in reasons
    )
    return labels, rows


def _remarks(problems: Any) -> tuple[list[str], Iterator[list[Any]]]:
    labels = [gettext("Row"), gettext("Column"), gettext("Value"), gettext("Remark")]
    rows = (
        [
            row,
            column or str(messages.FIELD_LABELS[Field(field)]),
            value,
            str(messages.PROBLEM_LABELS[ProblemCode(code)]),
        ]
        for row, column, field, value, code in problems
    )
    return labels, rows
