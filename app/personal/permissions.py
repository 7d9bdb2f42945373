"""The switch of a client's data: a table, not code. Administrators have it by default."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

FUNCTIONS = (
    Function(
        "personal.export",
        _("Export all the data held on a client"),
        _("Clients"),
        needs=frozenset({"clients.read", "clients.all"}),
        is_office=True,
        help=_("Everything in one file, amounts and private notes too: for a request under the "
               "GDPR. The activity log says who made it."),
    ),
)  # fmt: skip
