"""Extension objects, created unbound. Only `create_app` binds them.

`AppBuilder` is not here on purpose: it keeps the registered views on itself, so a shared
one would silently register nothing in the second application of a process (tests, CLI).
"""

from typing import Any

from flask_wtf.csrf import CSRFProtect

from app.tenancy.database import db

csrf: Any = CSRFProtect()  # type: ignore[no-untyped-call]  # untyped library

__all__ = ["csrf", "db"]
