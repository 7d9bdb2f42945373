"""Files made for one account: no cache on the way keeps them."""

from io import BytesIO

from flask import Response, send_file

PDF = "application/pdf"


def private_file(
    content: bytes, name: str, *, mimetype: str = PDF, as_attachment: bool = False
) -> Response:
    """Return a file as the answer to a request.

    Args:
        content: Its bytes.
        name: What the browser calls it.
        mimetype: What it is.
        as_attachment: Saved at once rather than shown.
    """
    answer = send_file(
        BytesIO(content), mimetype=mimetype, download_name=name, as_attachment=as_attachment
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
