"""What became of a batch: how many by outcome, and who was left out and why."""

from collections import Counter
from dataclasses import dataclass, field

#: Rows left out that are named to the office; the others are counted.
MOST_NAMED = 200


@dataclass
class Outcome:
    """What the page of a finished batch shows; reasons are codes that the page has words for."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    #: At most `MOST_NAMED`: key of a card, what it is called, reason.
    named: list[dict[str, object]] = field(default_factory=list)

    def leave_out(self, key: int, name: str, reason: str) -> None:
        """Count and name what was left out; the same for the same reason only once."""
        row = {"id": key, "name": name, "reason": reason}
        if row in self.named:
            return
        self.left_out[reason] += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(row)

    def facts(self) -> dict[str, object]:
        """Return it as the progress of a work keeps it."""
        return {
            "counts": dict(self.counts),
            "left_out": dict(self.left_out),
            "named": self.named,
        }
