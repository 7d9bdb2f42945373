"""Pillow at work on an upload whose bytes are not too many: see `app.files.pictures`."""

from io import BytesIO
from struct import error as StructError  # noqa: N812  # the module names it in lower case

import puremagic
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from app.files.pictures import LOGO_SIDE_PX, NotAPictureError, Picture, PictureTooLargeError

register_heif_opener(thumbnails=False)

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


def photo(content: bytes, side_px: int) -> Picture:
    """Return an upload as an upright JPEG, its longest side of so many pixels at most."""
    image = _on_white(_upright(content, side_px))
    return _encoded(image, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)


def logo(content: bytes) -> Picture:
    """Return an upload as a PNG that keeps its transparency."""
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
