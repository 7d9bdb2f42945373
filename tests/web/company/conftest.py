"""The company's row is kept between tests: put it back as it was."""

import pytest
from sqlalchemy import inspect

from app.company.models import CompanyProfile


@pytest.fixture
def profile(session):
    row = session.get_one(CompanyProfile, 1)
    names = [column.key for column in inspect(CompanyProfile).column_attrs]
    before = {name: getattr(row, name) for name in names}
    row.email = "ufficio@prova.example.it"
    session.commit()
    yield row
    session.rollback()
    session.refresh(row)
    for name, value in before.items():
        setattr(row, name, value)
    session.commit()
