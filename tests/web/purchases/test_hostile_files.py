"""Files of suppliers made to break the upload: each is refused or read, and never a failure."""

import io
import re

import pytest
from sqlalchemy import select

from app.purchases.models import Purchase
from tests.factories.invoices import make_seller
from tests.factories.purchases import NAME, packed, supplier_xml
from tests.helpers import fresh

#: Texts that no invoice holds, put where an invoice holds another.
BAD = (
    "", "-1", "NaN", "Infinity", "1E-999999", "1E+999999", "9999999999.999", "-9999999999.99",
    "0001-01-01", "9999-12-31", "99999", "A" * 10_000, "&#0;", "=1+1", "\u202e\U0001f4a9",
)  # fmt: skip
#: The elements that are read.
READ = (
    "Data", "Numero", "Divisa", "TipoDocumento", "ImportoTotaleDocumento", "IdCodice", "Sede",
    "Denominazione", "CodiceFiscale", "Indirizzo", "CAP", "Quantita", "PrezzoUnitario",
    "PrezzoTotale", "AliquotaIVA", "ImponibileImporto", "Imposta", "Natura", "ImportoPagamento",
    "DataScadenzaPagamento", "GiorniTerminiPagamento", "ModalitaPagamento", "IBAN", "Descrizione",
)  # fmt: skip
_PAYMENT = (
    "<DatiPagamento><CondizioniPagamento>TP02</CondizioniPagamento><DettaglioPagamento>"
    "<ModalitaPagamento>MP05</ModalitaPagamento>"
    "<DataRiferimentoTerminiPagamento>9999-12-31</DataRiferimentoTerminiPagamento>"
    "<GiorniTerminiPagamento>30</GiorniTerminiPagamento>"
    "<ImportoPagamento>122.00</ImportoPagamento><IBAN>IT60X0542811101000000123456</IBAN>"
    "</DettaglioPagamento></DatiPagamento></FatturaElettronicaBody>"
)


@pytest.fixture
def office(people, session):
    make_seller(session)
    return people.administrator()


def upload(browser, content, name=NAME):
    return browser.post("/fatture-fornitori/carica", data={"files": [(io.BytesIO(content), name)]})


def rows(session):
    return fresh(session).scalars(select(Purchase)).all()


def with_payment():
    """Return an invoice whose payment counts its days from a day."""
    made = re.sub(rb"<DatiPagamento>.*</DatiPagamento>", b"", supplier_xml(), flags=re.DOTALL)
    return made.replace(b"</FatturaElettronicaBody>", _PAYMENT.encode())


def replaced(content, element, text):
    return re.sub(
        rf"(<{element}>)[^<]*(</{element}>)".encode(), rf"\g<1>{text}\g<2>".encode(), content
    )


@pytest.mark.parametrize("element", READ)
def test_no_text_of_an_invoice_makes_the_upload_fail(office, session, element):
    files = [(f"{n}.xml", replaced(with_payment(), element, text)) for n, text in enumerate(BAD)]
    statuses = {"upload": upload(office, packed(*files), "tutte.zip").status_code}
    for row in rows(session):
        card = office.get(f"/fatture-fornitori/{row.id}")
        statuses[f"card {row.number} {row.dated_on}"] = card.status_code
        assert len(card.data) < 200_000
    for page in ("/fatture-fornitori/", "/fatture-fornitori/export/xlsx"):
        with office.get(page) as answer:
            statuses[page] = answer.status_code

    assert {key: status for key, status in statuses.items() if status != 200} == {}


def test_sums_that_no_column_holds_are_refused_with_a_sentence(office, session):
    row = re.search(rb"<DatiRiepilogo>.*?</DatiRiepilogo>", supplier_xml(), re.DOTALL)[0]
    many = replaced(row, "ImponibileImporto", "9999999999.00") * 3

    answer = upload(office, supplier_xml().replace(row, many))

    assert answer.status_code == 200
    assert rows(session) == []
    assert NAME in answer.text


def test_a_damaged_archive_is_refused_and_says_so(office, session):
    damaged = bytearray(packed(("a.xml", supplier_xml())))
    damaged[60] ^= 0xFF

    answer = upload(office, bytes(damaged), "a.zip")

    assert answer.status_code == 200
    assert "a.zip" in answer.text
    assert rows(session) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.xml", "a" * 5000 + ".xml", "=cmd|x.xml", "<b>x</b>.xml"]
)
def test_no_name_of_a_file_makes_the_upload_fail(office, session, name):
    answer = upload(office, supplier_xml(), name)

    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.text
    item = rows(session)[0]
    with office.get(f"/fatture-fornitori/{item.id}/xml") as file:
        assert file.status_code == 200
