"""What the user reads when a document cannot be sealed."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
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
    TimestampMissingError: _("The time-stamping service did not answer: %(detail)s"),
}
