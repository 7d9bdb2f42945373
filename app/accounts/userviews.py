"""Gestione Utenti: who signs in, made, changed, disabled. Administrators only."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.accounts import catalogue, people, roster, service, switchboard
from app.accounts.invitations import link_of, send_invitation
from app.accounts.labels import GROUP_LABELS, KIND_LABELS, PRESET_LABELS
from app.accounts.models import Account, AccountKind
from app.accounts.rules_people import Slots
from app.accounts.userforms import (
    NewPasswordForm,
    NewPersonForm,
    NewTechnicianForm,
    WordsForm,
)
from app.extensions import db
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import require_csrf
from app.web.saving import commit_or_flash, store


def company_slots() -> Slots:
    """Return how many accounts of each kind the company at work may have, as of now."""
    company = db.directory.read(company_slug())
    return Slots(company.secretary_slots, company.technician_slots)


def company_slug() -> str:
    """Return the first part of the company's user names."""
    slug = current_company()
    if slug is None:
        raise RuntimeError("accounts used outside a company")
    return slug


def account_or_404(pk: int) -> Account:
    """Return an account of the company at work."""
    return db.session.get(Account, pk) or abort(404)


class UsersView(BaseView):
    """The list of accounts, and the forms for new ones."""

    route_base = "/utenti"
    default_view = "index"
    class_permission_name = "accounts"
    method_permission_name = {"index": "read", "new_secretary": "write", "new_technician": "write"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the accounts by kind, with the slots in use."""
        found = roster.people(db.session())
        active = [row.account.kind for row in found if row.account.active]
        slots = company_slots()
        groups = [
            (kind, GROUP_LABELS[kind], [row for row in found if row.account.kind is kind],
             active.count(kind), limit)
            for kind, limit in (
                (AccountKind.SECRETARY, slots.secretary),
                (AccountKind.TECHNICIAN, slots.technician),
            )
        ]  # fmt: skip
        return self.render_template("accounts/users.html", groups=groups, title=_("Users"))

    @expose("/segretaria/nuova", methods=("GET", "POST"))
    @has_access
    def new_secretary(self) -> ResponseReturnValue:
        """Make a secretary account."""
        return self._new(NewPersonForm(), AccountKind.SECRETARY)

    @expose("/tecnico/nuovo", methods=("GET", "POST"))
    @has_access
    def new_technician(self) -> ResponseReturnValue:
        """Make a technician's login; the presets tick boxes that stay editable."""
        form = NewTechnicianForm()
        form.offer(roster.free_technicians(db.session()))
        return self._new(form, AccountKind.TECHNICIAN)

    def _new(self, form: Any, kind: AccountKind) -> ResponseReturnValue:
        if request.method == "GET":
            return self._page(form, kind)
        stored = None
        if form.validate():
            stored = store(db.session(), form, lambda: self._create(form, kind), messages={})
        if stored is None:
            return self._page(form, kind), 422
        account, link = stored
        if link is not None:
            return self.render_template("accounts/link.html", account=account, link=link,
                                        address=service.address_of(account))  # fmt: skip
        flash(_("The account %(name)s is ready.", name=account.username), "success")
        return redirect(url_for("UserView.show", pk=account.id))

    def _create(self, form: Any, kind: AccountKind) -> tuple[Account, str | None]:
        is_office = kind is AccountKind.SECRETARY
        free = [] if is_office else roster.free_technicians(db.session())
        password = form.chosen_password()
        account = people.create_person(
            db.session(),
            company_slug(),
            form.words(),
            people.Rights(
                profile=request.form.get("profile")
                or (catalogue.SECRETARY if is_office else catalogue.TECHNICIAN),
                switches=frozenset(request.form.getlist("switch")),
                is_admin=is_office and "is_admin" in request.form,
            ),
            login=people.Login(kind, password, None if is_office else form.chosen_technician(free)),
            slots=company_slots(),
        )
        if password is not None:
            return account, None
        secret = people.invite(db.session(), account, now=utc_now())
        link = link_of(company_slug(), secret)
        if service.address_of(account):
            send_invitation(db.session(), account, link, now=utc_now())
        return account, link

    def _page(self, form: Any, kind: AccountKind) -> str:
        is_office = kind is AccountKind.SECRETARY
        usual = catalogue.SECRETARY if is_office else catalogue.TECHNICIAN
        page: str = self.render_template(
            "accounts/user_new.html",
            form=form,
            kind=kind,
            slug=company_slug(),
            profiles=roster.profiles(db.session()),
            profile=request.form.get("profile", usual),
            sections=[] if is_office else switchboard.sections(kind),
            ticked=set(request.form.getlist("switch")),
            always=catalogue.FIELD,
            is_admin="is_admin" in request.form,
            presets=[] if is_office else [
                (key, PRESET_LABELS[key], sorted(codes)) for key, codes in switchboard.presets()
            ],
        )  # fmt: skip
        return page


class UserView(BaseView):
    """One account: names and password, state, kind."""

    route_base = "/utenti"
    class_permission_name = "accounts"
    method_permission_name = {
        "show": "read", "edit": "write", "password": "write", "invite": "write",
        "disable": "write", "enable": "write", "end_sessions": "write", "change_kind": "write",
    }  # fmt: skip

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show an account with the forms that change it."""
        return self._page(pk)

    @expose("/<int:pk>", methods=("POST",))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Store names, user name and address."""
        account = account_or_404(pk)
        form = WordsForm()
        if form.validate():
            done = store(
                db.session(),
                form,
                lambda: people.change_words(db.session(), company_slug(), account, form.words()),
                messages={},
            )
            if done:
                flash(_("Saved."), "success")
                return redirect(url_for(".show", pk=pk))
        return self._page(pk, form=form), 422

    @expose("/<int:pk>/password", methods=("POST",))
    @has_access
    def password(self, pk: int) -> ResponseReturnValue:
        """Set a password for somebody; they are signed out everywhere."""
        account = account_or_404(pk)
        form = NewPasswordForm()
        if form.validate():
            done = store(
                db.session(),
                form,
                lambda: people.set_password(db.session(), account, form.password.data or ""),
                messages={},
            )
            if done:
                flash(_("The new password is set. Tell it to the person yourself."), "success")
                return redirect(url_for(".show", pk=pk))
        return self._page(pk, password_form=form), 422

    @expose("/<int:pk>/invito", methods=("POST",))
    @has_access
    def invite(self, pk: int) -> ResponseReturnValue:
        """Make a link by which the person chooses a password; mail it when there is an address."""
        require_csrf()
        account = account_or_404(pk)
        if not account.active:
            flash(_("The account is disabled: enable it first."), "warning")
            return redirect(url_for(".show", pk=pk))
        link = link_of(company_slug(), people.invite(db.session(), account, now=utc_now()))
        address = service.address_of(account)
        if address:
            send_invitation(db.session(), account, link, now=utc_now())
        db.session.commit()
        return self.render_template(
            "accounts/link.html", account=account, link=link, address=address
        )

    @expose("/<int:pk>/disattiva", methods=("POST",))
    @has_access
    def disable(self, pk: int) -> ResponseReturnValue:
        """Close an account."""
        account = self._checked(pk)
        with commit_or_flash(db.session()):
            people.disable(db.session(), account, actor_id=current_access().user_id)
        return redirect(url_for(".show", pk=pk))

    @expose("/<int:pk>/riattiva", methods=("POST",))
    @has_access
    def enable(self, pk: int) -> ResponseReturnValue:
        """Open a closed account when a slot is free."""
        account = self._checked(pk)
        with commit_or_flash(db.session()):
            people.enable(db.session(), account, slots=company_slots())
        return redirect(url_for(".show", pk=pk))

    @expose("/<int:pk>/sessioni", methods=("POST",))
    @has_access
    def end_sessions(self, pk: int) -> ResponseReturnValue:
        """Sign an account out everywhere."""
        account = self._checked(pk)
        people.end_sessions(db.session(), account)
        db.session.commit()
        flash(_("%(name)s must sign in again on every device.", name=account.full_name), "success")
        return redirect(url_for(".show", pk=pk))

    @expose("/<int:pk>/tipo", methods=("POST",))
    @has_access
    def change_kind(self, pk: int) -> ResponseReturnValue:
        """Turn a secretary account into a technician's login or back."""
        account = self._checked(pk)
        with commit_or_flash(db.session()):
            people.change_kind(db.session(), account, slots=company_slots())
        return redirect(url_for(".show", pk=pk))

    def _checked(self, pk: int) -> Account:
        require_csrf()
        return account_or_404(pk)

    def _page(self, pk: int, *, form: Any = None, password_form: Any = None) -> str:
        found = roster.person(db.session(), pk) or abort(404)
        account = found.account
        if form is None:
            form = WordsForm(
                formdata=None,
                first_name=account.first_name,
                last_name=account.last_name,
                username=account.username.partition(".")[2],
                email=service.address_of(account),
            )
        page: str = self.render_template(
            "accounts/user.html",
            person=found,
            form=form,
            password_form=password_form or NewPasswordForm(formdata=None),
            slug=company_slug(),
            kind_label=KIND_LABELS[account.kind],
            is_self=account.id == current_access().user_id,
        )
        return page
