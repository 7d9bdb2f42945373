"""The copy of everything held on a client: complete, only the client's, only for who asked."""

import io
import json
import zipfile
from contextlib import closing
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.attachments.models import Attachment
from app.attachments.rules import AttachmentKind, OwnerKind
from app.clients.service import change_occupant
from app.jobs.models import Progress
from app.jobs.runner import run_due
from app.orm.audit import AuditEntry
from app.personal.jobs import forget_packs
from app.privacy.models import PrivacyForm
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worker import company_files, job_session
from tests.factories.interventions import make_job
from tests.factories.personal import make_known_client, make_talk, make_worked_client
from tests.factories.privacy import make_notice, signed_form
from tests.helpers import fresh


@pytest.fixture
def owner(people):
    return people.administrator()


@pytest.fixture
def worked(people, session):
    return make_worked_client(session, *people.technician())


def do_jobs(app):
    with app.test_request_context(), company_scope("prova"):
        run_due(job_session, now=utc_now)


def ask(app, browser, client):
    """Ask for the copy of a client and return the address of its page."""
    answer = browser.post(f"/dati-personali/cliente/{client.id}")
    assert answer.status_code == 302
    do_jobs(app)
    return answer.headers["Location"]


def pack_of(app, browser, client):
    """Return ({table: rows}, names of the files, whole text) of a client's copy."""
    answer = browser.get(ask(app, browser, client) + "/file")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        text = archive.read("dati.json").decode()
        return json.loads(text), archive.namelist(), text


def test_the_copy_holds_everything_of_the_client(app, owner, worked):
    facts, names, text = pack_of(app, owner, worked)

    assert facts["cliente"] == worked.number
    for said in (
        "Zuccherini", "+393331234567", "ofelia@example.it", "ZCCFLO80A41F205W", "Immergas",
        "La Zuccherini paga tardi", "Zuccherini senza acqua calda", "Zuccherini insiste",
        "Zuccherini ha un cane", "Pulizia e prova di combustione", "Richiamare Zuccherini",
        "Zuccherini assente", "Gentile Zuccherini", "110.00",
    ):  # fmt: skip
        assert said in text, said
    folders = [name.partition("/")[0] for name in names]
    assert (folders.count("rapportini"), folders.count("fatture")) == (1, 2)
    assert sorted(facts["file"]) == sorted(name for name in names if "/" in name)
    told = facts["dati"]
    assert told["Cliente"][0]["Cognome"] == "Zuccherini"
    (device,) = told["Apparecchio"]
    (visit,), (work,) = told["Appuntamento"], told["Intervento"]
    (worker,) = told["Tecnici di un intervento"]
    assert worker["Intervento"] == work["id"]
    assert worker["Tecnico"].startswith("Persona")
    (link,) = told["Apparecchi di un intervento"]
    assert (link["Apparecchio"], visit["Cliente"]) == (device["id"], worked.id)
    assert isinstance(device["Tipo di apparecchio"], str)


def test_the_copy_holds_nothing_of_anybody_else(app, owner, worked, session):
    other = make_known_client(session, last_name="Estraneo", emails="estraneo@example.it")
    make_talk(session, other, "Estraneo")
    make_job(session, number=77)

    facts, _names, text = pack_of(app, owner, worked)

    assert "straneo" not in text
    assert "Rossi 77" not in text
    assert len(facts["dati"]["Cliente"]) == 1
    assert "Anna" not in text  # who of the office wrote it down


def test_a_former_occupant_is_somebody_else(app, owner, worked, session):
    change_occupant(session, worked, {"last_name": "Nuovo"}, starts_on=date(2099, 1, 1))
    session.commit()

    _facts, names, text = pack_of(app, owner, worked)

    assert "Nuovo" in text
    assert "Immergas" in text  # the plant stays where it is
    assert "Pulizia e prova" not in text
    assert "senza acqua calda" not in text
    assert names == ["dati.json"]


