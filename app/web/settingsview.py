"""Base of the screens over the short lists a company edits."""

from typing import Any

from app.web.views import HouseModelView


class SettingsListView(HouseModelView):
    """A list under the company's settings: `settings.read` shows it, `settings.write` changes it.

    Rows in use are not deleted: they are switched off.
    """

    class_permission_name = "settings"
    method_permission_name = {"delete": "write", "export": "read"}
    exclude_route_methods: Any = {"show"}
    page_size = 50
