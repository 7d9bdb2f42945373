"""Make an uploaded picture safe: known type, bounded size, no hidden data.

`app.files.picturework` does it, in a helper process: a picture unfolds to many times its size.
"""

from dataclasses import dataclass

from app.kernel.errors import DomainError
from app.offload.pool import run

#: Longest side of a stored photograph, pixels: a nameplate stays readable.
PHOTO_SIDE_PX = 1600
#: The same where details count, for instance a scanned booklet.
DETAIL_SIDE_PX = 2560
#: Longest side of a logo, pixels: 40 mm at 600 dots per inch.
LOGO_SIDE_PX = 1000
#: Largest upload, megabytes.
UPLOAD_LIMIT_MB = 25


@dataclass(eq=False)
class NotAPictureError(DomainError):
    """The content is not a JPEG, PNG, WebP or HEIC picture, whatever its name says."""


@dataclass(eq=False)
class PictureTooHeavyError(DomainError):
    """The upload has too many bytes."""

    limit_mb: int


@dataclass(eq=False)
class PictureTooLargeError(DomainError):
    """The picture unfolds to too many pixels."""

    limit_megapixels: int


@dataclass(frozen=True)
class Picture:
    """A picture we encoded ourselves."""

    content: bytes
    mime: str
    width_px: int
    height_px: int


def photo(content: bytes, *, side_px: int = PHOTO_SIDE_PX) -> Picture:
    """Return an upload as an upright JPEG without EXIF, position or other hidden data.

    Args:
        content: The bytes as they came.
        side_px: Longest side of the result; a smaller picture is not enlarged.

    Raises:
        NotAPictureError: It is something else, or it is broken.
        PictureTooHeavyError: More bytes than `UPLOAD_LIMIT_MB`.
        PictureTooLargeError: More pixels than its type may have.
    """
    _ensure_light(content)
    return run(_photo, content, side_px)


def logo(content: bytes) -> Picture:
    """Return an upload as a PNG logo that keeps its transparency; refusals as `photo`."""
    _ensure_light(content)
    return run(_logo, content)


def _ensure_light(content: bytes) -> None:
    if len(content) > UPLOAD_LIMIT_MB * 1_000_000:
        raise PictureTooHeavyError(UPLOAD_LIMIT_MB)


def _photo(content: bytes, side_px: int) -> Picture:
    from app.files import picturework

    return picturework.photo(content, side_px)


def _logo(content: bytes) -> Picture:
    from app.files import picturework

    return picturework.logo(content)
