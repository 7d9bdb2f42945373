"""Long works asked for in a list: begun in the background, followed on a page of their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from flask import abort, redirect
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import LazyString
from sqlalchemy.orm import Session

from app.extensions import db
from app.jobs.models import Progress
from app.jobs.outbox import enqueue
from app.jobs.progress import begin_progress, progress_facts
from app.jobs.rules import JobState
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.downloads import private_file
from app.worker import company_files


@dataclass(frozen=True)
class Work:
    """A long work, as its page shows it.

    Attributes:
        title: Heading of the page.
        doing: What is being done, while it is.
        outcome: Template of the result; it reads `progress.result`, `work` and `labels`.
        again: Returns the address where what is left may be asked for again.
        labels: Sentences for the codes in the result.
    """

    title: LazyString
    doing: LazyString
    outcome: str
    again: Callable[[], str]
    labels: Mapping[str, LazyString]


def begin_work(session: Session, title: str, job: str, ids: Sequence[int], *more: object) -> UUID:
    """Ask for a long work in the caller's transaction and return the key of its progress.

    Args:
        session: Open session; the caller commits.
        title: Which of the view's works it is.
        job: Name of the job: called with the progress, the ids and what follows.
        ids: Rows, counted as they are done.
        more: What else the job takes.
    """
    now = utc_now()
    pk = begin_progress(session, title, now=now, total=len(ids), user_id=current_access().user_id)
    enqueue(session, job, str(pk), list(ids), *more, now=now)
    return pk


def asker() -> list[object]:
    """Return who asks, as a job takes it: key of the account and name."""
    access = current_access()
    return [access.user_id, access.name]


class WorksMixin:
    """The pages of a view's long works: each is shown to who asked for it."""

    method_permission_name = {
        "progress": "write", "progress_part": "write", "work_file": "write",
    }  # fmt: skip
    #: Work by its title in `Progress`.
    works: ClassVar[Mapping[str, Work]] = {}

    # Of the view.
    render_template: Any
    address: Any
    list_title: Any

    def to_work(self, pk: UUID) -> ResponseReturnValue:
        """Lead on to the page of a work."""
        return redirect(self.address("progress", pk=pk))

    @expose("/lavori/<uuid:pk>")
    @has_access
    def progress(self, pk: UUID) -> ResponseReturnValue:
        """Show how far a work is."""
        context = self._work_context(pk)
        return self.render_template(
            "works/progress.html",
            title=context["work"].title,
            list_title=self.list_title,
            list_url=self.address("list"),
            **context,
        )

    @expose("/lavori/<uuid:pk>/stato")
    @has_access
    def progress_part(self, pk: UUID) -> ResponseReturnValue:
        """Answer the waiting page."""
        return self.render_template("works/_progress.html", **self._work_context(pk))

    @expose("/lavori/<uuid:pk>/file")
    @has_access
    def work_file(self, pk: UUID) -> ResponseReturnValue:
        """Send the file that a work made."""
        found = self._work(pk)
        result = found.result or {}
        if found.state is not JobState.DONE or "file" not in result:
            abort(404)
        return private_file(
            company_files().read(result["file"]), result["file_name"], as_attachment=True
        )

    def _work(self, pk: UUID) -> Progress:
        found = db.session.get(Progress, pk)
        if found is None or found.user_id != current_access().user_id:
            abort(404)
        return found if found.title in self.works else abort(404)

    def _work_context(self, pk: UUID) -> dict[str, Any]:
        found = self._work(pk)
        return {
            "pk": pk,
            "progress": progress_facts(found),
            "work": self.works[found.title],
            "part_url": self.address("progress_part", pk=pk),
            "file_url": self.address("work_file", pk=pk),
        }
