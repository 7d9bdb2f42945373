"""Which qualifications have ended."""

from dataclasses import dataclass
from datetime import date

import pytest

from app.technicians.rules import Skill, expired_skills, skill_of

DAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Paper:
    kind: str
    expires_on: date | None


@pytest.mark.parametrize(
    ("kind", "skill"),
    [
        ("fgas", Skill.FGAS), ("F-Gas", Skill.FGAS), ("Patentino frigoristi", Skill.FGAS),
        ("Gas", Skill.GAS), ("gas UNI 11554", Skill.GAS), ("Biomasse", Skill.BIOMASS),
        ("stufe a pellet", Skill.BIOMASS), ("electrical", None), ("", None),
    ],
)  # fmt: skip
def test_qualifications_are_known_by_their_usual_names(kind, skill):
    assert skill_of(kind) is skill


@pytest.mark.parametrize(
    ("last_day", "is_expired"),
    [(date(2026, 3, 9), True), (DAY, False), (date(2026, 3, 11), False), (None, False)],
)
def test_a_certificate_holds_on_its_last_day(last_day, is_expired):
    paper = Paper("F-gas", last_day)

    assert expired_skills([paper], {Skill.FGAS}, DAY) == ([paper] if is_expired else [])


def test_a_renewed_certificate_replaces_the_old_one():
    old, new = Paper("fgas", date(2025, 1, 1)), Paper("F-gas", date(2030, 1, 1))

    assert expired_skills([old, new], {Skill.FGAS}, DAY) == []


def test_of_several_ended_ones_the_last_is_named():
    papers = [Paper("gas", date(2024, 1, 1)), Paper("gas", date(2025, 1, 1))]

    assert expired_skills(papers, {Skill.GAS}, DAY) == [papers[1]]


def test_what_the_devices_do_not_need_or_nobody_noted_is_not_named():
    papers = [Paper("gas", date(2024, 1, 1))]

    assert expired_skills(papers, {Skill.FGAS, Skill.BIOMASS}, DAY) == []
