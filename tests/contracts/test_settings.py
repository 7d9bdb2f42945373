"""Each setting of the environment is explained, and nothing else is."""

import re
from pathlib import Path

import pytest

from config import Base, Production

NOT_PUBLIC = {"FIAMMETTA_MODE", "TEST_POSTGRES_URL"}


def test_configuration_page_lists_exactly_the_settings():
    source = Path("config.py").read_text(encoding="utf-8")
    used = set(re.findall(r'(?:environ\.get|_flag)\(\s*"([A-Z_]+)"', source)) - NOT_PUBLIC
    explained = re.findall(
        r"^## ([A-Z_]+)$", Path("docs/configuration.md").read_text(), re.MULTILINE
    )

    assert sorted(explained) == sorted(used)


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "abcabcabc" * 8])
def test_production_refuses_a_weak_key(key, monkeypatch):
    monkeypatch.setattr(Base, "SECRET_KEY", key)

    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        Production.secret_key()


def test_production_takes_a_good_key(monkeypatch):
    monkeypatch.setattr(Base, "SECRET_KEY", "Zq3-8fLk0_pWm2xVb7Rt5yNc1sHd9gJa4eKu")

    assert Production.secret_key() == Base.SECRET_KEY
