"""What happens around every request: company, read-only mode, security headers, errors."""

from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request, session
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from app.extensions import db
from app.kernel.text import GREATEST_KEY
from app.offload.pool import HelperLostError
from app.tenancy.context import current_company, is_slug, select_company, set_read_only
from app.web.errors import user_message
from app.web.lists import BadListArgumentsError


class KeyConverter(IntegerConverter):
    """A number in an address: a greater one than any key column holds is no address of ours."""

    # Decided by the pattern, not afterwards: an address that a converter refuses is answered with
    # 405 where its pattern fits another method.
    regex = r"(?:[0-9]{1,9}|1[0-9]{9}|20[0-9]{8})"

    def __init__(self, map_: Map, *, maximum: int = GREATEST_KEY) -> None:
        super().__init__(map_, max=maximum)


class ShallowJson(DefaultJSONProvider):
    """JSON whose nesting is too deep to read is malformed, not a failure."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return the document; ValueError for one that cannot be read."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


#: Requests that may not write.
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask) -> None:
    """Register the hooks; call before `AppBuilder.init_app`."""
    app.url_map.converters["int"] = KeyConverter
    app.json = ShallowJson(app)
    app.before_request(_choose_company)
    app.after_request(_secure)
    app.teardown_request(_forget)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(BadListArgumentsError, _bad_arguments)
    app.register_error_handler(DataError, _not_storable)
    app.register_error_handler(HelperLostError, _not_made)
    if not app.config.get("PROPAGATE_EXCEPTIONS") and not app.testing:
        app.register_error_handler(Exception, _server_error)


def _choose_company() -> None:
    set_read_only(request.method in _SAFE_METHODS)
    slug = str(session.get("_user_id") or "").partition(":")[0]
    company = db.directory.find(slug) if is_slug(slug) else None
    select_company(slug if company is not None and company.status == "active" else None)


def _forget(_error: BaseException | None) -> None:
    db.session.remove()
    select_company(None)
    set_read_only(False)


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:" + _tiles() + "; object-src 'none'; base-uri 'self'; "
        "frame-ancestors 'self'; form-action 'self'; worker-src 'self'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in headers:
        # Pages hold personal data: neither proxies nor the disk keep them.
        headers["Cache-Control"] = "no-store"
    return response


def _tiles() -> str:
    url = str(current_app.config["MAP_TILES_URL"])
    origin = "/".join(url.replace("{s}.", "*.").split("/")[:3]) if url else ""
    return f" {origin}" if origin else ""


def wants_json() -> bool:
    """Tell whether the caller is a program: an API address or a JSON-only request."""
    return request.path.startswith("/api/") or (request.accept_mimetypes.best == "application/json")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    if current_company() is not None:
        db.session.rollback()
    if wants_json():
        return jsonify(error=error.name.lower().replace(" ", "_"), detail=error.description), code
    template = f"errors/{code if code in _PAGES else 500 if code >= 500 else 400}.html"
    return render_template(template, error=error), code


_PAGES = frozenset({400, 403, 404, 405, 413, 429, 500})


def _csrf_error(error: CSRFError) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error="csrf", detail=error.description), 400
    return render_template("errors/400.html", error=error, is_expired=True), 400


def _bad_arguments(error: BadListArgumentsError) -> ResponseReturnValue:
    return render_template("errors/400.html", error=error), 400


def _not_storable(error: DataError) -> ResponseReturnValue:
    """Answer what the database cannot hold and no form refused: a NUL sign, a huge number."""
    current_app.logger.warning("value that cannot be stored on %s", request.path, exc_info=error)
    if current_company() is not None:
        db.session.rollback()
    if wants_json():
        return jsonify(error="not_storable"), 400
    message = _(
        "Something you wrote cannot be stored: a number is too large, or a text holds signs that "
        "are no letters. Nothing was saved: go back and correct it."
    )
    return render_template("errors/400.html", error=error, message=message), 400


def _not_made(error: HelperLostError) -> ResponseReturnValue:
    """Answer that a document or picture could not be made now."""
    current_app.logger.error("helper process lost on %s", request.path, exc_info=error)
    if current_company() is not None:
        db.session.rollback()
    message = user_message(error)
    if wants_json():
        return jsonify(error="helper_lost", detail=message), 503
    return render_template("errors/500.html", error=error, message=message), 503


def _server_error(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("unhandled error on %s", request.path, exc_info=error)
    if current_company() is not None:
        db.session.rollback()
    if wants_json():
        return jsonify(error="internal_server_error"), 500
    return render_template("errors/500.html", error=error), 500
