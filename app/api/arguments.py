"""What a list may be asked for, and the sentences when it is asked wrongly."""

import re
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, post_load, validates

#: Rows of a page: usual and most.
USUAL, MOST = 50, 200

#: Largest key: what an integer column of PostgreSQL holds.
LARGEST_KEY = 2**31 - 1

#: Text of a search: its length, and no control signs (PostgreSQL refuses a NUL).
LONGEST, PLAIN = 100, r"^[^\u0000-\u001f\u007f]*$"

#: Nothing changed before or after: instants are held inside, far from the calendar's ends.
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# In lists: marshmallow takes a lazy text for a sequence of letters.
_NUMBER = [_("Write a number from %(least)s to %(most)s.", least=1, most=MOST)]
_CURSOR = [_("Use the cursor that the page before gave.")]
_INSTANT = [_("Write an instant with its time zone, for example 2026-01-31T08:00:00Z.")]


class ListArguments(Schema):
    """Query of every list."""

    error_messages: dict[str, Any] = {"unknown": _("This argument does not exist.")}

    limit = fields.Integer(
        load_default=USUAL,
        error_messages={"invalid": _NUMBER},
        metadata={"description": "Rows of the page.", "minimum": 1, "maximum": MOST},
    )
    cursor = fields.Integer(
        load_default=0,
        error_messages={"invalid": _CURSOR},
        metadata={
            "description": "`next` of the page before; without it, the first page.",
            "minimum": 0,
            "maximum": LARGEST_KEY,
        },
    )
    updated_since = fields.AwareDateTime(
        load_default=None,
        error_messages={"invalid": _INSTANT, "invalid_awareness": _INSTANT},
        metadata={"description": "Only rows made or changed at this instant or later."},
    )
    q = fields.String(
        load_default="",
        metadata={
            "description": "Words, or parts of words, in any order.",
            "maxLength": LONGEST,
            "pattern": PLAIN,
        },
    )

    @validates("limit")
    def _limit(self, value: int, data_key: str) -> None:  # noqa: ARG002  marshmallow's signature
        if not 1 <= value <= MOST:
            raise ValidationError(_NUMBER)

    @validates("cursor")
    def _cursor(self, value: int, data_key: str) -> None:  # noqa: ARG002  marshmallow's signature
        if not 0 <= value <= LARGEST_KEY:
            raise ValidationError(_CURSOR)

    @post_load
    def _bounded(self, found: dict[str, Any], **_options: Any) -> dict[str, Any]:
        if found["updated_since"] is not None:
            found["updated_since"] = min(max(found["updated_since"], _FIRST), _LAST)
        return found

    @validates("q")
    def _words(self, value: str, data_key: str) -> None:  # noqa: ARG002  marshmallow's signature
        if len(value) > LONGEST or not re.match(PLAIN, value):
            raise ValidationError([_("Write at most 100 characters, without control signs.")])


def read(given: Any) -> dict[str, Any]:
    """Return the arguments of a list, checked.

    Args:
        given: The request's query, a `MultiDict`.

    Raises:
        ValidationError: `messages` holds sentences by argument.
    """
    repeated = [name for name in given if len(given.getlist(name)) > 1]
    if repeated:
        raise ValidationError({name: [_("Give this argument once.")] for name in repeated})
    found: dict[str, Any] = ListArguments().load(given.to_dict())
    return found
