"""The switches of the dashboard: a table, not code."""

from flask_babel import lazy_gettext as _

from app.kernel.functions import Function

FUNCTIONS = (
    Function(
        "dashboard.read",
        _("See the dashboard"),
        _("Dashboard"),
        is_office=True,
        help=_("Opens the charts of the first page, each with the figures it may show."),
    ),
)
