"""A page with one form of its own, and the check of its token."""

from typing import Any

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, ModelView, expose, has_access
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from app.web.forms import HouseForm
from app.web.request import next_path
from app.web.saving import store


class HouseFormView(BaseView):
    """A page with one form of its own: declare `form_class` and `title`, override `submit`.

    The page is at the view's `route_base`; its permission is "write".
    """

    default_view = "form"
    method_permission_name = {"form": "write"}
    form_class: Any = HouseForm
    template = "appbuilder/general/model/edit.html"
    title: Any = ""
    constraint_messages: dict[str, Any] = {}
    #: Columns and sections, as in FAB.
    form_columns: Any = ()
    form_fieldsets: Any = None
    form_widget: Any = ModelView.edit_widget

    @expose("/", methods=["GET", "POST"])
    @has_access
    def form(self) -> ResponseReturnValue:
        """Show the form, or store what was sent."""
        return self.answer()

    def answer(self) -> ResponseReturnValue:
        """Answer the request: the form, or what follows a stored one."""
        form = self.form_class(**(self.initial() if request.method == "GET" else {}))
        if request.method == "GET":
            return self.page(form)
        database = self.appbuilder.session
        if form.validate():
            stored = store(
                database, form, lambda: self.submit(form) or True, messages=self.constraint_messages
            )
            if stored is not None:
                return self.after(stored)
        return self.page(form), 422

    def initial(self) -> dict[str, Any]:
        """Return the keyword arguments of a fresh form: ``obj`` or values by field."""
        return {}

    def submit(self, form: Any) -> Any:
        """Call the service; a `DomainError` is shown in the form. The caller commits."""
        raise NotImplementedError

    def after(self, stored: Any) -> ResponseReturnValue:
        """Answer a stored form."""
        del stored
        flash(_("Saved."), "success")
        return redirect(next_path(url_for(f"{self.endpoint}.form")))

    def page(self, form: Any) -> str:
        """Return the page with the form."""
        names = self.form_columns or [name for name in form._fields if name != "csrf_token"]
        widget = self.form_widget(
            form=form, include_cols=names, exclude_cols=[], fieldsets=self.form_fieldsets
        )
        return self.render_template(
            self.template, title=self.title, widgets={"edit": widget}, form=form
        )


def require_csrf() -> None:
    """Answer 400 to a POST without its token, also where the application forgot `CSRFProtect`."""
    if "csrf" in current_app.extensions or not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        abort(Response("csrf", 400))
