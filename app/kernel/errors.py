"""The root of every error that a user can cause and correct."""


class DomainError(Exception):
    """A business rule said no.

    Subclasses are ``@dataclass(eq=False)`` and carry the facts as fields and no prose: the
    sentence the user reads lives in the domain's ``messages.py``, where it can be translated.
    """

    @property
    def facts(self) -> dict[str, object]:
        """Return the values for the placeholders of the translated sentence."""
        return dict(vars(self))
