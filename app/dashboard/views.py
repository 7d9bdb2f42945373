"""The first page after sign-in."""

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_appbuilder.views import IndexView
from flask_login import login_required

from app.web.access import current_access

#: The technician's day, registered by the agenda.
TODAY = "TodayView.today"


class HomeView(IndexView):
    """The office sees its dashboard, a technician the day's appointments."""

    index_template = "dashboard/home.html"

    @expose("/")
    @login_required
    def index(self) -> ResponseReturnValue:
        """Show the right first page."""
        rights = current_access()
        is_field = rights.technician_id is not None and not rights.is_office
        if is_field and TODAY in current_app.view_functions:
            return redirect(url_for(TODAY))
        return self.render_template(self.index_template)
