"""Every table that leads to a client is told in the copy of a client's data, or said why not."""

from app.orm.base import Table
from app.personal.gathering import labels_of, told_columns
from app.personal.messages import section
from app.personal.reach import HELD, NOT_TOLD
from tests.contracts.test_messages import every_module


def leading_to_clients():
    """Return the tables with a client's key, and those that hang on one of them."""
    tables = Table.metadata.tables.values()
    found = {"clients"} | {one.name for one in tables if "client_id" in one.columns}
    while True:
        more = {
            one.name
            for one in tables
            for key in one.foreign_keys
            if key.column.table.name in found and not key.parent.nullable
        }
        if more <= found:
            return found
        found |= more


def test_every_table_of_a_client_is_told():
    every_module()

    assert sorted(leading_to_clients() - set(HELD) - NOT_TOLD) == []
    assert not set(HELD) & NOT_TOLD
    assert set(HELD) <= set(Table.metadata.tables)


def test_every_told_table_has_a_name_and_its_columns():
    every_module()

    for name, held in HELD.items():
        assert section(name)
        columns = Table.metadata.tables[name].columns
        assert held.column in columns
        assert not held.since or held.since in columns
        assert not held.parent or held.parent in HELD


def test_every_told_column_has_a_name(app):
    with app.test_request_context():
        for name in HELD:
            labels = labels_of(Table.metadata.tables[name], told_columns(name))
            assert len(set(labels)) == len(labels)
