"""Facts of the current HTTP request that services take as arguments."""

from flask import current_app, has_request_context, request


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
