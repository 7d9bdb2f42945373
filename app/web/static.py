"""Static files: served by WhiteNoise, hashed ones for ever."""

from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from app.web.assets import init_assets

#: Lifetime of files without a hash in their name (logo, favicon), seconds.
PLAIN_SECONDS = 3600


def _is_immutable(_path: str, url: str) -> bool:
    return "/dist/" in url and not url.endswith("manifest.json")


def install(app: Flask) -> None:
    """Serve `static_folder` before Flask sees the request, and know the hashed names."""
    init_assets(app)
    # Browsers ask for it beside a PDF or a picture, which cannot name an icon of their own.
    app.add_url_rule(
        "/favicon.ico", endpoint="favicon", redirect_to=f"{app.static_url_path}/favicon.svg"
    )
    folder = Path(str(app.static_folder))
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's documented way
        app.wsgi_app,
        root=str(folder) if folder.is_dir() else None,
        prefix="static/",
        max_age=PLAIN_SECONDS,
        immutable_file_test=_is_immutable,
    )
