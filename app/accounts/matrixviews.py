"""The permission matrix: functions in rows, profiles in columns. Administrators only."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.sqla import models as fab
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import catalogue, profiles, roster, switchboard
from app.extensions import db
from app.kernel.errors import DomainError
from app.kernel.functions import closure
from app.kernel.text import row_key
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash


class MatrixView(BaseView):
    """What each profile may do."""

    route_base = "/permessi"
    default_view = "index"
    class_permission_name = "accounts"
    method_permission_name = {
        "index": "read", "save": "write", "create": "write", "rename": "write", "remove": "write",
    }  # fmt: skip

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the matrix."""
        roles = roster.profiles(db.session())
        held = roster.codes_by_role(db.session(), [role.id for role in roles])
        return self._page(roles, held, shown=profiles.fingerprint(held))

    @expose("/", methods=("POST",))
    @has_access
    def save(self) -> ResponseReturnValue:
        """Store the ticks; "with what they need" also ticks the prerequisites."""
        require_csrf()
        roles = roster.profiles(db.session())
        wanted = {role.id: _ticked(role.id) for role in roles}
        if "complete" in request.form:
            wanted = {key: closure(codes, catalogue.BY_CODE) for key, codes in wanted.items()}
        try:
            brought = profiles.save_matrix(
                db.session(), wanted, shown=request.form.get("shown", "")
            )
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            flash(user_message(error), "danger")
            roles = roster.profiles(db.session())
            stored = roster.codes_by_role(db.session(), [role.id for role in roles])
            # What was ticked stays; the next save goes on from what is stored now.
            return self._page(roles, stored | wanted, shown=profiles.fingerprint(stored)), 422
        flash(_("The permissions are stored. They work from the next click of each person."),
              "success")  # fmt: skip
        if brought:
            labels = ", ".join(str(catalogue.BY_CODE[code].label) for code in sorted(brought))
            flash(_("Switched on as well, because they are needed: %(labels)s.", labels=labels),
                  "info")  # fmt: skip
        return redirect(url_for(".index"))

    @expose("/profili", methods=("POST",))
    @has_access
    def create(self) -> ResponseReturnValue:
        """Make a profile, empty or as a copy."""
        require_csrf()
        source = request.form.get("source", "")
        with commit_or_flash(db.session()):
            codes: Any = ()
            if source:
                role = self._role(row_key(source) or 0)
                codes = roster.codes_by_role(db.session(), [role.id])[role.id]
            profiles.create_profile(db.session(), request.form.get("name", ""), codes)
        return redirect(url_for(".index"))

    @expose("/profili/<int:pk>/nome", methods=("POST",))
    @has_access
    def rename(self, pk: int) -> ResponseReturnValue:
        """Give a company's own profile another name."""
        require_csrf()
        role = self._role(pk)
        with commit_or_flash(db.session()):
            profiles.rename_profile(db.session(), role, request.form.get("name", ""))
        return redirect(url_for(".index"))

    @expose("/profili/<int:pk>/elimina", methods=("POST",))
    @has_access
    def remove(self, pk: int) -> ResponseReturnValue:
        """Delete a company's own profile that nobody has."""
        require_csrf()
        role = self._role(pk)
        with commit_or_flash(db.session()):
            profiles.delete_profile(db.session(), role)
        return redirect(url_for(".index"))

    def _role(self, pk: int) -> fab.Role:
        role = db.session.get(fab.Role, pk)
        if role is None or not roster.is_profile(role.name):
            abort(404)
        return role

    def _page(self, roles: Any, held: dict[int, frozenset[str]], *, shown: str) -> str:
        counts = roster.accounts_per_role(db.session())
        page: str = self.render_template(
            "accounts/matrix.html",
            title=_("Permissions"),
            sections=switchboard.sections(),
            profiles=[
                {
                    "id": role.id,
                    "name": role.name,
                    "held": held[role.id],
                    "works": catalogue.working(
                        catalogue.BY_CODE[code].pair for code in held[role.id]
                    ),
                    "is_own": role.name not in catalogue.PROFILES,
                    "people": ngettext("%(num)s person", "%(num)s people", counts.get(role.id, 0)),
                    "is_used": bool(counts.get(role.id)),
                }
                for role in roles
            ],
            shown=shown,
        )
        return page


def _ticked(role_id: int) -> frozenset[str]:
    return frozenset(request.form.getlist(f"role-{role_id}")) & catalogue.BY_CODE.keys()
