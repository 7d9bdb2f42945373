"""What a view says about its writes: create, update, delete, and their refusals."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from app.kernel.errors import DomainError
from app.web.errors import user_message
from app.web.saving import ChangedMeanwhileError, ConstraintMessages, store, violated


class SavingMixin:
    """The three writes of a view; each is one overridable method that calls a service.

    They flush at most: the view commits, shows a `DomainError` in the form (at the field its
    ``field`` attribute names) and keeps what was typed.
    """

    appbuilder: Any
    datamodel: Any
    add_form: Any
    edit_form: Any

    add_row_message: Any = _("Saved.")
    edit_row_message: Any = _("Saved.")
    delete_row_message: Any = _("Deleted.")
    delete_integrity_error_message: Any = _(
        "This record is used by other records: it cannot be deleted."
    )
    #: Constraint name -> sentence, or (field, sentence).
    constraint_messages: ConstraintMessages = {}

    def create_item(self, form: Any) -> Any:
        """Create the row of a valid form and return it; override to call a service."""
        item = self.datamodel.obj()
        form.populate_obj(item)
        self.pre_add(item)  # type: ignore[attr-defined]  # FAB's hook
        self.datamodel.session.add(item)
        self.datamodel.session.flush()
        return item

    def update_item(self, item: Any, form: Any) -> Any:
        """Change a row as a valid form says and return it; override to call a service."""
        form.populate_obj(item)
        self.pre_update(item)  # type: ignore[attr-defined]  # FAB's hook
        self.datamodel.session.flush()
        return item

    def delete_item(self, item: Any) -> None:
        """Delete a row; override to call a service."""
        self.pre_delete(item)  # type: ignore[attr-defined]  # FAB's hook
        self.datamodel.session.delete(item)
        self.datamodel.session.flush()

    def last_editor(self, item: Any) -> str | None:
        """Return the name of the account that changed a row last, or None if unknown."""
        editor_id = getattr(item, "changed_by_id", None)
        if editor_id is None:
            return None
        user = self.appbuilder.sm.get_user_by_id(editor_id)
        return str(user.get_full_name()) if user is not None else None

    def is_versioned(self) -> bool:
        """Return whether rows carry a version that a save must still match."""
        return "version" in self.datamodel.list_columns

    def new_form(self) -> Any:
        """Return the form for a new row, filled from the address (``?client=12``)."""
        form = self.add_form(formdata=None)
        for name, value in self.values_of_address().items():
            field_name = name.removeprefix("_flt_0_")
            if name == "name" and name not in form:
                field_name = "label"
            if field_name in form and field_name not in {"csrf_token", "version"}:
                _prefill(form[field_name], value)
        return form

    def values_of_address(self) -> dict[str, str]:
        """Return what the address says of a new row; ``name`` is what was typed in a select."""
        return request.args.to_dict()

    def write_update(self, item: Any, form: Any) -> Any:
        """Update a row unless it changed since the form was filled; raise the version."""
        if not self.is_versioned():
            return self.update_item(item, form)
        before = item.version
        if form.version.data != str(before):
            raise ChangedMeanwhileError(self.last_editor(item))
        stored = self.update_item(item, form)
        self.datamodel.session.flush()
        # The audit listener and SQLAlchemy's own counter have raised it already, if in use.
        if item.version == before:
            item.version = before + 1
        return stored

    def write_delete(self, item: Any) -> str | None:
        """Delete a row and commit; return the sentence of a refusal, or None."""
        session = self.datamodel.session
        try:
            self.delete_item(item)
            session.flush()
            session.commit()
        except DomainError as error:
            session.rollback()
            return user_message(error)
        except IntegrityError as error:
            session.rollback()
            name, _columns = violated(error, self.datamodel.obj.__table__)
            known = self.constraint_messages.get(name or "", self.delete_integrity_error_message)
            return str(known[1] if isinstance(known, tuple) else known)
        except Exception:
            session.rollback()
            raise
        self.post_delete(item)  # type: ignore[attr-defined]  # FAB's hook
        return None

    def _validated(self, form: Any, write: Callable[[], Any], *, is_new: bool) -> Any:
        """Validate and store a form; return the item, or None with the errors in the form."""
        if not form.validate():
            self.datamodel.session.rollback()
            return None
        self.process_form(form, is_new)  # type: ignore[attr-defined]  # FAB's hook
        table = self.datamodel.obj.__table__
        session = self.datamodel.session
        item = store(session, form, write, messages=self.constraint_messages, table=table)
        if item is not None:
            (self.post_add if is_new else self.post_update)(item)  # type: ignore[attr-defined]  # FAB's hooks
        return item


def _prefill(field: Any, value: str) -> None:
    try:
        field.process_formdata([value])
    except ValueError:
        field.data = None
