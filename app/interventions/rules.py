"""Rules of interventions. Pure."""

from enum import Enum


class Outcome(Enum):
    """How a visit ended."""

    DONE = "done"
    TO_RESUME = "to_resume"
    WAITING_PART = "waiting_part"
    CLIENT_ABSENT = "client_absent"
    REFUSED = "refused"


class FindingKind(Enum):
    """Weight of a finding, by the words of the official forms."""

    REMARK = "remark"
    RECOMMENDATION = "recommendation"
    PRESCRIPTION = "prescription"


class LineSource(Enum):
    """Where a part came from."""

    VAN = "van"
    STORE = "store"
    WARRANTY = "warranty"


class PaymentMethod(Enum):
    """How the customer paid on the spot."""

    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"
    TRANSFER = "transfer"


class SignerRole(Enum):
    """Who signed."""

    CLIENT = "client"
    TECHNICIAN = "technician"


class UnsignedReason(Enum):
    """Why the customer's signature is missing."""

    ABSENT = "absent"
    REFUSED = "refused"
    OFFICE_ENTRY = "office_entry"
