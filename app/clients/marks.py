"""The attention flag of a client, wherever one is named."""

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from app.clients.models import Client


def attention_mark(value: Any) -> Markup:
    """Return the flag with its reason for a client that needs attention, else nothing."""
    reason = attention_reason(value) if isinstance(value, Client) else ""
    if not reason:
        return Markup()
    return Markup(' <span class="attention-mark tone-danger">⚠ {}</span>').format(reason)


def attention_reason(client: Any) -> str:
    """Return why a client is to be handled with care; empty when there is no flag.

    Args:
        client: A client, or a row with its two columns of the flag.
    """
    if not client.needs_attention:
        return ""
    return client.attention_reason or _("To be handled with care")
