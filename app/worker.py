"""The job worker in its surroundings: companies, files, mail accounts of this installation."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.orm import Session
from structlog.contextvars import bound_contextvars

from app.channels import jobs as channels_jobs
from app.company.queries import company_profile
from app.contracts.renewing import renew_due
from app.devices import jobs as devices_jobs
from app.devices.service import refresh_on_new_rules
from app.extensions import db
from app.files.store import CompanyFiles, FileStore
from app.interventions import jobs as interventions_jobs
from app.interventions.mail import register_encloser
from app.interventions.tidying import tidy_at_night
from app.invoices import jobs as invoices_jobs
from app.invoices.schema import invoice_schema
from app.jobs import outbox
from app.jobs.metrics import JobsCollector
from app.jobs.worker import Surroundings, Worker, make_queue
from app.mail import jobs as mail_jobs
from app.mail.delivery import MailAccount, Security
from app.messages import batchjobs
from app.messages import jobs as messages_jobs
from app.messages.gateway import Gateway, HttpGateway
from app.messages.planning import plan_messages
from app.messages.queries import settings
from app.offload.pool import configure as configure_helpers
from app.orm.audit import Actor, set_actor
from app.outside import allows_private_hosts
from app.pdf.seal import configure_timestamps
from app.personal import jobs as personal_jobs
from app.ree import jobs as ree_jobs
from app.ree.mail import enclosures_of
from app.registers import jobs as registers_jobs
from app.tenancy.context import company_scope, current_company
from app.tenancy.database import CompanySession
from app.web.clock import utc_now
from app.web.errors import user_message


def install(app: Flask) -> Worker:
    """Give the application its file store and worker; nothing runs yet.

    The worker is told of each commit that asked for jobs; `Worker.start` or ``flask worker`` does
    them.
    """
    url = app.config["FILES_URL"] or str(app.config["DATA_DIR"] / "files")
    app.extensions["files"] = FileStore(url)
    configure_helpers(app.config["DOCUMENT_PROCESSES"])
    configure_timestamps(app.config["TIMESTAMP_URL"] or None)
    mail_jobs.register(mail_account, company_files)
    interventions_jobs.register(company_files)
    invoices_jobs.register(
        invoices_jobs.Surroundings(
            schema=lambda: invoice_schema(app.config["FATTURAPA_XSD"]),
            sessions=job_session,
            clock=utc_now,
            explain=user_message,
        ),
        lambda session: channels_jobs.channel_of(
            session, has_stand_in=app.config["SDI_STAND_IN"], say=user_message
        ),
    )
    channels_jobs.register(company_files, user_message)
    devices_jobs.register()
    messages_jobs.register(text_gateway, company_files)
    batchjobs.register(batchjobs.Surroundings(company_files, job_session, utc_now))
    personal_jobs.register(personal_jobs.Surroundings(company_files, job_session, utc_now))
    ree_jobs.register(company_files)
    registers_jobs.register(company_files, job_session)
    register_encloser(enclosures_of)

    @contextmanager
    def company(slug: str) -> Iterator[None]:
        with app.app_context(), company_scope(slug), bound_contextvars(company=slug):
            yield

    queue = make_queue(
        app.config["DATA_DIR"], app.config["SECRET_KEY"], app.config["REDIS_URL"] or None
    )
    worker = Worker(queue, Surroundings(_slugs, company, job_session, utc_now, _ROUNDS))
    app.extensions["worker"] = worker
    jobs = JobsCollector(_slugs, company_scope, job_session, utc_now)
    app.extensions["metrics"].register(jobs)
    app.extensions["gauges"].register(jobs)
    app.extensions["health_checks"] |= {
        "companies": _companies_answer,
        "queue": worker.is_reachable,
        "files": _files_answer,
    }
    return worker


#: Looked for every minute in each company: messages that are due, rules that began to hold,
#: photos without report, packs of personal data that nobody fetched.
_ROUNDS = (
    plan_messages, refresh_on_new_rules, renew_due, tidy_at_night, personal_jobs.forget_at_night,
)  # fmt: skip


def _companies_answer() -> None:
    """Ask the first company's database for a row; the directory's answers for the rest."""
    for slug in _slugs()[:1]:
        with company_scope(slug), closing(job_session()) as session:
            session.execute(text("SELECT 1"))


def _files_answer() -> None:
    """Ask the file store for a file that is not there."""
    store: FileStore = current_app.extensions["files"]
    store.of("healthz").exists("0" * 64)


def company_files() -> CompanyFiles:
    """Return the file store of the company at work."""
    slug = current_company()
    if slug is None:
        raise RuntimeError("files used outside a company")
    store: FileStore = current_app.extensions["files"]
    return store.of(slug)


def job_session() -> Session:
    """Return a new session on the company at work, acting as nobody in particular."""
    session = CompanySession(db)
    set_actor(session, Actor(None, "worker"))
    return session


def mail_account(session: Session) -> MailAccount | None:
    """Return the company's mail server, else the installation's, else None: nothing leaves."""
    profile = company_profile(session)
    if profile.smtp_host:
        return MailAccount(
            host=profile.smtp_host,
            port=profile.smtp_port,
            sender=profile.mail_from or profile.email,
            sender_name=profile.legal_name,
            user=profile.smtp_user,
            password=(profile.smtp_password or b"").decode(),
            security=Security(profile.smtp_security),
            reply_to=profile.email,
            allows_private=allows_private_hosts(),
        )
    config: dict[str, Any] = current_app.config
    if not config["MAIL_SERVER"]:
        return None
    security = Security.TLS if config["MAIL_USE_SSL"] else Security.STARTTLS
    return MailAccount(
        host=config["MAIL_SERVER"],
        port=config["MAIL_PORT"],
        sender=config["MAIL_DEFAULT_SENDER"],
        sender_name=profile.legal_name,
        user=config["MAIL_USERNAME"],
        password=config["MAIL_PASSWORD"],
        security=security if config["MAIL_USE_SSL"] or config["MAIL_USE_TLS"] else Security.NONE,
        reply_to=profile.email,
    )


def text_gateway(session: Session) -> Gateway | None:
    """Return the company's gateway for text messages, or None: nothing leaves."""
    row = settings(session)
    if not row.url:
        return None
    return HttpGateway(
        url=row.url,
        sender=row.sender,
        token=(row.token or b"").decode(),
        allows_private=allows_private_hosts(),
    )


def _slugs() -> list[str]:
    return db.directory.active_slugs()


def _tell(session: Session) -> None:
    if current_app.config["WORKER_IS_TOLD"]:
        worker: Worker = current_app.extensions["worker"]
        worker.tell(str(session.info["company"]))


# Once per process, whatever the number of applications.
outbox.watch(CompanySession, _tell)
