"""Where the columns that somebody chose for a list are remembered."""

from collections.abc import Sequence

from flask import Response, request


class CookieColumns:
    """Remember the chosen columns of each list in the browser.

    A store that keeps them with the account has the same two methods.
    """

    def get(self, list_name: str) -> tuple[str, ...]:
        """Return the columns chosen for a list; empty for the usual ones."""
        return tuple(filter(None, request.cookies.get(f"columns_{list_name}", "").split(",")))

    def save(self, list_name: str, names: Sequence[str], response: Response) -> None:
        """Keep the columns for a year; none goes back to the usual ones."""
        response.set_cookie(
            f"columns_{list_name}",
            ",".join(names),
            max_age=365 * 24 * 3600,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
