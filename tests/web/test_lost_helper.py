"""What a person reads when the process that makes documents is lost."""

import pytest

from app.offload.pool import HelperLostError
from app.pdf import render


@pytest.fixture
def no_helper(monkeypatch):
    def lost(*_task):
        raise HelperLostError

    monkeypatch.setattr(render, "run", lost)


def test_the_page_of_a_document_says_so(people, no_helper):
    answer = people.administrator().get("/agenda/stampa/pdf")

    assert answer.status_code == 503
    assert "si è fermata" in answer.text or "stopped" in answer.text
