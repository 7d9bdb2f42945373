"""Make an uploaded picture safe: known type, bounded size, no hidden data."""

from dataclasses import dataclass
from io import BytesIO
from struct import error as StructError  # noqa: N812  # the module names it in lower case

import puremagic
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from app.kernel.errors import DomainError

register_heif_opener(thumbnails=False)

#: Longest side of a stored photograph, pixels: a nameplate stays readable.
PHOTO_SIDE_PX = 1600
#: The same where details count, for instance a scanned booklet.
DETAIL_SIDE_PX = 2560
#: Longest side of a logo, pixels: 40 mm at 600 dots per inch.
LOGO_SIDE_PX = 1000
#: Largest upload, megabytes.
UPLOAD_LIMIT_MB = 25

_JPEG_QUALITY = 82

#: Accepted types and, for each, the megapixels one upload may unfold to. JPEG is decoded
#: at a reduced size; the others need three bytes of memory per pixel or more.
_MEGAPIXELS = {"JPEG": 120, "HEIF": 50, "PNG": 25, "WEBP": 25}
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}

_DECODER_ERRORS = (OSError, SyntaxError, ValueError, EOFError, StructError, RuntimeError)


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
    image = _on_white(_upright(content, side_px))
    return _encoded(image, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)


def logo(content: bytes) -> Picture:
    """Return an upload as a PNG logo that keeps its transparency; refusals as `photo`."""
    image = _upright(content, LOGO_SIDE_PX)
    return _encoded(image.convert("RGBA"), "PNG", optimize=True)


def _upright(content: bytes, side_px: int) -> Image.Image:
    image = _opened(content)
    try:
        image.draft("RGB", (side_px, side_px))
        image.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
        return ImageOps.exif_transpose(image)
    except _DECODER_ERRORS as error:
        raise NotAPictureError from error


def _opened(content: bytes) -> Image.Image:
    """Return the picture with its head read and its pixels still packed."""
    if len(content) > UPLOAD_LIMIT_MB * 1_000_000:
        raise PictureTooHeavyError(UPLOAD_LIMIT_MB)
    kind = _kind(content)
    limit = _MEGAPIXELS[kind]
    try:
        # One decoder only: what looks like a JPEG is never given to another parser.
        image = Image.open(BytesIO(content), formats=[kind])
    except Image.DecompressionBombError as error:
        raise PictureTooLargeError(limit) from error
    except _DECODER_ERRORS as error:
        raise NotAPictureError from error
    if image.width * image.height > limit * 1_000_000:
        raise PictureTooLargeError(limit)
    return image


def _kind(content: bytes) -> str:
    """Return Pillow's name of the type that the first bytes show."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "HEIF"
    try:
        found = puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError) as error:
        raise NotAPictureError from error
    if found not in _FORMATS:
        raise NotAPictureError
    return _FORMATS[found]


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def _encoded(image: Image.Image, kind: str, **options: object) -> Picture:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    made = BytesIO()
    clean.save(made, kind, **options)
    return Picture(made.getvalue(), f"image/{kind.lower()}", clean.width, clean.height)
