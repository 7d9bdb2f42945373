"""The built front end is found by name, and its absence says what to do."""

import json

import pytest
from flask import Flask

from app.web.assets import AssetsNotBuiltError, asset, entry, icon_url, init_assets

MANIFEST = {
    "files": {"app.js": "app-AB.js", "app.css": "app-CD.css", "icons.svg": "icons-EF.svg"},
    "preload": {"app": ["chunk-GH.js"]},
}


@pytest.fixture
def make_app(tmp_path):
    def _make(manifest=None, *, testing=False):
        application = Flask(__name__, static_folder=str(tmp_path))
        application.testing = testing
        if manifest is not None:
            (tmp_path / "dist").mkdir()
            (tmp_path / "dist" / "manifest.json").write_text(json.dumps(manifest))
        init_assets(application)
        return application

    return _make


def test_asset_has_the_hashed_name(make_app):
    with make_app(MANIFEST).test_request_context():
        assert asset("app.css").endswith("/dist/app-CD.css")
        assert icon_url("house").endswith("/dist/icons-EF.svg#house")


def test_entry_loads_style_chunks_and_script_once(make_app):
    with make_app(MANIFEST).test_request_context():
        tags = str(entry("app")).splitlines()

    assert [tag.split()[0] for tag in tags] == ["<link", "<link", "<script"]
    assert "chunk-GH.js" in tags[0]
    assert "app-CD.css" in tags[1]
    assert 'type="module"' in tags[2]


def test_missing_build_says_how_to_build(make_app):
    with make_app().test_request_context(), pytest.raises(AssetsNotBuiltError, match="npm run"):
        asset("app.css")


def test_missing_build_does_not_stop_the_tests(make_app):
    with make_app(testing=True).test_request_context():
        assert asset("app.css").endswith("/dist/app.css")
        assert 'type="module"' in entry("app")


def test_unknown_file_is_named(make_app):
    with (
        make_app(MANIFEST).test_request_context(),
        pytest.raises(AssetsNotBuiltError, match="maps"),
    ):
        asset("maps.js")


def test_new_build_is_seen_while_developing(make_app, tmp_path):
    application = make_app(MANIFEST)
    application.debug = True
    with application.test_request_context():
        asset("app.js")
        path = tmp_path / "dist" / "manifest.json"
        path.write_text(json.dumps({"files": {"app.js": "app-ZZ.js"}, "preload": {}}))
        assert asset("app.js").endswith("app-ZZ.js")
