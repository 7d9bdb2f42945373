"""The OpenAPI 3.1 document, made from the resources and their schemas."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from app.api.arguments import LARGEST_KEY, ListArguments
from app.api.resources import RESOURCES, Resource

TEXT = """Reading by programs. Every address answers what the signed-in person, or the owner of the
key, may see on the screens: rows that are not theirs are not found (404), sections that their
profile lacks are refused (403), amounts and private notes are left out. Pages follow each other by
`cursor`. Keys are made under "Il mio accesso", "Chiavi per programmi"."""


class ErrorSchema(Schema):
    """Why a request was refused."""

    error = fields.String(required=True, metadata={"description": "Stable code."})
    detail = fields.String(metadata={"description": "Sentence in the language of the account."})
    fields_ = fields.Dict(
        data_key="fields",
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Sentences by argument."},
    )


def document() -> dict[str, Any]:
    """Return the document as JSON-ready values."""
    spec = APISpec(
        title="Fiammetta",
        version="1",
        openapi_version="3.1.0",
        info={"description": TEXT, "license": {"name": "AGPL-3.0-or-later"}},
        servers=[{"url": "/api/v1"}],
        security=[{"key": []}, {"session": []}],
        plugins=[MarshmallowPlugin()],
    )
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "fiammetta"}
    )
    spec.components.schema("Error", schema=ErrorSchema)
    for resource in RESOURCES:
        _add(spec, resource)
    return spec.to_dict()


def _add(spec: APISpec, resource: Resource) -> None:
    title = resource.schema.__name__.removesuffix("Schema")
    spec.components.schema(title, schema=resource.schema)
    whole: dict[str, Any] = {"$ref": f"#/components/schemas/{title}"}
    rows = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": whole},
            "next": {"type": ["integer", "null"], "description": "Cursor of the next page."},
        },
    }
    first_line = (resource.schema.__doc__ or "").strip().splitlines()[0]
    spec.path(
        path=f"/{resource.name}",
        operations={
            "get": {
                "tags": [resource.name],
                "operationId": f"list_{resource.name}",
                "summary": f"List of {resource.name}",
                "description": f"{first_line} {_opened_by(resource.opens_list)}",
                "parameters": [{"in": "query", "schema": ListArguments}],
                "responses": _answers(rows, 401, 403, 422),
            }
        },
    )
    key = {"type": "integer", "minimum": 0, "maximum": LARGEST_KEY}
    spec.path(
        path=f"/{resource.name}/{{id}}",
        operations={
            "get": {
                "tags": [resource.name],
                "operationId": f"read_{resource.name}",
                "summary": f"One of {resource.name}",
                "description": f"{first_line} {_opened_by(resource.opens_card)}",
                "parameters": [{"in": "path", "name": "id", "required": True, "schema": key}],
                "responses": _answers(whole, 401, 403, 404),
            }
        },
    )


def _opened_by(functions: tuple[str, ...]) -> str:
    return f"Opened by: {', '.join(functions)}."


def _answers(schema: dict[str, Any], *refusals: int) -> dict[str, Any]:
    words = {
        401: "Nobody is signed in, or the key does not work.",
        403: "The account lacks the function.",
        404: "There is no such row, or it is not the account's to see.",
        422: "An argument is malformed.",
    }
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    found: dict[str, Any] = {
        "200": {"description": "Found.", "content": {"application/json": {"schema": schema}}}
    }
    for code in refusals:
        found[str(code)] = {"description": words[code], "content": error}
    return found
