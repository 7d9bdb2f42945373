"""What is ready for the register, the file, and what was handed over."""

import io
import zipfile
from datetime import date
from urllib.parse import quote_plus
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.catalogue import TECHNICIAN
from app.company.models import CompanyProfile
from app.interventions.models import Intervention
from app.kernel.dates import local_day
from app.ree.models import Ree
from app.ree.rules import ReeState
from app.registers.models import RegisterCode, RegisterDocument, RegisterFile
from app.registers.rules import FileState, Register, Topic
from app.technicians.models import Technician
from app.web.clock import utc_now
from app.worktypes.models import InterventionType
from tests.factories.ree import body_of, make_boiler_job
from tests.factories.registers import complete
from tests.helpers import committed, counted_statements, fresh

OCTOBER = {"register": "cit", "kind": "ree", "since": "01/10/2026", "until": "31/10/2026"}


@pytest.fixture
def do_jobs(app):
    return lambda: app.extensions["worker"].run_company("prova")


@pytest.fixture
def firm(session):
    profile = session.get(CompanyProfile, 1)
    profile.rea, profile.tax_code = "TO-1234567", "01234567890"
    session.commit()


def send(people, session, number=1, **facts):
    browser, technician = people.technician()
    appointment, boiler = make_boiler_job(session, technician, number)
    body = body_of(appointment, complete(1, boiler.id, **facts))
    answer = browser.put(f"/api/v1/ree/{uuid4()}", json=body)
    assert answer.status_code == 201, answer.json
    return browser, fresh(session).get(Ree, answer.json["id"])


def look(browser, **changed):
    return browser.get("/registri/", query_string=OCTOBER | changed)


def prepared(office, session, do_jobs, **changed):
    answer = office.post("/registri/prepara", data=OCTOBER | changed)
    assert answer.status_code == 302, answer.text
    do_jobs()
    return fresh(session).scalars(select(RegisterFile).order_by(RegisterFile.id.desc())).first()


def test_page_says_what_is_ready_and_where_to_mend_the_rest(people, session, firm):
    _own, ready = send(people, session)
    _other, poor = send(people, session, 2, without=("plant_code",), row={"nox_mg_kwh": "0"})
    office = people.secretary()

    page = look(office).text

    assert ready.label in page
    assert f'href="/clienti/edit/{poor.client_id}"' in page
    assert fresh(session).scalars(select(RegisterFile)).all() == []


def test_firm_without_its_number_prepares_nothing(people, session, do_jobs):
    send(people, session)
    owner = people.administrator()

    page = look(owner).text
    file = prepared(owner, session, do_jobs)

    assert "/azienda/" in page
    assert (file.state, file.held, file.left_out) == (FileState.FAILED, 0, 1)
    assert owner.get(f"/registri/file/{file.id}").status_code == 200
    assert owner.get(f"/registri/file/{file.id}/scarica").status_code == 404


def test_file_holds_the_ready_documents_and_is_noted_as_sent_once(people, session, firm, do_jobs):
    _own, ree = send(people, session)
    send(people, session, 2, without=("plant_code",))
    office = people.secretary()

    file = prepared(office, session, do_jobs)
    sent = office.get(f"/registri/file/{file.id}/scarica")
    archive = zipfile.ZipFile(io.BytesIO(sent.data))

    assert (file.state, file.held, file.left_out) == (FileState.READY, 1, 1)
    assert archive.namelist() == [f"allegatoII_{ree.label.replace('/', '-')}.xml"]
    assert b"<codiceCatasto>999001</codiceCatasto>" in archive.read(archive.namelist()[0])
    assert ree.label in office.get(f"/registri/file/{file.id}").text
    # Handed over, and not offered again unless asked for.
    today = f"{local_day(utc_now()):%d/%m/%Y}"
    address = f"/registri/file/{file.id}/consegnato"
    early = office.post(address, data={"on": "01/01/2026"})
    done = office.post(address, data={"on": today})
    twice = office.post(address, data={"on": today})
    assert (early.status_code, done.status_code, twice.status_code) == (422, 302, 422)
    assert committed(session, ree).state is ReeState.SENT
    assert f"/ree/{ree.id}" not in look(office).text
    assert ree.label not in look(office).text.split("<h2")[0]
    again = prepared(office, session, do_jobs, again="y")
    assert (again.held, again.is_repeat) == (1, True)
    assert fresh(session).get(RegisterFile, file.id).sent_by


