"""What one person may do: profile, own switches, preview, "view as". Administrators only."""

from typing import Any

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _
from flask_login import login_required

from app.accounts import catalogue, people, roster, switchboard
from app.accounts.labels import KIND_LABELS
from app.accounts.roster import Person
from app.accounts.viewas import VIEW_AS
from app.extensions import db
from app.kernel.errors import DomainError
from app.orm.audit import record_event
from app.web.access import current_access
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.web.values import ValueFormatError, read_int

#: Days the technician's own list may show at most, each way.
MOST_DAYS = 60


class RightsView(BaseView):
    """Profile and switches of one account, and what follows from them."""

    route_base = "/utenti"
    class_permission_name = "accounts"
    method_permission_name = {
        "show": "read", "save": "write", "sees": "read", "view_as": "write",
    }  # fmt: skip

    @expose("/<int:pk>/permessi")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show profile and switches."""
        found = _person_or_404(pk)
        return self._page(found, _rights_of(found), {})

    @expose("/<int:pk>/permessi", methods=("POST",))
    @has_access
    def save(self, pk: int) -> ResponseReturnValue:
        """Store profile and switches; they work from the person's next request."""
        require_csrf()
        found = _person_or_404(pk)
        rights, errors = _read_rights()
        if not errors:
            try:
                people.change_rights(db.session(), found.account, rights)
                db.session.commit()
            except DomainError as error:
                db.session.rollback()
                errors[getattr(error, "field", "form")] = user_message(error)
                found = _person_or_404(pk)
            else:
                flash(_("Saved. It works from the person's next click."), "success")
                return redirect(url_for(".show", pk=pk))
        return self._page(found, rights, errors), 422

    @expose("/<int:pk>/cosa-vede")
    @has_access
    def sees(self, pk: int) -> ResponseReturnValue:
        """Show which functions work for a person, and which of the stored ones do not."""
        found = _person_or_404(pk)
        held = _held(found)
        works = _working(found, held)
        return self.render_template(
            "accounts/sees.html",
            person=found,
            kind_label=KIND_LABELS[found.account.kind],
            groups=_groups(works),
            idle=[switchboard.line(catalogue.BY_CODE[code]) for code in sorted(held - works)],
            may_view_as=found.account.active and found.account.id != current_access().user_id,
        )

    @expose("/<int:pk>/guarda", methods=("POST",))
    @has_access
    def view_as(self, pk: int) -> ResponseReturnValue:
        """Look at the program with somebody's eyes; nothing can be changed meanwhile."""
        require_csrf()
        found = _person_or_404(pk)
        if not found.account.active or pk == current_access().user_id:
            abort(404)
        record_event(db.session(), "view_as", people.ENTITY, pk)
        db.session.commit()
        session[VIEW_AS] = pk
        return redirect("/")

    def _page(self, found: Person, rights: people.Rights, errors: dict[str, str]) -> str:
        roles = roster.profiles(db.session())
        held = roster.codes_by_role(db.session(), [role.id for role in roles])
        given = next((held[role.id] for role in roles if role.name == rights.profile), frozenset())
        works = _working(found, given | rights.switches)
        page: str = self.render_template(
            "accounts/rights.html",
            person=found,
            kind_label=KIND_LABELS[found.account.kind],
            rights=rights,
            errors=errors,
            profiles=roles,
            sections=switchboard.sections(found.account.kind),
            given=given,
            works=works,
        )
        return page


class ViewAsView(BaseView):
    """The way out of "view as"; whoever is inside must always find it."""

    route_base = "/guarda"

    @expose("/esci", methods=("POST",))
    @login_required
    def leave(self) -> ResponseReturnValue:
        """Go back to one's own eyes."""
        require_csrf()
        seen = session.pop(VIEW_AS, None)
        if seen is not None:
            record_event(db.session(), "view_as_ended", people.ENTITY, seen)
            db.session.commit()
            return redirect(url_for("RightsView.sees", pk=seen))
        return redirect("/")


def _person_or_404(pk: int) -> Person:
    return roster.person(db.session(), pk) or abort(404)


def _rights_of(found: Person) -> people.Rights:
    account = found.account
    return people.Rights(
        profile=found.profiles[0] if found.profiles else None,
        switches=roster.own_switches(db.session(), account),
        is_admin=found.is_admin,
        days_back=account.days_back,
        days_ahead=account.days_ahead,
        hides_address=account.hides_address,
    )


def _read_rights() -> tuple[people.Rights, dict[str, str]]:
    errors: dict[str, str] = {}
    days = {name: _days(name, errors) for name in ("days_back", "days_ahead")}
    rights = people.Rights(
        profile=request.form.get("profile", ""),
        switches=frozenset(request.form.getlist("switch")) & catalogue.BY_CODE.keys(),
        is_admin="is_admin" in request.form,
        hides_address="hides_address" in request.form,
        **days,
    )
    return rights, errors


def _days(name: str, errors: dict[str, str]) -> int:
    usual = 7 if name == "days_back" else 14
    text = request.form.get(name, str(usual)).strip()
    try:
        number = read_int(text)
    except ValueFormatError:
        number = -1
    if not 0 <= number <= MOST_DAYS:
        errors[name] = _("Write a number of days from 0 to %(most)s.", most=MOST_DAYS)
        return usual
    return number


def _held(found: Person) -> frozenset[str]:
    roles = {role.id: role.name for role in found.account.roles}
    by_role = roster.codes_by_role(db.session(), sorted(roles))
    return frozenset[str]().union(*by_role.values())


def _working(found: Person, held: frozenset[str]) -> frozenset[str]:
    is_technician = found.technician is not None and found.technician.is_active
    return switchboard.working(held, found.account.kind, is_technician=is_technician)


def _groups(works: frozenset[str]) -> list[tuple[Any, list[Any]]]:
    found: dict[str, tuple[Any, list[Any]]] = {}
    for function in catalogue.ALL:
        if function.code in works:
            group = found.setdefault(str(function.section), (function.section, []))
            group[1].append(switchboard.line(function))
    return list(found.values())
