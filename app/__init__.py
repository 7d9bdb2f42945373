"""Application package. Importing it is cheap: a helper process needs `app.pdf` and little else."""

from typing import TYPE_CHECKING, Any

from app.offload.sparing import without

if TYPE_CHECKING:
    from flask import Flask

    from config import Base


def create_app(settings: "type[Base] | None" = None, **overrides: Any) -> "Flask":
    """Build one Flask application.

    Args:
        settings: Class with the settings of ``config.py``; by default the environment's choice.
        overrides: Single settings that replace the class's.
    """
    from config import from_environment

    settings = settings or from_environment()
    unused = set() if overrides.get("REDIS_URL", settings.REDIS_URL) else {"redis"}
    # structlog would load rich and greenlet, Mako Pygments, FAB Pillow, huey the other two: 25 MB
    # that the server never uses (docs/performance.md).
    with without("greenlet", "PIL", "psycopg", "pygments", "rich", *unused):
        from app import tables  # noqa: F401  a screen asks for mappers, which ask for all tables
        from app.factory import make_app

    return make_app(settings, **overrides)
