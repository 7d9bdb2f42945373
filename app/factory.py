"""Wires settings, extensions and domains together: what `app.create_app` does."""

from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, registry, worker
from app.accounts import bearing, entering, viewas
from app.accounts.security import HouseSecurityManager
from app.dashboard.views import HomeView
from app.extensions import csrf, db
from app.orm.secrets import configure_secrets
from app.tenancy.directory import Directory
from app.tenancy.routing import Router
from app.web import health, hooks, jinja, logs, static
from config import Base


def make_app(settings: type[Base], **overrides: Any) -> Flask:
    """Build one Flask application.

    Args:
        settings: Class with the settings of ``config.py``.
        overrides: Single settings that replace the class's.
    """
    app = Flask(__name__)
    app.config.from_object(settings)
    app.config.update(SECRET_KEY=settings.secret_key())
    app.config.update(overrides)
    configure_secrets([app.config["SECRET_KEY"], app.config["SECRET_KEY_FORMER"]])
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]  # Flask's documented way
    db.init_app(app)
    db.configure(
        app,
        Router(app.config["DATA_DIR"], app.config["DATABASE_URL"]),
        Directory(app.config["DATA_DIR"], app.config["DATABASE_URL"]),
    )
    csrf.init_app(app)
    logs.install(app)
    health.install(app)
    hooks.install(app)  # chooses the company: before FAB's own hook
    viewas.install(app)
    static.install(app)
    jinja.install(app)
    with app.app_context():
        appbuilder = AppBuilder(security_manager_class=HouseSecurityManager, indexview=HomeView)
        appbuilder.init_app(app, db.session)  # type: ignore[arg-type]  # FAB types the proxy as Session
        registry.register(app, appbuilder)
    entering.install(app)
    bearing.install(app)
    worker.install(app)
    cli.register(app)
    return app
