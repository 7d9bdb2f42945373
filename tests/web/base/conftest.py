"""A small application of its own: the base view does not depend on the company's.

On SQLite, or on PostgreSQL in a schema that is made anew when TEST_POSTGRES_URL is set.
"""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_appbuilder import AppBuilder, Model
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from markupsafe import Markup
from sqlalchemy import create_engine, event, text

from app.web.jinja import in_words
from tests.web.base import screens
from tests.web.base.models import Base, Client, Device, Zone

TEMPLATES = Path(__file__).parents[3] / "app" / "templates"
LAYOUT = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
{% block page_header %}{% endblock %}
{% for text in get_flashed_messages() %}<p>{{ text }}</p>{% endfor %}
<main>{% block content %}{% endblock %}</main>{% block add_tail_js %}{% endblock %}</body></html>"""
PASSWORD = "una frase abbastanza lunga"


def make_app(folder, **settings):
    app = Flask("base_test", static_folder=str(folder))
    app.config.update(
        TESTING=True,
        SECRET_KEY="only for tests, long enough to sign",
        SQLALCHEMY_DATABASE_URI=empty_database(folder),
        WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
        FAB_ADD_SECURITY_VIEWS=True,
        BABEL_DEFAULT_LOCALE="en",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.config.update(settings)
    app.jinja_loader = ChoiceLoader(
        [DictLoader({"appbuilder/baselayout.html": LAYOUT}), FileSystemLoader(TEMPLATES)]
    )
    app.jinja_env.globals.update(
        entry=lambda _name: Markup(""), icon_url=lambda name: f"/{name}.svg", asset=lambda _name: ""
    )
    app.jinja_env.filters["in_words"] = in_words
    database = SQLAlchemy(app, metadata=Model.metadata)
    if settings.get("WTF_CSRF_ENABLED"):
        CSRFProtect(app)
    with app.app_context():
        appbuilder = AppBuilder()
        appbuilder.init_app(app, database.session)
        screens.register(appbuilder)
        Base.metadata.create_all(database.engine)
        event.listen(database.engine, "connect", enforce_foreign_keys)
        manager = appbuilder.sm
        pairs = [
            pair
            for pair in database.session.query(manager.permissionview_model)
            if "Stock" in pair.view_menu.name or "House" in pair.view_menu.name
        ]
        everything = manager.add_role("Everything", pairs)
        readers = [pair for pair in pairs if pair.permission.name == "can_read"]
        reader = manager.add_role("Reader", readers)
        admin = manager.find_role("Admin")
        for name, role in (("admin", admin), ("anna", everything), ("bruno", reader)):
            manager.add_user(name, name.title(), "Test", f"{name}@example.it", role, PASSWORD)
        database.session.remove()
        database.engine.dispose()
    app.database = database
    return app


def empty_database(folder):
    """Return the address of an empty database, or of an empty schema of the server."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        return f"sqlite:///{folder}/base.db"
    schema = f"base_{os.getpid()}_{folder.name}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    engine.dispose()
    return f"{server}?options=-csearch_path%3D{schema}"


def drop_database(app):
    """Let go of the connections and, on a server, drop the schema."""
    with app.app_context():
        engine = app.database.engine
        app.database.session.remove()
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                schema = connection.scalar(text("SELECT current_schema()"))
                connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
        engine.dispose()


def enforce_foreign_keys(connection, _record):
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA foreign_keys=ON")


@pytest.fixture(scope="session")
def base_app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("base"))
    yield app
    drop_database(app)


@pytest.fixture
def store(base_app):
    """Rows as the database has them: a session of its own, emptied after each test."""
    with base_app.app_context():
        session = base_app.database.session
        yield session
        session.rollback()
        for model in (Device, Client, Zone):
            session.query(model).delete()
        session.commit()


@pytest.fixture
def sign_in(base_app):
    def _sign_in(name):
        browser = base_app.test_client()
        answer = browser.post("/login/", data={"username": name, "password": PASSWORD})
        assert answer.status_code == 302
        return browser

    return _sign_in


@pytest.fixture
def anna(sign_in, store):
    return sign_in("anna")


@pytest.fixture
def add(store):
    """Store rows and return them."""

    def _add(*rows):
        store.add_all(rows)
        store.commit()
        return rows[0] if len(rows) == 1 else rows

    return _add


@pytest.fixture
def statements(base_app, store):
    """The statements that run inside the block."""
    seen = SimpleNamespace(texts=[])

    def note(_connection, _cursor, text, *_rest):
        seen.texts.append(text)

    engine = base_app.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def committed(session, row):
    """Return the row as the database has it."""
    session.rollback()
    session.expire_all()
    return session.get(type(row), row.id)
