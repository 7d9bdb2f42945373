"""The calendar on the phone: the page that makes its address, and the address itself."""

from typing import NoReturn

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from flask_login import login_required

from app.accounts.entering import choose_company
from app.agenda import feeds
from app.agenda.feeds import FeedWords
from app.extensions import db
from app.technicians.models import Technician
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.formviews import require_csrf


class CalendarView(BaseView):
    """A technician's calendar for the phone; each sees the own page, the office all."""

    route_base = "/calendario"
    default_view = "page"

    @expose("/<int:pk>")
    @login_required
    def page(self, pk: int) -> ResponseReturnValue:
        """Say whether an address works, and make one."""
        return self._page(_technician_or_404(pk))

    @expose("/<int:pk>", methods=["POST"])
    @login_required
    def issue(self, pk: int) -> ResponseReturnValue:
        """Make a new address and show it once; the former one stops working."""
        require_csrf()
        technician = _technician_or_404(pk)
        secret = feeds.issue(db.session(), technician, now=utc_now())
        db.session.commit()
        token = f"{current_company()}.{secret}"
        return self._page(technician, url_for("CalendarView.feed", token=token, _external=True))

    @expose("/<int:pk>/revoca", methods=["POST"])
    @login_required
    def revoke(self, pk: int) -> ResponseReturnValue:
        """End the address."""
        require_csrf()
        technician = _technician_or_404(pk)
        if feeds.revoke(db.session(), technician):
            flash(_("The address no longer works."), "success")
        db.session.commit()
        return redirect(url_for("CalendarView.page", pk=pk))

    @expose("/<string:token>.ics")
    def feed(self, token: str) -> ResponseReturnValue:
        """Answer the program that asks for the calendar; it shows no other sign of itself."""
        slug, _dot, secret = token.partition(".")
        if not secret or not choose_company(slug):
            _not_found()
        technician = feeds.technician_of(db.session(), secret)
        if technician is None:
            _not_found()
        words = FeedWords(
            name=_("Agenda of %(name)s", name=technician.name),
            hidden=_("Address shown once you press “On my way”"),
            phone=_("Telephone: %(number)s", number="%s"),
        )
        content = feeds.calendar(
            db.session(), technician, words, domain=f"{slug}.{request.host}", now=utc_now()
        )
        answer = Response(content, mimetype="text/calendar")
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["Content-Disposition"] = "inline; filename=agenda.ics"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    def _page(self, technician: Technician, address: str = "") -> str:
        return str(
            self.render_template(
                "agenda/feed.html",
                title=_("Calendar on the phone"),
                technician=technician,
                feed=feeds.feed_of(db.session(), technician.id),
                address=address,
                phone_address=address.replace("https://", "webcal://").replace(
                    "http://", "webcal://"
                ),
            )
        )


def _technician_or_404(pk: int) -> Technician:
    access = current_access()
    if access.technician_id != pk and not access.has("technicians.write"):
        _not_found()
    return db.session.get(Technician, pk) or abort(404)


def _not_found() -> NoReturn:
    abort(404)
