"""Settings, all from the environment. Each one is explained in docs/configuration.md."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent

#: A signing key shorter than this is refused outside the demo.
SECRET_KEY_MIN_LENGTH = 32


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {
        "1",
        "true",
        "yes",
        "on",
    }


class Base:
    """Defaults that are safe in production and fit to be published."""

    #: Demonstration: makes its own key, shows the demo logins, seeds a demo company.
    DEMO = False
    #: Folder of everything that is written: databases, files, mail spool, key of the demo.
    DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / "data")).resolve()
    #: PostgreSQL server (``postgresql+psycopg://…``); empty: one SQLite file per company.
    DATABASE_URL = os.environ.get("DATABASE_URL", "")
    #: Redis server for the job queue and the rate limits; empty: inside the process.
    REDIS_URL = os.environ.get("REDIS_URL", "")
    #: Where files are kept (any fsspec address, e.g. ``s3://bucket``); empty: DATA_DIR/files.
    FILES_URL = os.environ.get("FILES_URL", "")
    #: Key that signs sessions and encrypts secrets. No default outside the demo.
    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    #: Former key, still accepted for decryption while keys are being rotated.
    SECRET_KEY_FORMER = os.environ.get("SECRET_KEY_FORMER", "")
    #: Public address in mails and QR codes, e.g. ``https://cat.example.it``; empty: the request's.
    #: Without it no link for a forgotten password is mailed: the request's could be forged.
    PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
    #: How many reverse proxies stand in front and set X-Forwarded-*.
    TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
    #: Address the built-in server listens on; every one, so that a phone on the network reaches it.
    HOST = os.environ.get("HOST", "0.0.0.0")  # noqa: S104  see above
    #: Port of the built-in server.
    PORT = int(os.environ.get("PORT", "8080"))
    #: Threads of the built-in server.
    THREADS = int(os.environ.get("THREADS", "8"))
    #: Helper processes for documents and pictures, each started when needed; 0: none.
    DOCUMENT_PROCESSES = int(os.environ.get("DOCUMENT_PROCESSES", "2"))
    #: Run the job worker inside the web process.
    IN_PROCESS_WORKER = _flag("IN_PROCESS_WORKER", default=not REDIS_URL)
    #: Tell the worker of each commit that asked for jobs; without, only the sweep finds them.
    WORKER_IS_TOLD = True
    #: Mail server for companies that set none of their own; empty: mail stays in the outbox page.
    MAIL_SERVER = os.environ.get("MAIL_SERVER", "")
    MAIL_PORT = int(os.environ.get("MAIL_PORT", "587"))
    MAIL_USERNAME = os.environ.get("MAIL_USERNAME", "")
    MAIL_PASSWORD = os.environ.get("MAIL_PASSWORD", "")
    MAIL_USE_TLS = _flag("MAIL_USE_TLS", default=True)
    MAIL_USE_SSL = _flag("MAIL_USE_SSL", default=False)
    MAIL_DEFAULT_SENDER = os.environ.get("MAIL_DEFAULT_SENDER", "")
    #: Whether companies may name servers (mail, PEC, gateway, sign-in) on this machine or in its
    #: network; None: as long as there is one company.
    PRIVATE_HOSTS = (
        _flag("PRIVATE_HOSTS", default=False) if os.environ.get("PRIVATE_HOSTS") else None
    )
    #: Map tiles, e.g. ``https://tiles.example.org/{z}/{x}/{y}.png``; empty: maps show points only.
    MAP_TILES_URL = os.environ.get("MAP_TILES_URL", "")
    MAP_TILES_ATTRIBUTION = os.environ.get("MAP_TILES_ATTRIBUTION", "")
    #: RFC 3161 time-stamping server for sealed documents; empty: none.
    TIMESTAMP_URL = os.environ.get("TIMESTAMP_URL", "")
    #: Folder with the official FatturaPA schema (``Schema_VFPR12_v1.2.3.xsd`` and
    #: ``xmldsig-core-schema.xsd``); empty: the one installed with the product.
    FATTURAPA_XSD = os.environ.get("FATTURAPA_XSD", "")
    #: Bearer token that /metrics asks for; empty: only from this machine.
    METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")

    #: Invoices go to a stand-in of the exchange system that answers with receipts; nothing leaves.
    SDI_STAND_IN = False

    #: Largest request body, bytes.
    MAX_CONTENT_LENGTH = 40 * 1024 * 1024
    SESSION_COOKIE_NAME = "fiammetta"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    #: Cookies over HTTPS only. Set COOKIE_SECURE=0 for plain HTTP on a local network.
    SESSION_COOKIE_SECURE = _flag("COOKIE_SECURE", default=True)
    # The cookie outlives every session: the server's own record of it decides, by profile.
    PERMANENT_SESSION_LIFETIME = timedelta(days=92)
    WTF_CSRF_TIME_LIMIT = None
    TEMPLATES_AUTO_RELOAD = False

    APP_NAME = "Fiammetta"
    BABEL_DEFAULT_LOCALE = "it"
    BABEL_DEFAULT_TIMEZONE = "Europe/Rome"
    BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
    LANGUAGES = {"it": {"flag": "it", "name": "Italiano"}, "en": {"flag": "gb", "name": "English"}}

    # Flask-AppBuilder
    AUTH_TYPE = 1
    AUTH_ROLE_ADMIN = "Amministratore"
    AUTH_ROLE_PUBLIC = "Public"
    AUTH_RATE_LIMITED = True
    AUTH_RATE_LIMIT = "20 per minute"
    RATELIMIT_ENABLED = True
    RATELIMIT_HEADERS_ENABLED = False
    RATELIMIT_STORAGE_URI = REDIS_URL or "memory://"
    FAB_UPDATE_PERMS = False
    FAB_CREATE_DB = False
    FAB_ADD_OPENAPI_VIEWS = False
    FAB_ADD_MENU_API = False
    # The router chooses the database; Flask-SQLAlchemy only wants to see an address.
    SQLALCHEMY_DATABASE_URI = "sqlite://"
    SQLALCHEMY_TRACK_MODIFICATIONS = False

    @classmethod
    def secret_key(cls) -> str:
        """Return the signing key; refuse to start without a good one.

        Raises:
            RuntimeError: SECRET_KEY is missing or too short.
        """
        if len(cls.SECRET_KEY) < SECRET_KEY_MIN_LENGTH or len(set(cls.SECRET_KEY)) < 8:
            raise RuntimeError(
                "SECRET_KEY is missing or weak: set at least 32 random characters, for example "
                "from `python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        return cls.SECRET_KEY


class Production(Base):
    """What a company runs."""


class Demo(Base):
    """`make run`: everything inside one folder, nothing leaves the machine."""

    DEMO = True
    PRIVATE_HOSTS = _flag("PRIVATE_HOSTS", default=True)
    SDI_STAND_IN = True
    SESSION_COOKIE_SECURE = _flag("COOKIE_SECURE", default=False)

    @classmethod
    def secret_key(cls) -> str:
        """Return the key given, or one made once and kept in the data folder."""
        if cls.SECRET_KEY:
            return super().secret_key()
        path = Path(cls.DATA_DIR) / "secret_key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
            path.chmod(0o600)
        return path.read_text(encoding="ascii").strip()


class Testing(Base):
    """What the tests run with; fixtures set DATA_DIR and DATABASE_URL."""

    TESTING = True
    PRIVATE_HOSTS = True  # the tests' own mail servers and providers
    SDI_STAND_IN = True
    SECRET_KEY = "testing-key-of-more-than-thirty-two-characters"
    SESSION_COOKIE_SECURE = False
    WTF_CSRF_ENABLED = False
    RATELIMIT_ENABLED = False
    IN_PROCESS_WORKER = False
    DOCUMENT_PROCESSES = 0
    WORKER_IS_TOLD = False
    DATABASE_URL = os.environ.get("TEST_POSTGRES_URL", "")
    FILES_URL = "memory://files"
    REDIS_URL = ""
    MAIL_SERVER = ""


def from_environment() -> type[Base]:
    """Return the settings class chosen by FIAMMETTA_MODE ("production" by default)."""
    kinds: dict[str, type[Base]] = {"production": Production, "demo": Demo, "testing": Testing}
    return kinds[os.environ.get("FIAMMETTA_MODE", "production")]
