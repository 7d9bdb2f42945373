"""Rules of technicians. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar

from app.kernel.errors import DomainError


@dataclass(eq=False)
class AbsenceOrderError(DomainError):
    """An absence ends after it begins."""

    field: str = "ends_at"


class Skill(Enum):
    """A qualification that a device may ask of whoever works on it."""

    FGAS = "fgas"
    GAS = "gas"
    BIOMASS = "biomass"


class Held(Protocol):
    """A certificate: what it is called and its last day; None: without end."""

    kind: str
    expires_on: date | None


H = TypeVar("H", bound=Held)


def skill_of(kind: str) -> Skill | None:
    """Return the skill that a qualification's name, typed freely, stands for; None: another."""
    letters = "".join(letter for letter in kind.lower() if letter.isalnum())
    if "fgas" in letters or "frigor" in letters:
        return Skill.FGAS
    if "gas" in letters:
        return Skill.GAS
    return Skill.BIOMASS if "biomass" in letters or "pellet" in letters else None


def expired_skills(held: Iterable[H], needed: Iterable[Skill], day: date) -> list[H]:
    """Return, for each needed skill whose certificates have all ended, the one that ended last.

    A skill without any certificate is not named: the company may not keep them here.
    """
    found = []
    known = list(held)
    for skill in sorted(needed, key=lambda one: one.value):
        own = [one for one in known if skill_of(one.kind) is skill]
        ends = [(one.expires_on, one) for one in own if one.expires_on is not None]
        if own and len(ends) == len(own) and all(end < day for end, _one in ends):
            found.append(max(ends, key=lambda pair: pair[0])[1])
    return found
