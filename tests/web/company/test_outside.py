"""Where several companies share an installation, none makes it talk to its own network."""

import re

import pytest

from app import outside
from app.accounts import oidc
from app.accounts.rules_external import ProviderSilentError, Settings
from app.channels import pec
from app.channels.rules import MailboxError
from app.company.models import CompanyProfile
from app.mail.delivery import MailAccount, RefusedForGoodError, deliver
from app.mail.envelope import Envelope
from app.tenancy.context import company_scope
from app.web.clock import utc_now
from app.worker import mail_account
from tests.helpers import fresh

INSIDE = ["127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "::1", "localhost"]
SENTENCE = "si trova su questo computer o nella sua rete"

MAIL = {"smtp_host": "10.0.0.5", "smtp_port": "25", "smtp_security": "none", "mail_from": "a@b.it"}
PEC = {
    "sdi_channel": "pec", "pec_smtp_host": "smtp.example.it", "pec_smtp_port": "465",
    "pec_imap_host": "192.168.1.9", "pec_imap_port": "993", "pec_security": "tls",
    "pec_password": "x", "sdi_address": "sdi01@pec.fatturapa.it",
}  # fmt: skip
ISSUER = {
    "issuer": "https://169.254.169.254/x",
    "label": "A",
    "client_id": "f",
    "client_secret": "s",
}


@pytest.fixture
def shared(app, monkeypatch):
    """An installation that several companies share, and which says nothing else."""
    monkeypatch.setitem(app.config, "PRIVATE_HOSTS", None)


def test_one_company_may_and_several_may_not(app, monkeypatch):
    with app.app_context():
        for said, slugs, allowed in (
            (None, ["a"], True), (None, ["a", "b"], False), (True, ["a", "b"], True),
            (False, ["a"], False),
        ):  # fmt: skip
            monkeypatch.setitem(app.config, "PRIVATE_HOSTS", said)
            monkeypatch.setattr(outside.db.directory, "active_slugs", lambda found=slugs: found)
            assert outside.allows_private_hosts() is allowed


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused(host):
    with pytest.raises(outside.PrivateHostError):
        outside.checked_address(host, None, allows_private=False)
    assert outside.checked_address(host, None, allows_private=True)


def test_a_name_that_points_inside_is_refused_when_it_is_used(monkeypatch):
    answers = [(2, 1, 6, "", ("93.184.215.14", 25)), (2, 1, 6, "", ("10.1.2.3", 25))]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_v: answers)

    with pytest.raises(outside.PrivateHostError):
        outside.checked_address("mail.example.it", 25, allows_private=False)


def test_no_mail_is_handed_to_a_server_inside(app, shared, session):
    profile = session.get(CompanyProfile, 1)
    profile.smtp_host, profile.mail_from = "127.0.0.1", "ufficio@example.it"
    session.commit()
    with app.app_context(), company_scope("prova"):
        account = mail_account(fresh(session))
    assert account.allows_private is False

    with pytest.raises(RefusedForGoodError, match=r"127\.0\.0\.1"):
        deliver(account, Envelope("Prova", "Testo", from_email="a@example.it", to=["b@example.it"]))


def test_no_certified_mailbox_is_opened_inside():
    out = MailAccount("127.0.0.1", 465, "a@pec.example.it", allows_private=False)
    account = pec.PecAccount(out, "127.0.0.1", 993, out.security, "sdi@example.it")

    with pytest.raises(MailboxError, match=r"127\.0\.0\.1"):
        pec.read_mailbox(account, validity=0, after=0, now=utc_now())


def test_no_sign_in_provider_is_asked_inside(app, shared):
    settings = Settings("https://127.0.0.1:9", "client", "secret", "", links_by_email=False)
    with app.test_request_context(), pytest.raises(ProviderSilentError) as refused:
        oidc.ensure_reachable(settings)
    assert isinstance(refused.value.__cause__, outside.PrivateHostError)


@pytest.mark.parametrize(
    ("path", "values", "field"),
    [
        ("/azienda/posta/", MAIL, "smtp_host"),
        ("/azienda/sdi/", PEC, "pec_imap_host"),
        ("/azienda/accesso-esterno/", ISSUER, "issuer"),
    ],
)
def test_what_lies_inside_is_refused_beside_its_field(people, session, shared, path, values, field):
    browser = people.administrator()
    version = re.search(r'name="version"[^>]*value="(\d+)"', browser.get(path).text)[1]

    answer = browser.post(path, data=values | {"version": version})

    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert f'aria-describedby="{field}' in answer.text
    assert fresh(session).get(CompanyProfile, 1).smtp_host == ""
