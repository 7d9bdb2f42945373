"""Fields in which a company names a server."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import ValidationError

from app.outside import PrivateHostError, ensure_outside
from app.web.errors import user_message


def ensure_outside_field(field: Any) -> None:
    """Refuse a host, or the host of an address, on this machine or in its network.

    Raises:
        ValidationError: The sentence for the field.
    """
    typed = (field.data or "").strip()
    try:
        host = urlsplit(typed).hostname if "://" in typed else typed
    except ValueError:
        return  # no address at all: whoever stores it says so
    try:
        if host:
            ensure_outside(host)
    except PrivateHostError as error:
        raise ValidationError(user_message(error)) from error
