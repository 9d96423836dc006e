"""상품 사진: a seller's upload becomes fixed sizes under names made from its content, in the shop's own folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from minishop.chassis.pictures import BadPicture, PictureTerms, as_jpeg, open_picture
from minishop.chassis.stored_files import remove_below
from minishop.mall.catalog.domain.picture_places import WIDE
from minishop.mall.catalog.models import Product, ProductImage
from minishop.mall.shops.models import Shop

LARGE, SMALL = 1000, 400
SMALLEST_SIDE = 300
MAX_PIXELS = 50_000_000
MOST = 10
_NAME = re.compile(rf"[0-9a-f]{{32}}-(?:{LARGE}|{SMALL}|{WIDE})\.jpg")


_OF_PRODUCT = PictureTerms(SMALLEST_SIDE, MAX_PIXELS, (LARGE, LARGE))
# As wide as a description at most, and as tall as a JPEG may be: detail pages are long pictures.
_OF_DESCRIPTION = PictureTerms(1, 30_000_000, (LARGE, 65_000))


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
    picture = open_picture(content, _OF_PRODUCT)
    for side in (LARGE, SMALL):
        name = _place(shop, f"{file}-{side}.jpg")
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(as_jpeg(picture, (side, side))))
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
        default_storage.save(name, ContentFile(as_jpeg(open_picture(content, _OF_DESCRIPTION), _OF_DESCRIPTION.box)))
    return file


def picture_problem(content: bytes, *, in_description: bool) -> str:
    """The ``problem`` for which a picture would not be taken; empty for one that would."""
    try:
        open_picture(content, _OF_DESCRIPTION if in_description else _OF_PRODUCT)
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
