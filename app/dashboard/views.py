"""The first page after sign-in."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_appbuilder.views import IndexView
from flask_login import login_required

from app.web.access import current_access


class HomeView(IndexView):
    """The office sees its dashboard, a technician the day's appointments."""

    index_template = "dashboard/home.html"

    @expose("/")
    @login_required
    def index(self) -> ResponseReturnValue:
        """Show the right first page."""
        rights = current_access()
        if rights.technician_id is not None and not rights.is_office:
            return redirect(url_for("TodayView.today"))
        return self.render_template(self.index_template)
