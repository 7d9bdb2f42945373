"""Facts of the current HTTP request that services take as arguments."""

from flask import abort, current_app, has_request_context, request

#: Pages of options that a remote select may turn.
_MAX_OPTION_PAGE = 200


def client_address() -> str | None:
    """Return the network address of the browser, or None outside a request."""
    return request.remote_addr if has_request_context() else None


def is_safe_path(target: str) -> bool:
    """Tell whether a redirect target stays on this site: an absolute path, nothing else."""
    return (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and not any(ord(char) <= 32 or char == "\\" for char in target)
    )


def next_path(default: str) -> str:
    """Return the ``next`` argument of the request when it is safe, else the default."""
    target = request.form.get("next") or request.args.get("next") or ""
    return target if is_safe_path(target) else default


def public_address() -> str:
    """Return the address for links in mails; empty where it cannot be known for sure.

    Never the request's own host in production: whoever asks for somebody else's link could
    choose it and receive the secret.
    """
    config = current_app.config
    if config["PUBLIC_URL"]:
        return str(config["PUBLIC_URL"])
    return request.url_root.rstrip("/") if config["DEMO"] or config["TESTING"] else ""


def option_request() -> tuple[str, int]:
    """Return what a remote select asks for: the text and the page, from 0; 400 if malformed."""
    text, page = request.args.get("q", ""), request.args.get("page", "0")
    if len(text) > 200 or "\x00" in text:
        abort(400)
    if not (page.isascii() and page.isdigit() and len(page) < 5 and int(page) <= _MAX_OPTION_PAGE):
        abort(400)
    return text.strip(), int(page)
