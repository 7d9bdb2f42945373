"""The rights of whoever makes this request, loaded once and kept for the request."""

from flask import g
from werkzeug.local import LocalProxy

from app.kernel.access import NOBODY, Access


def set_access(access: Access) -> None:
    """Keep the rights for the rest of the request; called when the account is loaded."""
    g.access_of_request = access


def current_access() -> Access:
    """Return the rights of the signed-in account, or `NOBODY`'s."""
    # Touching the user loads the account and, with it, the rights.
    user = g.get("user")
    if user is None or not user.is_authenticated:
        return NOBODY
    found = g.get("access_of_request")
    return found if isinstance(found, Access) else NOBODY


#: Proxy for templates and views: always the rights of the current request.
access: Access = LocalProxy(current_access)  # type: ignore[assignment]  # proxy of the same shape
