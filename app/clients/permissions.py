"""The switches of the clients domain: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

SECTION = _("Clients")

FUNCTIONS = (
    Function(
        "clients.read",
        _("See the client card"),
        SECTION,
        help=_("Opens the card's own data of the clients that can be reached."),
    ),
    Function(
        "clients.all",
        _("Full access to the clients section"),
        SECTION,
        needs=frozenset({"clients.read"}),
        field_also=frozenset({"clients.add"}),
        help=_("Lists and searches every client; a technician also creates new cards."),
    ),
    Function("clients.add", _("Create client cards"), SECTION, needs=frozenset({"clients.all"})),
    Function("clients.write", _("Change client cards"), SECTION, needs=frozenset({"clients.read"})),
    Function(
        "clients.delete",
        _("Archive, merge and delete cards"),
        SECTION,
        needs=frozenset({"clients.write", "clients.all"}),
        is_office=True,
    ),
    Function(
        "client_notes.read",
        _("Read the private note of a card"),
        SECTION,
        needs=frozenset({"clients.read"}),
        brings=False,
        field_also=frozenset({"client_notes.add"}),
        help=_("A technician also adds to it; what is written stays, with name and hour."),
    ),
    Function(
        "client_notes.add",
        _("Add to the private note of a card"),
        SECTION,
        needs=frozenset({"client_notes.read"}),
    ),
    Function(
        "client_notes.write",
        _("Change the private note of a card"),
        SECTION,
        needs=frozenset({"client_notes.read"}),
    ),
    Function(
        "buildings.read",
        _("Buildings and owners"),
        SECTION,
        needs=frozenset({"clients.all"}),
        is_office=True,
    ),
    Function(
        "buildings.write",
        _("Change buildings, owners and managers"),
        SECTION,
        needs=frozenset({"buildings.read", "clients.write"}),
        is_office=True,
    ),
)
