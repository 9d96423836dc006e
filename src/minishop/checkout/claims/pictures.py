"""사진: what a buyer shows of goods that came broken or wrong; of one order, under names made from their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from minishop.chassis.pictures import BadPicture, PictureTerms, as_jpeg, open_picture
from minishop.checkout.orders.models import Order

MOST = 6
_BOX = (1600, 1600)
_TERMS = PictureTerms(smallest_side=1, most_pixels=50_000_000, box=_BOX)
_NAME = re.compile(r"[0-9a-f]{32}")


def photo_files(contents: Sequence[bytes]) -> dict[str, bytes]:
    """What was uploaded as JPEGs without their metadata, by names made from their content; the same photo twice is one. Raises BadPicture."""
    if len(contents) > MOST:
        raise BadPicture(problem="too_many", limit=MOST)
    opened = {hashlib.sha256(content).hexdigest()[:32]: open_picture(content, _TERMS) for content in contents}
    return {name: as_jpeg(picture, _BOX) for name, picture in opened.items()}


def keep_photos(order: Order, files: Mapping[str, bytes]) -> list[str]:
    """Stores photos of an order that are not there yet, and returns the names of all. Under the lock of the order, until they are named."""
    for name, jpeg in files.items():
        if not default_storage.exists(_place(order, name)):
            default_storage.save(_place(order, name), ContentFile(jpeg))
    return list(files)


def photo_problem(content: bytes) -> str:
    """The ``problem`` for which a photo would not be taken; empty for one that would."""
    try:
        open_picture(content, _TERMS)
    except BadPicture as bad:
        return str(bad.facts["problem"])
    return ""


def read_photo(order: Order, name: str) -> bytes:
    """The JPEG of a photo; raises FileNotFoundError for anything else."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    with default_storage.open(_place(order, name)) as file:
        return bytes(file.read())


def drop_photos(order: Order, names: Sequence[str]) -> None:
    """Deletes photos of an order; those that are not there are none."""
    for name in names:
        if _NAME.fullmatch(name):
            default_storage.delete(_place(order, name))


def _place(order: Order, name: str) -> str:
    return f"claims/{order.merchant_id}/{order.id}/{name}.jpg"
