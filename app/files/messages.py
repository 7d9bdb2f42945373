"""What the user reads when a file or a signature is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.files.pictures import NotAPictureError, PictureTooHeavyError, PictureTooLargeError
from app.files.signatures import SignatureEmptyError, SignatureNotReadableError
from app.files.store import FileMissingError
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    FileMissingError: _("This file is no longer in the archive. Ask the administrator."),
    NotAPictureError: _("This file is not a picture: send a JPEG, PNG, WebP or HEIC file."),
    PictureTooHeavyError: _("This picture is too heavy: the limit is %(limit_mb)s MB."),
    PictureTooLargeError: _(
        "This picture is too large: the limit is %(limit_megapixels)s megapixels."
    ),
    SignatureEmptyError: _("The signature is missing: sign in the box."),
    SignatureNotReadableError: _("The signature did not arrive whole: please sign again."),
}
