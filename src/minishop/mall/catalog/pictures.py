"""상품 사진: a seller's upload becomes fixed sizes under names made from its content, in the shop's own folder."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from minishop.kernel.errors import DomainError
from minishop.mall.catalog.models import Product, ProductImage
from minishop.mall.shops.models import Shop

LARGE, SMALL = 1000, 400
SMALLEST_SIDE = 300
MAX_PIXELS = 50_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")


class BadPicture(DomainError):
    """The upload is no picture we can use. ``problem``: not_a_picture, too_small, too_many_pixels."""

    code: ClassVar[str] = "bad_picture"


def stored_name(shop: Shop, file: str, side: int) -> str:
    """Where a picture of one size stands in the storage."""
    return f"shops/{shop.id}/pictures/{file}-{side}.jpg"


def picture_path(image: ProductImage | None, side: int = LARGE) -> str:
    """The path of a picture on the shop's own host, such as ``/media/3f…-400.jpg``; empty without a picture."""
    return f"/media/{image.file}-{side}.jpg" if image else ""


def add_picture(*, shop: Shop, product: Product, content: bytes) -> ProductImage:
    """Stores an upload in both sizes, without its metadata, and puts it last among the product's pictures. Raises BadPicture.

    The same picture again is the same file and stays one picture of the product.
    """
    picture = _open(content)
    file = hashlib.sha256(content).hexdigest()[:32]
    found = ProductImage.objects.filter(shop=shop, product_id=product.id, file=file).first()
    if found is not None:
        return found
    for side in (LARGE, SMALL):
        name = stored_name(shop, file, side)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(_as_jpeg(picture, side)))
    position = ProductImage.objects.filter(shop=shop, product_id=product.id).count()
    return ProductImage.objects.create(
        shop=shop, product_id=product.id, file=file, width=picture.width, height=picture.height, position=position
    )


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise BadPicture(problem="too_many_pixels", limit=MAX_PIXELS)
            picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        raise BadPicture(problem="not_a_picture") from None
    if min(picture.size) < SMALLEST_SIDE:
        raise BadPicture(problem="too_small", limit=SMALLEST_SIDE)
    return picture


def _as_jpeg(picture: Image.Image, side: int) -> bytes:
    on_white = Image.new("RGB", picture.size, "white")
    on_white.paste(picture, mask=picture.getchannel("A"))
    on_white.thumbnail((side, side))
    out = io.BytesIO()
    on_white.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()
