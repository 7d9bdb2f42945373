"""The addresses of the reading interface."""

from typing import Any

from flask import Response, abort, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _
from marshmallow import ValidationError

from app.api import arguments, openapi, queries
from app.api.resources import BY_NAME, Resource
from app.extensions import db
from app.kernel.access import Access
from app.web.access import current_access


class OpenApiView(BaseView):
    """The description of the interface; it holds no data."""

    route_base = "/api/v1"
    default_view = "document"

    @expose("/openapi.json")
    def document(self) -> ResponseReturnValue:
        """Return the OpenAPI document."""
        return jsonify(openapi.document())


class _ReadApi(BaseView):
    """List and card of one resource."""

    default_view = "index"
    resource: Resource

    @expose("", methods=["GET"])
    def index(self) -> ResponseReturnValue:
        """Return a page of rows that the account may see."""
        access = _allowed(self.resource.opens_list)
        try:
            wanted = arguments.read(request.args)
        except ValidationError as error:
            return _bad_arguments(error)
        return jsonify(queries.page(db.session(), self.resource, access, wanted))

    @expose("/<int:pk>", methods=["GET"])
    def card(self, pk: int) -> ResponseReturnValue:
        """Return one row; 404 for what the account may not see."""
        access = _allowed(self.resource.opens_card)
        found = queries.card(db.session(), self.resource, access, pk)
        if found is None:
            abort(_refusal(404, "not_found", _("There is no such row.")))
        return jsonify(found)


class ClientReadApi(_ReadApi):
    """Cards."""

    route_base = "/api/v1/clients"
    resource = BY_NAME["clients"]


class DeviceReadApi(_ReadApi):
    """Devices."""

    route_base = "/api/v1/devices"
    resource = BY_NAME["devices"]


class CallReadApi(_ReadApi):
    """Calls."""

    route_base = "/api/v1/calls"
    resource = BY_NAME["calls"]


class AppointmentReadApi(_ReadApi):
    """Appointments. Beside it, with a slash at the end, stands what the calendar's page asks."""

    route_base = "/api/v1/appointments"
    resource = BY_NAME["appointments"]


class InterventionReadApi(_ReadApi):
    """Interventions."""

    route_base = "/api/v1/interventions"
    resource = BY_NAME["interventions"]


class TechnicianReadApi(_ReadApi):
    """Technicians."""

    route_base = "/api/v1/technicians"
    resource = BY_NAME["technicians"]


VIEWS: tuple[type[BaseView], ...] = (
    OpenApiView,
    ClientReadApi,
    DeviceReadApi,
    CallReadApi,
    AppointmentReadApi,
    InterventionReadApi,
    TechnicianReadApi,
)


def _allowed(functions: tuple[str, ...]) -> Access:
    """Return the rights of who asks; stop with 401 or 403."""
    access = current_access()
    if access.user_id is None:
        answer = _refusal(401, "unauthorized", _("Sign in, or send a key that works."))
        answer.headers["WWW-Authenticate"] = "Bearer"
        abort(answer)
    if not access.has_any(*functions):
        abort(_refusal(403, "forbidden", _("Your profile does not open this section.")))
    return access


def _refusal(code: int, name: str, detail: str, **facts: Any) -> Response:
    return make_response(jsonify(error=name, detail=detail, **facts), code)


def _bad_arguments(error: ValidationError) -> Response:
    messages: Any = error.messages
    named = {name: [str(text) for text in texts] for name, texts in messages.items()}
    detail = " ".join(f"{name}: {' '.join(texts)}" for name, texts in named.items())
    return _refusal(422, "invalid_arguments", detail, fields=named)