def test_prepared_document_is_not_offered_twice_but_a_correction_is(people, session, firm, do_jobs):
    _own, ree = send(people, session)
    office = people.secretary()
    prepared(office, session, do_jobs)
    empty = look(office).text
    content = complete(1, ree.device_id, remarks="Corretto")
    body = body_of(ree.appointment, content) | {
        "appointment_id": None,
        "corrects": {"ree_id": ree.id, "revision": 1, "reason": "Nota dimenticata"},
    }

    answer = office.put(f"/api/v1/ree/{uuid4()}", json=body)
    file = prepared(office, session, do_jobs)

    assert answer.status_code == 201, answer.json
    assert ree.label not in empty.split('id="files"')[0]
    assert [one.name for one in file.documents] == [
        f"allegatoII_{ree.label.replace('/', '-')}-2.xml"
    ]


def test_what_was_written_never_changes(people, session, firm, do_jobs):
    send(people, session)
    file = prepared(people.secretary(), session, do_jobs)
    document = session.scalars(select(RegisterDocument)).one()

    for row, name in ((file, "held"), (document, "label")):
        setattr(row, name, 7)
        with pytest.raises(AssertionError):
            session.flush()
        session.rollback()
    session.delete(document)
    with pytest.raises(AssertionError):
        session.flush()
    session.rollback()


def test_table_for_the_other_regions(people, session, do_jobs):
    _own, ree = send(people, session)
    office = people.secretary()

    file = prepared(office, session, do_jobs, register="table")
    lines = office.get(f"/registri/file/{file.id}/scarica").data.decode("utf-8-sig").splitlines()

    assert file.name.endswith(".csv")
    assert lines[1].startswith(f"{ree.label};12/10/2026;Rossi 1;999001;")
    assert "100,2" in lines[1]


def test_criter_takes_reports_only(people, session, firm, do_jobs):
    send(people, session, municipality="Bologna", province="BO")
    office = people.secretary()

    refused = look(office, register="criter", kind="maintenance")
    file = prepared(office, session, do_jobs, register="criter")

    assert refused.status_code == 422
    assert [one.name for one in file.documents] == ["criterGT_2026-00001.json"]


def test_period_in_the_wrong_order_is_told_beside_its_field(people):
    office = people.secretary()

    answer = look(office, since="02/10/2026", until="01/10/2026")

    assert answer.status_code == 422
    assert office.get("/registri/?since=ieri").status_code == 422
    assert office.post("/registri/prepara", data=OCTOBER | {"kind": "x"}).status_code == 422


def add_maintenance(session, appointment, boiler, technician, kind):
    appointment.client.plant_code = "999001"
    session.add(
        Intervention(
            year=2026, number=1, client_id=appointment.client_id, intervention_type=kind,
            performed_on=date(2026, 10, 12), outcome="done", moves_due_date=True,
            started_at=utc_now(), ended_at=utc_now(), devices=[boiler], technicians=[technician],
            next_visit_advised_on=date(2027, 10, 12), work_done="Pulizia",
        )
    )  # fmt: skip
    session.commit()


def test_maintenance_wants_the_code_of_its_kind(people, session, firm, do_jobs):
    account, technician = people.account([TECHNICIAN], works_as_technician=True)
    account.first_name, account.last_name = "Anna Maria", "De Santis"
    appointment, boiler = make_boiler_job(session, technician)
    kind = session.scalars(select(InterventionType).limit(1)).one()
    add_maintenance(session, appointment, boiler, technician, kind)
    office = people.administrator()

    before = look(office, kind="maintenance").text
    empty = office.get("/impostazioni/codici-registro/list/").text
    office.post(
        "/impostazioni/codici-registro/add",
        data={"register": "CIT", "topic": "WORK", "ours": kind.label.upper(), "code": "1"},
    )
    file = prepared(office, session, do_jobs, kind="maintenance")

    assert "/impostazioni/codici-registro/" in before
    row = session.scalars(select(RegisterCode)).one()
    assert (row.register, row.topic) == (Register.CIT, Topic.WORK)
    assert f"{kind.label}: " in before
    assert f"ours={quote_plus(kind.label)}" in empty
    assert (
        f"ours={quote_plus(kind.label)}"
        not in office.get("/impostazioni/codici-registro/list/").text
    )
    written = zipfile.ZipFile(
        io.BytesIO(office.get(f"/registri/file/{file.id}/scarica").data)
    ).read(file.documents[0].name)
    assert b"<A_F_nomeTecnico>Anna Maria</A_F_nomeTecnico>" in written
    assert b"<A_F_cognomeTecnico>De Santis</A_F_cognomeTecnico>" in written
    assert [one.name for one in file.documents] == [f"manutGT_2026-00001-{boiler.id}.xml"]


