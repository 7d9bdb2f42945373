"""Who is asking: what rules, queries and services need to know of the account at work."""

from dataclasses import dataclass, field


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
    """

    user_id: int | None = None
    name: str = ""
    functions: frozenset[str] = field(default_factory=frozenset)
    technician_id: int | None = None
    is_office: bool = False
    is_admin: bool = False

    def has(self, code: str) -> bool:
        """Tell whether a function works for the account."""
        return code in self.functions

    def has_any(self, *codes: str) -> bool:
        """Tell whether at least one of several functions works."""
        return any(code in self.functions for code in codes)


#: Nobody: sees nothing.
NOBODY = Access()
