"""Look at the program as somebody else: an administrator's read-only glance."""

from flask import Flask, abort, g, request, session

from app.accounts import catalogue, queries
from app.accounts.models import Account
from app.extensions import db
from app.kernel.functions import Pair

#: Key of the session cookie: id of the account whose eyes are borrowed.
VIEW_AS = "view_as"

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What may be posted all the same: the way back, and signing out.
_WAYS_OUT = frozenset({"ViewAsView.leave", "SignInView.logout"})


def install(app: Flask) -> None:
    """Refuse every write while somebody looks through other eyes."""
    app.before_request(_refuse_writes)


def seen_account(
    account: Account, held: frozenset[Pair]
) -> tuple[Account, int | None, frozenset[Pair]] | None:
    """Return the account an administrator is looking as, its technician and pairs; None for none.

    The right is asked at each request: who is no longer an administrator sees as themselves.

    Args:
        account: Who is signed in.
        held: The pairs that it holds now.
    """
    seen_id = session.get(VIEW_AS)
    if not isinstance(seen_id, int) or seen_id == account.id:
        return None
    if "accounts.write" not in catalogue.working(held):
        return None
    found = queries.account_with_technician(db.session(), seen_id)
    if found is None or not found[0].active:
        return None
    seen, technician_id = found
    g.viewed_as = seen.full_name or seen.username
    return seen, technician_id, queries.permission_pairs(db.session(), seen.id)


def _refuse_writes() -> None:
    looking = VIEW_AS in session
    if looking and request.method not in _SAFE_METHODS and request.endpoint not in _WAYS_OUT:
        abort(403)
