"""Who is asking: what rules, queries and services need to know of the account at work."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Access:
    """The rights of one account at one moment.

    Attributes:
        user_id: Account; None for nobody.
        name: Name shown in histories and documents.
        functions: Codes of the functions that work for it (see `app.kernel.functions`).
        technician_id: Technician the account works as; None for office accounts.
        is_office: A secretary account (administrators included).
        is_admin: The administrator flag.
        window: First and last instant of a technician's own list; None: without limit.
        hides_address: Street and phone of a visit show only once travelling; cards, calls and
            reports open only from such a visit, whatever else the account may do.
    """

    user_id: int | None = None
    name: str = ""
    functions: frozenset[str] = field(default_factory=frozenset)
    technician_id: int | None = None
    is_office: bool = False
    is_admin: bool = False
    window: tuple[datetime, datetime] | None = None
    hides_address: bool = False

    def has(self, code: str) -> bool:
        """Tell whether a function works for the account."""
        return code in self.functions

    def may_see_place(self, travelling_at: datetime | None) -> bool:
        """Tell whether street and phone of a visit show; None: nobody has set off yet."""
        return travelling_at is not None or not self.hides_address

    @property
    def reaches_every_client(self) -> bool:
        """Tell whether every card is open, whatever the work; not while addresses are hidden."""
        return self.has("clients.all") and not self.hides_address

    def has_any(self, *codes: str) -> bool:
        """Tell whether at least one of several functions works."""
        return any(code in self.functions for code in codes)


#: Nobody: sees nothing.
NOBODY = Access()
