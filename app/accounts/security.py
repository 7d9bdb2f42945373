"""FAB's security manager, taught companies, the catalogue and one statement per request."""

from datetime import datetime, timedelta
from typing import Any

from flask import g
from flask_appbuilder.security.sqla.manager import SecurityManager

from app.accounts import bearing, catalogue, entering, queries, rules, signin, viewas
from app.accounts.apitokenviews import ApiTokenView
from app.accounts.externalviews import ExternalSignInView
from app.accounts.models import Account, AccountKind
from app.accounts.myviews import MySignInView
from app.accounts.resetviews import ForgottenPasswordView, NewPasswordView
from app.accounts.views import PasswordView, SignInView
from app.extensions import db
from app.kernel.access import Access
from app.kernel.dates import local_day, local_day_bounds
from app.kernel.functions import Pair
from app.orm.audit import Actor, set_actor
from app.tenancy.context import current_company
from app.web.access import current_access, set_access
from app.web.clock import utc_now
from app.web.request import client_address


class HouseSecurityManager(SecurityManager):
    """Signs in ``firm.person``; answers `has_access` from the rights of the request."""

    user_model = Account

    def register_views(self) -> None:
        """Register sign-in and password change only: FAB's stock screens are not ours."""
        self.lm.login_view = "SignInView.login"  # type: ignore[attr-defined]  # set in FAB's constructor
        self.auth_view = SignInView()
        self.appbuilder.add_view_no_menu(self.auth_view)
        self.appbuilder.add_view_no_menu(PasswordView())
        self.appbuilder.add_view_no_menu(MySignInView())
        self.appbuilder.add_view_no_menu(ApiTokenView())
        doors = (self.auth_view, ForgottenPasswordView(), NewPasswordView())
        limit = self.limiter.limit(self.auth_rate_limit, methods=["POST"])
        for view in doors:
            if view is not self.auth_view:
                self.appbuilder.add_view_no_menu(view)
            # The blueprint exists once the view is added.
            limit(view.blueprint)
        elsewhere = ExternalSignInView()
        self.appbuilder.add_view_no_menu(elsewhere)
        self.limiter.limit(self.auth_rate_limit)(elsewhere.blueprint)

    def auth_user_db(self, username: str, password: str) -> Account | None:
        """Return the account for a user name and password, or None; same time either way.

        A second factor, if the account has one, is still to be asked.
        """
        slug, own = rules.split_username(username or "")
        if not own or not entering.choose_company(slug):
            signin.take_as_long()
            return None
        name = f"{slug}.{own}"
        set_actor(db.session(), Actor(None, name[:120], client_address()))
        account = signin.check_password(db.session(), name, password or "", entering.attempt())
        db.session.commit()
        return account

    def load_user(self, pk: int | str) -> Account | None:
        """Return the account of a session cookie: same company, session open, still active."""
        slug, _colon, rest = str(pk).partition(":")
        user_id, _colon, epoch = rest.partition(":")
        if slug != current_company() or not (user_id.isdigit() and epoch.isdigit()):
            return None
        session = db.session()
        found = queries.signed_in_account(
            session, int(user_id), entering.session_digest(), now=utc_now()
        )
        if found is None:
            return None
        account, technician_id, opened, held = found
        if not account.active or account.session_epoch != int(epoch):
            return None
        set_actor(session, Actor(account.id, account.full_name, client_address()))
        entering.note_session(opened)
        if opened.must_enrol:
            # Until the second factor is set up, no function works, whatever the address.
            set_access(Access(user_id=account.id, name=account.full_name))
            return account
        seen = viewas.seen_account(account, held)
        account, technician_id, held = seen or (account, technician_id, held)
        set_access(self._access(account, technician_id, held))
        return account

    def create_login_manager(self, app: Any) -> Any:
        """Let programs in by their key, where there is no session cookie."""
        manager = super().create_login_manager(app)
        manager.request_loader(self.load_bearer)
        return manager

    def load_bearer(self, _request: Any) -> Account | None:
        """Return the account that the key of a request stands for, or None."""
        found = bearing.bearer_of_request()
        if found is None:
            return None
        account = found.account
        set_actor(db.session(), Actor(account.id, account.full_name, client_address()))
        if found.must_enrol:
            set_access(Access(user_id=account.id, name=account.full_name))
        else:
            held = queries.permission_pairs(db.session(), account.id)
            set_access(self._access(account, found.technician_id, held))
        return account

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Tell whether the signed-in account may use a FAB (permission, view) pair."""
        return (permission_name, view_name) in self._pairs()

    def is_item_public(self, permission_name: str, view_name: str) -> bool:  # noqa: ARG002  FAB's signature
        """Nothing is public: there is no company before sign-in."""
        return False

    def get_user_menu_access(
        self,
        menu_names: list[str] | None = None,  # noqa: ARG002  FAB's signature
    ) -> set[str]:
        """FAB's menu is not used: the sidebar asks the catalogue."""
        return set()

    def _access(self, account: Account, technician_id: int | None, held: frozenset[Pair]) -> Access:
        is_office = account.kind is AccountKind.SECRETARY
        functions = catalogue.working(
            held, is_office=is_office, is_technician=technician_id is not None
        )
        return Access(
            user_id=account.id,
            name=account.full_name,
            functions=functions,
            technician_id=technician_id,
            is_office=is_office,
            is_admin="accounts.write" in functions,
            window=None if is_office else _window(account),
            hides_address=account.hides_address and not is_office,
        )

    def _pairs(self) -> frozenset[Pair]:
        if current_access().user_id is None:
            return frozenset()
        pairs: frozenset[Pair] | None = g.get("permission_pairs")
        if pairs is None:
            codes = current_access().functions
            pairs = frozenset(p for code in codes for p in catalogue.BY_CODE[code].grants)
            g.permission_pairs = pairs
        return pairs

    def noop_user_update(self, user: Any) -> None:
        """Unused: sign-in times are balanced in `auth_user_db`."""


def _window(account: Account) -> tuple[datetime, datetime]:
    today = local_day(utc_now())
    first, last = (
        today - timedelta(days=account.days_back),
        today + timedelta(days=account.days_ahead),
    )
    return local_day_bounds(first)[0], local_day_bounds(last)[1]
