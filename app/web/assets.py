"""Find the built front end: hashed file names, tags and the icon sprite.

`npm run build` in `app/frontend` writes `static/dist/manifest.json`; this module reads it once
(again when the file changes) and gives templates three globals: ``asset``, ``entry``, ``icon_url``.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app, has_request_context, request
from markupsafe import Markup


class AssetsNotBuiltError(RuntimeError):
    """The front end was not built, or a page asks for a file that the build does not make."""


@dataclass
class Manifest:
    """The names that the build gave to its files.

    ``files`` maps the logical name to the hashed one; ``preload`` lists, by entry point, the
    shared chunks that its script imports.
    """

    path: Path
    read_at: float = 0.0
    files: dict[str, str] = field(default_factory=dict)
    preload: dict[str, list[str]] = field(default_factory=dict)

    def refresh(self) -> None:
        """Read the file again if it changed.

        Raises:
            AssetsNotBuiltError: when the front end was never built.
        """
        try:
            changed_at = self.path.stat().st_mtime
        except FileNotFoundError as error:
            message = "The front end is not built: run `npm ci && npm run build` in app/frontend."
            raise AssetsNotBuiltError(message) from error
        if changed_at != self.read_at:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            self.files, self.preload = content["files"], content["preload"]
            self.read_at = changed_at


def _manifest() -> Manifest:
    manifest: Manifest = current_app.extensions["assets"]
    if manifest.read_at == 0.0 or current_app.debug:
        manifest.refresh()
    return manifest


def _address(file_name: str) -> str:
    # A page names some sixty icons; building each address by the map of routes cost a tenth of it.
    root = request.script_root if has_request_context() else ""
    return f"{root}{current_app.static_url_path}/dist/{file_name}"


def asset(name: str) -> str:
    """Return the address of a built file by its logical name, for example ``app.css``.

    In tests (``TESTING``) a front end that was not built answers with the logical name, so that
    pages can be checked on a machine without npm.

    Raises:
        AssetsNotBuiltError: when the build is missing or does not make this file.
    """
    try:
        return _address(_manifest().files[name])
    except AssetsNotBuiltError:
        if current_app.testing:
            return _address(name)
        raise
    except KeyError as error:
        message = f"The front end has no file {name!r}: add it to ENTRIES in build.mjs."
        raise AssetsNotBuiltError(message) from error


def icon_url(name: str) -> str:
    """Return the address of one icon inside the sprite."""
    return f"{asset('icons.svg')}#{name}"


def entry(name: str) -> Markup:
    """Return the tags that load one entry point: its style, its shared chunks, its script."""
    script = asset(f"{name}.js")
    manifest: Manifest = current_app.extensions["assets"]
    tags = [
        Markup('<link rel="modulepreload" href="{}">').format(_address(chunk))
        for chunk in manifest.preload.get(name, [])
    ]
    if f"{name}.css" in manifest.files:
        tags.append(Markup('<link rel="stylesheet" href="{}">').format(asset(f"{name}.css")))
    tags.append(Markup('<script type="module" src="{}"></script>').format(script))
    return Markup("\n").join(tags)


def init_assets(app: Flask) -> None:
    """Give the templates of ``app`` the globals ``asset``, ``entry`` and ``icon_url``."""
    folder = Path(app.static_folder or "static")
    app.extensions["assets"] = Manifest(folder / "dist" / "manifest.json")
    app.jinja_env.globals.update(asset=asset, entry=entry, icon_url=icon_url)
