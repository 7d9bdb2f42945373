"""What the form of a card asks for while one types, as JSON."""

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.clients import checking
from app.clients.models import Client
from app.extensions import db
from app.places.catalogue import search_places
from app.web.access import current_access

#: Comuni offered, and telephones looked at.
MOST_PLACES, MOST_PHONES = 12, 10


class ClientApi(BaseView):
    """Live checks, likely duplicates and the table of the comuni."""

    route_base = "/api/v1/clients"
    default_view = "places"
    class_permission_name = "clients"
    method_permission_name = {"check": "read", "places": "read"}

    @expose("/check", methods=["POST"])
    @has_access
    def check(self) -> ResponseReturnValue:
        """Say what a card being typed looks like.

        A POST, so that no personal data stands in an address. Only who may write cards asks, and
        only cards that the account may open are named.
        """
        access = current_access()
        if not (access.has("clients.add") or access.has("clients.write")):
            abort(403)
        names = {*Client.__table__.columns.keys()} - {"private_note"}
        facts = {
            name: value.strip()[: checking.MOST_TEXT]
            for name, value in request.form.items()
            if name in names and "\x00" not in value
        }
        phones = request.form.getlist("phones")[:MOST_PHONES]
        return jsonify(
            hints=checking.hints(facts),
            subject=checking.subject(facts),
            duplicates=checking.likely_cards(db.session(), access, facts, phones),
        )

    @expose("/places")
    @has_access
    def places(self) -> ResponseReturnValue:
        """List the comuni whose name, or postcode, begins with a text."""
        found = search_places(request.args.get("q", "")[:80], MOST_PLACES)
        return jsonify(
            items=[
                {
                    "name": place.name,
                    "province": place.province_code,
                    "postal_codes": place.postcodes,
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                }
                for place in found
            ]
        )
