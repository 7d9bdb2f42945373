"""What the user reads when a document cannot be made or sealed."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.offload.pool import HelperLostError
from app.pdf.seal import (
    CertificateExpiredError,
    CertificateNotReadableError,
    TimestampMissingError,
)

REFUSALS: dict[type[DomainError], LazyString] = {
    CertificateExpiredError: _("This certificate has expired, or is not valid yet."),
    CertificateNotReadableError: _(
        "This certificate cannot be used: check that it is a P12 file with its private key, "
        "and that the password is right."
    ),
    HelperLostError: _(
        "The part of the program that makes documents and pictures stopped. Nothing was lost: try "
        "again, and tell whoever looks after the program if it happens again."
    ),
    TimestampMissingError: _("The time-stamping service did not answer: %(detail)s"),
}
