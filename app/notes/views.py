"""Screens of the office's notes: the page of calendar and board, the list, the form."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ScalarSelect, Select, select
from wtforms.validators import DataRequired

from app.accounts.models import Account, AccountKind
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import InvalidDateError, add_months, last_day_of_month, local_day, parse_date
from app.kernel.text import row_key
from app.notes import messages, queries, service
from app.notes.models import OfficeNote
from app.notes.rules import NoteKind, Repeat
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.fields import DayField, EnumChoiceField, LongTextField
from app.web.formats import format_date, format_month
from app.web.formviews import require_csrf
from app.web.lists import ListTab
from app.web.request import next_path
from app.web.rowchoice import BlankTextField, RowChoiceField
from app.web.views import HouseModelView

#: Longest note, characters.
MAX_TEXT = 2000


def badge_due(access: Access) -> ScalarSelect[int]:
    """Return the number beside the menu entry, as a subquery."""
    return queries.count_due(access, local_day(utc_now()))


class NoteBoardView(BaseView):
    """What waits today, the month, and the board of post-its."""

    route_base = "/note"
    default_view = "index"
    class_permission_name = "notes"
    method_permission_name = {
        "index": "read", "done": "write", "reopen": "write", "pin": "write", "move": "write",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the notes."""
        access, today = current_access(), local_day(utc_now())
        month = _month(today)
        last = last_day_of_month(month.year, month.month)
        found: dict[date, list[OfficeNote]] = defaultdict(list)
        for note in queries.reminders(db.session(), access, month, last):
            if note.due_on is not None:
                found[note.due_on].append(note)
        return self.render_template(
            "notes/board.html",
            title=gettext("Office notes"),
            due=queries.due(db.session(), access, today),
            weeks=_weeks(month, last),
            month=month,
            month_name=format_month(month),
            before=add_months(month, -1),
            after=add_months(month, 1),
            reminders=found,
            post_its=queries.board(db.session(), access),
            today=today,
            colours=messages.COLOURS,
            repeats=messages.REPEATS,
        )

    @expose("/<int:pk>/fatto", methods=["POST"])
    @has_access
    def done(self, pk: int) -> ResponseReturnValue:
        """Mark a note as done."""
        note = _note_or_404(pk)
        following = service.finish(db.session(), note, access=current_access(), now=utc_now())
        db.session.commit()
        if following is not None and following.due_on is not None:
            day = format_date(following.due_on)
            flash(gettext("Done. The reminder comes back on %(day)s.", day=day), "success")
        else:
            flash(gettext("Done."), "success")
        return _back()

    @expose("/<int:pk>/riapri", methods=["POST"])
    @has_access
    def reopen(self, pk: int) -> ResponseReturnValue:
        """Put a note back among those to do."""
        service.reopen(db.session(), _note_or_404(pk))
        db.session.commit()
        flash(gettext("The note is to be done again."), "success")
        return _back()

    @expose("/<int:pk>/fissa", methods=["POST"])
    @has_access
    def pin(self, pk: int) -> ResponseReturnValue:
        """Keep a post-it before the others, or no longer."""
        service.pin(db.session(), _note_or_404(pk), is_pinned=request.form.get("pinned") == "1")
        db.session.commit()
        return _back()

    @expose("/<int:pk>/sposta", methods=["POST"])
    @has_access
    def move(self, pk: int) -> ResponseReturnValue:
        """Put a post-it before another one; no key: at the end."""
        note = _note_or_404(pk)
        typed = request.form.get("before", "")
        before = row_key(typed)
        if typed and before is None:
            abort(400)
        service.move(db.session(), note, before, access=current_access())
        db.session.commit()
        return jsonify(moved=pk) if request.form.get("quiet") else _back()


def _back() -> ResponseReturnValue:
    return redirect(next_path(url_for("NoteBoardView.index")))


def _note_or_404(pk: int) -> OfficeNote:
    require_csrf()
    statement = select(OfficeNote).where(
        OfficeNote.id == pk, queries.visible_notes(current_access())
    )
    return db.session.scalars(statement.with_for_update(of=OfficeNote)).first() or abort(404)


def _month(today: date) -> date:
    try:
        day = parse_date(request.args.get("mese", ""))
    except InvalidDateError:
        day = today
    return day.replace(day=1)


