"""상품 사진: a seller's upload becomes fixed sizes under names made from its content, in the shop's own folder."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from minishop.chassis.stored_files import remove_below
from minishop.kernel.errors import DomainError
from minishop.mall.catalog.domain.picture_places import WIDE
from minishop.mall.catalog.models import Product, ProductImage
from minishop.mall.shops.models import Shop

LARGE, SMALL = 1000, 400
SMALLEST_SIDE = 300
MAX_PIXELS = 50_000_000
MOST = 10
# One at a time: unpacked, a picture of a few kilobytes may be hundreds of megabytes, and every thread may have one.
_unpacking = threading.Lock()
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # of one that moves, the first picture
_NAME = re.compile(rf"[0-9a-f]{{32}}-(?:{LARGE}|{SMALL}|{WIDE})\.jpg")


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a picture has to be, and the box that it is made to fit, in pixels."""

    smallest_side: int
    most_pixels: int
    box: tuple[int, int]


_OF_PRODUCT = _Terms(SMALLEST_SIDE, MAX_PIXELS, (LARGE, LARGE))
# As wide as a description at most, and as tall as a JPEG may be: detail pages are long pictures.
_OF_DESCRIPTION = _Terms(1, 30_000_000, (LARGE, 65_000))


class BadPicture(DomainError):
    """The upload is no picture we can use. ``problem``: not_a_picture, too_small, too_many_pixels, too_many."""

    code: ClassVar[str] = "bad_picture"


def file_name(image: ProductImage, side: int) -> str:
    """The name of one size's file."""
    return f"{image.file}-{side}.jpg"


def read_picture(shop: Shop, name: str) -> bytes:
    """The JPEG of a picture of the shop by its file's name; raises FileNotFoundError for anything else."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    with default_storage.open(_place(shop, name)) as file:
        return bytes(file.read())


def picture_path(image: ProductImage | None, side: int = LARGE) -> str:
    """The path of a picture on the shop's own host, such as ``/media/3f…-400.jpg``; empty without a picture."""
    return f"/media/{file_name(image, side)}" if image else ""


def add_picture(*, shop: Shop, product: Product, content: bytes) -> ProductImage:
    """Stores an upload in both sizes, without its metadata, and puts it last among the product's pictures. Raises BadPicture.

    The same picture again is the same file and stays one picture of the product. ``width`` and ``height`` are the large one's.
    """
    file = _name_of(content)
    present = list(ProductImage.objects.filter(shop=shop, product_id=product.id).order_by("position", "id"))
    found = next((image for image in present if image.file == file), None)
    if found is not None:
        return found
    if len(present) >= MOST:
        raise BadPicture(problem="too_many", limit=MOST)
    picture = _open(content, _OF_PRODUCT)
    for side in (LARGE, SMALL):
        name = _place(shop, f"{file}-{side}.jpg")
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(_as_jpeg(picture, (side, side))))
    position = present[-1].position + 1 if present else 0
    return ProductImage.objects.create(
        shop=shop, product_id=product.id, file=file, width=picture.width, height=picture.height, position=position
    )


def keep_wide(*, shop: Shop, content: bytes) -> str:
    """Stores a picture of a description, without its metadata, and returns the name of its file. The same picture again is the same file.
    Raises BadPicture."""
    file = _name_of(content)
    name = _place(shop, f"{file}-{WIDE}.jpg")
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(_as_jpeg(_open(content, _OF_DESCRIPTION), _OF_DESCRIPTION.box)))
    return file


def picture_problem(content: bytes, *, in_description: bool) -> str:
    """The ``problem`` for which a picture would not be taken; empty for one that would."""
    try:
        _open(content, _OF_DESCRIPTION if in_description else _OF_PRODUCT)
    except BadPicture as bad:
        return str(bad.facts["problem"])
    return ""


def copy_files(*, source: Shop, target: Shop, files: Iterable[str]) -> None:
    """Gives one shop the files of another's product pictures, by the names that rows keep; one that is not there is passed over."""
    for name in (f"{file}-{side}.jpg" for file in files for side in (LARGE, SMALL)):
        if default_storage.exists(_place(source, name)) and not default_storage.exists(_place(target, name)):
            default_storage.save(_place(target, name), ContentFile(read_picture(source, name)))


def remove_files(shop: Shop) -> None:
    """Removes everything that was stored for a shop that goes."""
    remove_below(_folder(shop))


@transaction.atomic
def lead_with_picture(*, shop: Shop, product: Product, image_id: int) -> None:
    """대표 사진: puts one of the product's pictures first; an unknown one changes nothing."""
    images = list(ProductImage.objects.filter(shop=shop, product_id=product.id).order_by("position", "id"))
    for position, image in enumerate(sorted(images, key=lambda image: image.id != image_id)):
        image.position = position
        image.save(update_fields=["position"])


def remove_picture(*, shop: Shop, product: Product, image_id: int) -> None:
    """Takes a picture off a product; its file stays for pages that are cached."""
    ProductImage.objects.filter(shop=shop, product_id=product.id, id=image_id).delete()


def _folder(shop: Shop) -> str:
    return f"shops/{shop.id}"


def _place(shop: Shop, name: str) -> str:
    return f"{_folder(shop)}/pictures/{name}"


def _name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _open(content: bytes, terms: _Terms) -> Image.Image:
    """The picture, upright and in its box; only its content says what it is."""
    with _unpacking:
        return _unpacked(content, terms)


def _unpacked(content: bytes, terms: _Terms) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > terms.most_pixels:
            raise BadPicture(problem="too_many_pixels", limit=terms.most_pixels)
        if min(picture.size) < terms.smallest_side:
            raise BadPicture(problem="too_small", limit=terms.smallest_side)
        picture.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG is then decoded at a smaller size, in less memory
        ImageOps.exif_transpose(picture, in_place=True)
        upright = picture.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(problem="too_many_pixels", limit=terms.most_pixels) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, struct.error):
        # The library says it so or so, according to which part of the file makes no sense.
        raise BadPicture(problem="not_a_picture") from None
    upright.thumbnail(terms.box)
    return upright


def _as_jpeg(picture: Image.Image, box: tuple[int, int]) -> bytes:
    on_white = Image.new("RGB", picture.size, "white")
    on_white.paste(picture, mask=picture.getchannel("A"))
    on_white.thumbnail(box)
    out = io.BytesIO()
    on_white.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()