def test_the_register_says_who_asked_and_not_what(app, owner, worked, session):
    ask(app, owner, worked)

    entry = fresh(session).scalars(select(AuditEntry).filter_by(action="personal_export")).one()
    assert (entry.entity_id, entry.client_id, entry.changes) == (str(worked.id), worked.id, {})
    assert entry.user_label.startswith("Persona")


def test_only_who_asked_gets_the_file(app, owner, worked, people):
    another = people.administrator()
    page = ask(app, owner, worked)

    assert "Scarica il file" in owner.get(page).text
    for address in (page, f"{page}/file", f"{page}/stato"):
        assert another.get(address).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_with_the_function(people, session, method):
    client = make_known_client(session)
    secretary = people.secretary()

    answer = getattr(secretary, method)(f"/dati-personali/cliente/{client.id}")

    assert answer.status_code in (302, 403)
    assert fresh(session).scalars(select(Progress)).all() == []
    assert "/dati-personali/" not in secretary.get(f"/clienti/{client.id}").text


def test_the_card_of_another_company_is_not_found(other_session, owner):
    theirs = make_known_client(other_session)

    assert owner.get(f"/dati-personali/cliente/{theirs.id + 100}").status_code == 404
    assert owner.post(f"/dati-personali/cliente/{theirs.id}").status_code == 404


def test_the_file_goes_after_a_week(app, owner, worked, session):
    page = ask(app, owner, worked)
    sha = fresh(session).scalars(select(Progress)).one().result["file"]

    with app.test_request_context(), company_scope("prova"), closing(job_session()) as own:
        assert forget_packs(own, files=company_files(), now=utc_now()) == 0
        assert forget_packs(own, files=company_files(), now=utc_now() + timedelta(days=8)) == 1
        own.commit()
        assert not company_files().exists(sha)

    assert owner.get(f"{page}/file").status_code == 404
    assert "non è più qui" in owner.get(page).text


def test_the_page_says_what_the_file_holds(owner, session):
    client = make_known_client(session)

    assert f"/dati-personali/cliente/{client.id}" in owner.get(f"/clienti/{client.id}").text
    page = owner.get(f"/dati-personali/cliente/{client.id}").text
    assert "Prepara il file" in page
    assert "Zuccherini" in page


def put_file(session, kind, key, name, sha):
    session.add(
        Attachment(
            id=str(uuid4()), sha256=sha, received_sha256=sha, mime="application/pdf", size=8,
            filename=name, kind=AttachmentKind.DOCUMENT, owner_kind=kind, owner_key=str(key),
            created_at=utc_now(),
        )
    )  # fmt: skip
    session.commit()


def test_files_and_the_privacy_form_are_in_the_copy(app, owner, session):
    client = make_known_client(session)
    other = make_known_client(session, last_name="Estraneo", emails="", phones="")
    make_notice(session)
    assert owner.post(f"/privacy/cliente/{client.id}", data=signed_form()).status_code == 302
    with app.test_request_context(), company_scope("prova"):
        sha = company_files().put(b"%PDF-1.7 scheda")
    session.rollback()
    put_file(session, OwnerKind.CLIENT, client.id, "contratto firmato.pdf", sha)
    put_file(session, OwnerKind.CLIENT, client.id, "contratto firmato.pdf", sha)
    put_file(session, OwnerKind.CLIENT, client.id, "perduto.pdf", "0" * 64)
    put_file(session, OwnerKind.CLIENT, other.id, "di altri.pdf", sha)
    # The key of a device that is the same number as the client's is another owner.
    put_file(session, OwnerKind.DEVICE, client.id, "di un apparecchio.pdf", sha)

    form = fresh(session).scalars(select(PrivacyForm)).one()

    facts, names, text = pack_of(app, owner, client)

    assert sorted(name for name in names if name.startswith("allegati/")) == [
        "allegati/contratto firmato (2).pdf",
        "allegati/contratto firmato.pdf",
    ]
    assert [name for name in names if name.startswith("privacy/")] == [
        f"privacy/Privacy {client.number}-{form.id}.pdf"
    ]
    assert facts["file non più in archivio"] == ["allegati/perduto.pdf"]
    assert "di altri" not in text
    assert "di un apparecchio" not in text
    assert "Maria Rossi" in text