def _weeks(first: date, last: date) -> list[list[date]]:
    start = first - timedelta(days=first.weekday())
    count = ((last - start).days // 7 + 1) * 7
    days = [start + timedelta(days=n) for n in range(count)]
    return [days[n : n + 7] for n in range(0, count, 7)]


def _colleagues() -> Sequence[Account]:
    return db.session.scalars(
        select(Account)
        .where(Account.kind == AccountKind.SECRETARY, Account.active.is_(True))
        .order_by(Account.first_name, Account.last_name)
    ).all()


class _TiedToVisible:
    """Leave out the client and the device where the account may not look them up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        access = current_access()
        for name, function in (("client", "clients.all"), ("device", "devices.read")):
            if not access.has(function):
                del self[name]  # type: ignore[attr-defined]  # the form mixed with


class _RepeatField(EnumChoiceField):
    """How often; a form that does not send it (a post-it's) means never."""

    def process_formdata(self, valuelist: Iterable[str]) -> None:
        super().process_formdata(list(valuelist) or [Repeat.NEVER.name])


class NoteView(HouseModelView):
    """All notes, done ones included, and their form."""

    route_base = "/note/elenco"
    datamodel = SQLAInterface(OfficeNote)
    class_permission_name = "notes"
    method_permission_name = {"delete": "write", "export": "read"}
    exclude_route_methods = {"show", "options", "action", "action_post"}
    add_template = edit_template = "notes/form.html"
    list_title = _("All notes")
    add_title = _("New note")
    edit_title = _("Note")
    list_columns = ["text", "kind", "due_on", "client", "assignee", "author_name", "done_at"]
    add_columns = edit_columns = [
        "kind", "text", "due_on", "due_time", "repeat", "colour", "assignee", "client", "device",
    ]  # fmt: skip
    label_columns = {
        "text": _("Text"),
        "kind": _("Kind"),
        "due_on": _("Day"),
        "due_time": _("Hour"),
        "repeat": _("Comes back"),
        "colour": _("Colour"),
        "assignee": _("For"),
        "author_name": _("Written by"),
        "client": _("Client"),
        "device": _("Device"),
        "done_at": _("Done on"),
    }
    choices_columns = {
        "kind": messages.KINDS, "colour": messages.COLOURS, "repeat": messages.REPEATS,
    }  # fmt: skip
    search_columns = ["kind", "due_on"]
    quick_search_columns = ["text"]
    order_columns = ["due_on", "done_at"]
    base_order = ("due_on", "desc")
    constraint_messages: dict[str, Any] = {}

    def _init_forms(self) -> None:
        text = LongTextField(_("Text"), validators=[DataRequired()])
        made = {
            "text": text,
            "due_on": DayField(_("Day")),
            "due_time": BlankTextField(_("Hour"), max_length=5),
            "repeat": _RepeatField(_("Comes back"), labels=messages.REPEATS),
            "assignee": RowChoiceField(
                _("For"),
                rows=_colleagues,
                optional=True,
                description=_("Empty: everybody in the office."),
            ),
        }
        self.add_form_extra_fields = self.edit_form_extra_fields = made
        super()._init_forms()
        self.add_form = type("NoteForm", (_TiedToVisible, self.add_form), {})
        self.edit_form = type("NoteForm", (_TiedToVisible, self.edit_form), {})

    def visible(self, statement: Select[Any], access: Access) -> Select[Any]:
        """Return the notes that the account may see."""
        return statement.where(queries.visible_notes(access))

    def tabs(self) -> Sequence[ListTab]:
        """Return the preset lists."""
        return (
            ListTab("open", _("To do"), lambda found: found.where(OfficeNote.done_at.is_(None))),
            ListTab("done", _("Done"), lambda found: found.where(OfficeNote.done_at.is_not(None))),
            ListTab("all", _("All"), lambda found: found),
        )

    def cell_text(self, item: OfficeNote, name: str) -> Any:
        """Return a cell; for nobody named is for everybody."""
        if name == "assignee" and item.assignee_id is None:
            return gettext("Everybody in the office")
        return super().cell_text(item, name)

    def create_item(self, form: Any) -> OfficeNote:
        """Store a new note."""
        return self._store(OfficeNote(), form)

    def update_item(self, item: OfficeNote, form: Any) -> OfficeNote:
        """Store the changes."""
        return self._store(item, form)

    def _store(self, item: OfficeNote, form: Any) -> OfficeNote:
        with db.session.no_autoflush:
            form.populate_obj(item)
            return service.store(db.session(), item, access=current_access())

    def after_add(self, item: OfficeNote) -> ResponseReturnValue:
        """Go back to where the note was started from, else to the page of the notes."""
        del item
        return _back()

    after_edit = after_add

    def after_delete(self) -> ResponseReturnValue:
        """Go back to the page of the notes."""
        return _back()

    def values_of_address(self) -> dict[str, str]:
        """Return what the address says: ``kind``, ``due_on``, ``client``, ``device``."""
        values = super().values_of_address()
        if values.get("kind") not in {kind.name for kind in NoteKind}:
            values.pop("kind", None)
        return values


VIEWS = (NoteBoardView, NoteView)