def test_technician_without_account_or_names_is_asked_for_them(people, session, firm):
    technician = Technician(name="Squadra due", working_hours={})
    session.add(technician)
    session.flush()
    appointment, boiler = make_boiler_job(session, technician)
    kind = session.scalars(select(InterventionType).limit(1)).one()
    session.add(RegisterCode(topic=Topic.WORK, ours=kind.label, code="1"))
    add_maintenance(session, appointment, boiler, technician, kind)
    office = people.administrator()

    before = look(office, kind="maintenance").text
    address = f"/tecnici/edit/{technician.id}"
    form = {
        "name": "Squadra due",
        "first_name": "Ivo",
        "last_name": "Neri",
        "colour": "#0EA5E9",
        "position": "0",
    }
    saved = office.post(address, data=form)

    assert f'href="{address}"' in before
    assert saved.status_code == 302, saved.text
    assert f'href="{address}"' not in look(office, kind="maintenance").text


@pytest.mark.parametrize(
    ("topic", "code", "stored"),
    [("WORK", "3", 1), ("WORK", "4", 0), ("BRAND", "4999", 1), ("BRAND", "5000", 0),
     ("FUEL", "x", 0), ("UNIT", "10", 1), ("NOX", "56,5", 1), ("NOX", "-1", 0)],
)  # fmt: skip
def test_codes_stay_within_the_lists_of_the_register(people, session, topic, code, stored):
    office = people.administrator()
    form = {"register": "CIT", "topic": topic, "ours": "Prova", "code": code}

    answer = office.post("/impostazioni/codici-registro/add", data=form)

    assert answer.status_code == (302 if stored else 422)
    assert len(fresh(session).scalars(select(RegisterCode)).all()) == stored


def test_nox_nobody_measured_is_what_the_company_declares(people, session, firm, do_jobs):
    send(people, session, row={"nox_mg_kwh": None})
    office = people.secretary()
    before = look(office).text
    session.add(RegisterCode(topic=Topic.NOX, ours="*", code="70"))
    session.commit()

    file = prepared(office, session, do_jobs)
    archive = zipfile.ZipFile(io.BytesIO(office.get(f"/registri/file/{file.id}/scarica").data))

    assert "/impostazioni/codici-registro/" in before
    assert b"<A_E_nox>70.00</A_E_nox>" in archive.read(archive.namelist()[0])


def test_nobody_without_the_function_comes_near(people, session, firm, do_jobs):
    own, ree = send(people, session)
    file = prepared(people.secretary(), session, do_jobs)
    reader, _none = people.with_functions("interventions.read")

    for browser in (own, reader):
        for address in ("/registri/", f"/registri/file/{file.id}", "/bollini/",
                        f"/registri/file/{file.id}/scarica"):  # fmt: skip
            assert browser.get(address).status_code in {302, 403}
        posts = (
            "/registri/prepara",
            f"/registri/file/{file.id}/consegnato",
            f"/bollini/ree/{ree.id}",
        )
        for address in posts:
            assert browser.post(address, data=OCTOBER).status_code in {302, 403}
    assert len(fresh(session).scalars(select(RegisterFile)).all()) == 1


def test_other_company_does_not_exist(people, other_people, session, firm, do_jobs):
    send(people, session)
    file = prepared(people.secretary(), session, do_jobs)

    assert other_people.secretary().get(f"/registri/file/{file.id}").status_code == 404


def test_page_costs_the_same_at_one_and_three_rows(app, people, session, firm):
    send(people, session)
    office = people.secretary()
    look(office)
    with counted_statements(app) as one:
        look(office)
    for number in (2, 3):
        send(people, session, number)
    with counted_statements(app) as three:
        look(office)

    assert len(one) == len(three)
    assert len(three) <= 8, three
