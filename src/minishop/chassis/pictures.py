"""사진: what people upload as a picture is unpacked carefully, and written anew without its metadata."""

from __future__ import annotations

import io
import struct
import threading
from dataclasses import dataclass
from typing import ClassVar

from PIL import Image, ImageOps, UnidentifiedImageError

from minishop.kernel.errors import DomainError

# One at a time: unpacked, a picture of a few kilobytes may be hundreds of megabytes, and every thread may have one.
unpacking = threading.Lock()
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # of one that moves, the first picture


@dataclass(frozen=True, slots=True)
class PictureTerms:
    """What a picture has to be, and the box that it is made to fit, in pixels."""

    smallest_side: int
    most_pixels: int
    box: tuple[int, int]


class BadPicture(DomainError):
    """The upload is no picture we can use. ``problem``: not_a_picture, too_small, too_many_pixels, too_many."""

    code: ClassVar[str] = "bad_picture"


def open_picture(content: bytes, terms: PictureTerms) -> Image.Image:
    """The picture, upright and in its box; only its content says what it is. Raises BadPicture."""
    with unpacking:
        return _unpacked(content, terms)


def as_jpeg(picture: Image.Image, box: tuple[int, int]) -> bytes:
    """The picture in a box, on white."""
    on_white = Image.new("RGB", picture.size, "white")
    on_white.paste(picture, mask=picture.getchannel("A"))
    on_white.thumbnail(box)
    out = io.BytesIO()
    on_white.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


def _unpacked(content: bytes, terms: PictureTerms) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > terms.most_pixels:
            raise BadPicture(problem="too_many_pixels", limit=terms.most_pixels)
        if min(picture.size) < terms.smallest_side:
            raise BadPicture(problem="too_small", limit=terms.smallest_side)
        picture.draft("RGB", (2 * min(terms.box), 2 * min(terms.box)))  # a JPEG is then decoded at a smaller size, in less memory
        ImageOps.exif_transpose(picture, in_place=True)
        upright = picture.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(problem="too_many_pixels", limit=terms.most_pixels) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, struct.error):
        # The library says it so or so, according to which part of the file makes no sense.
        raise BadPicture(problem="not_a_picture") from None
    upright.thumbnail(terms.box)
    return upright
