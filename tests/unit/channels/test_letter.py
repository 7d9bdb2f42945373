"""Messages of a certified mailbox: what is inside, and whom to believe."""

import pytest

from app.channels.rules_letter import open_letter
from tests.factories.pec import SDI, letter, ordinary, provider_says

FILE = ("IT1_00001_RC_001.xml", b"<a/>")


def test_a_certified_message_is_taken_apart():
    found = open_letter(letter(FILE, ("foto.png", b"x")))

    assert (found.sender, found.subject, found.files) == (SDI, "Invio File", (FILE,))
    assert found.is_from_sdi


@pytest.mark.parametrize(
    "sender", ["a@pec.example.it", "x@pec.fatturapa.it.example.com", "pec.fatturapa.it@example.it"]
)
def test_somebody_else_is_not_the_exchange_system(sender):
    assert not open_letter(letter(FILE, sender=sender)).is_from_sdi


def test_a_paper_inside_a_strangers_message_certifies_nothing():
    assert open_letter(ordinary(FILE)) is None


@pytest.mark.parametrize("raw", [b"", b"ciao", b"From: a@b.it\r\n\r\nciao", b"\xff\x00"])
def test_what_is_no_certified_message_is_none(raw):
    assert open_letter(raw) is None


def test_what_the_provider_says_names_our_message():
    found = open_letter(provider_says("errore-consegna", "<IT1_00001@pec.example.it>", "piena"))

    assert found.said_of == ("<IT1_00001@pec.example.it>", "errore-consegna", "piena")
    assert found.files == ()
