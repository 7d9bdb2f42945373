"""Application package. Importing it is cheap: a helper process needs `app.pdf` and little else."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from config import Base


def create_app(settings: "type[Base] | None" = None, **overrides: Any) -> "Flask":
    """Build one Flask application.

    Args:
        settings: Class with the settings of ``config.py``; by default the environment's choice.
        overrides: Single settings that replace the class's.
    """
    from app.factory import make_app

    return make_app(settings, **overrides)
