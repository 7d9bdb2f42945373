"""The switches of the booklets: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Booklets")
_CARD = frozenset({("can_show", "booklets")})

FUNCTIONS = (
    Function(
        "card_booklets.read",
        _("Booklet of the card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        also=_CARD,
        brings=False,
    ),
    Function(
        "booklets.read",
        _("See all plant booklets"),
        SECTION,
        also=_CARD | {("can_list", "booklets")},
        is_office=True,
    ),
    Function(
        "booklets.write",
        _("Open and fill in plant booklets"),
        SECTION,
        needs=frozenset({"booklets.read"}),
        is_office=True,
    ),
)
