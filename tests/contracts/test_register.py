"""The register speaks of every table that it follows in words, never by a table's name."""

from flask_appbuilder import Model

from app.audit.messages import ENTITIES
from app.orm.audit import Audited
from tests.contracts.test_messages import every_module, subclasses


def test_every_followed_table_has_a_name():
    every_module()

    followed = {one.__tablename__ for one in subclasses(Audited) if hasattr(one, "__tablename__")}

    assert sorted(followed - set(ENTITIES)) == []


def test_every_name_belongs_to_a_table():
    every_module()

    # The directory of companies lies outside the companies' databases.
    assert sorted(set(ENTITIES) - set(Model.metadata.tables) - {"companies"}) == []
