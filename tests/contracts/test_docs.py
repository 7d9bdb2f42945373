"""The generated pages of docs/ are those of the code as it is."""

from pathlib import Path

from app.cli.docs import permissions_page


def test_permissions_page_is_up_to_date(app):
    with app.test_request_context():
        expected = permissions_page()

    assert Path("docs/permissions.md").read_text(encoding="utf-8") == expected
