"""Rules of the attachments."""

import pytest

from app.attachments import rules


def test_names_of_an_archive_are_unique():
    assert rules.unique_names(["a.jpg", "b", "A.jpg", "b", "c.tar.gz"]) == [
        "a.jpg", "b", "A (2).jpg", "b (2)", "c.tar.gz",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "mime", "found"),
    [
        ("foto.heic", "image/jpeg", "foto.jpg"),
        ("foto.JPEG", "image/jpeg", "foto.JPEG"),
        ("foto", "image/jpeg", "foto.jpg"),
        ("sig. rossi", "application/pdf", "sig. rossi.pdf"),
        ("verbale 12.03.2026 firmato", "application/pdf", "verbale 12.03.2026 firmato.pdf"),
        ("x.bin", "application/octet-stream", "x.bin"),
    ],
)
def test_a_name_ends_as_its_content_is(name, mime, found):
    assert rules.name_with_type(name, mime) == found
