"""What an account may be allowed to do: the vocabulary of the permission catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: A FAB permission and the view (permission resource) it applies to.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Function:
    """One switch of the permission matrix.

    Attributes:
        code: Stable key, ``resource.verb``; stored as FAB's pair ``(can_verb, resource)``.
        label: What the administrator reads (lazy translation).
        section: Heading it stands under in the matrix (lazy translation).
        needs: Functions without which this one has no effect.
        also: Further pairs it grants, for screens named otherwise.
        is_office: Only secretary accounts may have it.
        is_admin: Only the administrator flag gives it.
        brings: Switching it on switches on all that it needs; False for the subsections of the
            card, which are kept without effect while the card is closed.
        field_also: Functions it opens besides for technicians, whose switches have one step where
            the office's have two.
        help: One sentence that says what it opens (lazy translation).
    """

    code: str
    label: Any
    section: Any
    needs: frozenset[str] = field(default_factory=frozenset)
    also: frozenset[Pair] = field(default_factory=frozenset)
    is_office: bool = False
    is_admin: bool = False
    brings: bool = True
    field_also: frozenset[str] = field(default_factory=frozenset)
    help: Any = ""

    @property
    def pair(self) -> Pair:
        """Return the pair that stands for the function itself."""
        resource, verb = self.code.split(".")
        return (f"can_{verb}", resource)

    @property
    def grants(self) -> frozenset[Pair]:
        """Return every pair the function opens."""
        return self.also | {self.pair}


def closure(codes: Iterable[str], functions: Mapping[str, Function]) -> frozenset[str]:
    """Return the codes with everything they need, directly or not."""
    found: set[str] = set()
    todo = list(codes)
    while todo:
        code = todo.pop()
        if code not in found:
            found.add(code)
            todo += functions[code].needs
    return frozenset(found)


def effective(held: Iterable[Pair], functions: Mapping[str, Function]) -> frozenset[str]:
    """Return the functions that work: stored ones whose needs are, all the way, stored too."""
    pairs = frozenset(held)
    working = {code for code, function in functions.items() if function.pair in pairs}
    while True:
        useless = {code for code in working if not functions[code].needs <= working}
        if not useless:
            return frozenset(working)
        working -= useless


def in_the_field(working: frozenset[str], functions: Mapping[str, Function]) -> frozenset[str]:
    """Return what functions that work mean for a technician.

    Functions of the office have no effect; one step opens what the office's two steps do.
    """
    kept = {code for code in working if not functions[code].is_office}
    return frozenset(kept.union(*(functions[code].field_also for code in kept)))
