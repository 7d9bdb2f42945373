import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.files.pictures import (
    DETAIL_SIDE_PX,
    UPLOAD_LIMIT_MB,
    NotAPictureError,
    PictureTooHeavyError,
    PictureTooLargeError,
    logo,
    photo,
)


def encoded(kind, size=(60, 40), *, colour="#336699", mode="RGB", **options):
    made = BytesIO()
    Image.new(mode, size, colour).save(made, kind, **options)
    return made.getvalue()


def decoded(picture):
    return Image.open(BytesIO(picture.content))


def bomb(width, height):
    """Return a PNG that says it is huge and carries almost nothing."""

    def chunk(name, body):
        checksum = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_accepted_kinds_become_jpeg(kind):
    picture = photo(encoded(kind))

    image = decoded(picture)
    assert (image.format, image.size, picture.mime) == ("JPEG", (60, 40), "image/jpeg")
    assert image.getpixel((30, 20)) == pytest.approx((0x33, 0x66, 0x99), abs=6)


def test_photo_is_turned_upright_and_loses_exif_and_position():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"

    picture = photo(encoded("JPEG", exif=exif, comment=b"secret"))

    assert (picture.width_px, picture.height_px) == (40, 60)
    assert dict(decoded(picture).getexif()) == {}
    assert b"Maker of the phone" not in picture.content
    assert b"secret" not in picture.content


@pytest.mark.parametrize(
    ("size", "side", "expected"),
    [
        ((3200, 1600), 1600, (1600, 800)),
        ((1600, 800), 1600, (1600, 800)),
        ((1601, 801), 1600, (1600, 800)),
        ((2560, 4000), DETAIL_SIDE_PX, (1638, 2560)),
    ],
)
def test_long_side_is_limited_and_never_enlarged(size, side, expected):
    picture = photo(encoded("JPEG", size), side_px=side)

    assert decoded(picture).size == expected


def test_transparent_parts_of_a_photo_become_white():
    picture = photo(encoded("PNG", mode="RGBA", colour=(0, 0, 0, 0)))

    assert decoded(picture).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "I;16", "1", "LA"])
def test_unusual_colours_are_accepted(mode):
    assert photo(encoded("PNG", mode=mode, colour=0)).mime == "image/jpeg"


def test_logo_keeps_its_transparency():
    picture = logo(encoded("PNG", (2000, 500), mode="RGBA", colour=(255, 0, 0, 0)))

    image = decoded(picture)
    assert (image.format, image.size, image.mode) == ("PNG", (1000, 250), "RGBA")
    assert image.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"%PDF-1.7 and more",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html><script>alert(1)</script></html>",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        b"\0\0\0\x18ftypheic" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
)
def test_what_is_not_a_picture_is_refused(content):
    with pytest.raises(NotAPictureError):
        photo(content)


def test_kinds_not_accepted_are_refused():
    for kind in ("GIF", "TIFF", "BMP"):
        with pytest.raises(NotAPictureError):
            photo(encoded(kind))


def test_half_a_picture_is_refused():
    whole = encoded("PNG", (300, 300), colour="red")

    with pytest.raises(NotAPictureError):
        photo(whole[: len(whole) // 2])


@pytest.mark.parametrize("side", [5001, 60_000])
def test_bomb_is_refused_before_it_unfolds(side):
    with pytest.raises(PictureTooLargeError) as refusal:
        photo(bomb(side, side))

    assert refusal.value.facts == {"limit_megapixels": 25}


def test_heavy_upload_is_refused():
    with pytest.raises(PictureTooHeavyError) as refusal:
        photo(b"\xff\xd8\xff" + b"\0" * UPLOAD_LIMIT_MB * 1_000_000)

    assert refusal.value.facts == {"limit_mb": UPLOAD_LIMIT_MB}
