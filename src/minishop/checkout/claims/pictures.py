"""사진: what a buyer shows of goods that came broken or wrong; of one merchant, under names made from their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from minishop.chassis.pictures import BadPicture, PictureTerms, as_jpeg, open_picture

MOST = 6
_BOX = (1600, 1600)
_TERMS = PictureTerms(smallest_side=1, most_pixels=50_000_000, box=_BOX)
_NAME = re.compile(r"[0-9a-f]{32}")


def keep_photos(merchant_id: int, contents: Sequence[bytes]) -> list[str]:
    """Stores what was uploaded, without its metadata, and returns the names; the same photo twice is one. Raises BadPicture, and then nothing
    is stored."""
    if len(contents) > MOST:
        raise BadPicture(problem="too_many", limit=MOST)
    opened = {hashlib.sha256(content).hexdigest()[:32]: open_picture(content, _TERMS) for content in contents}
    for name, picture in opened.items():
        if not default_storage.exists(_place(merchant_id, name)):
            default_storage.save(_place(merchant_id, name), ContentFile(as_jpeg(picture, _BOX)))
    return list(opened)


def photo_problem(content: bytes) -> str:
    """The ``problem`` for which a photo would not be taken; empty for one that would."""
    try:
        open_picture(content, _TERMS)
    except BadPicture as bad:
        return str(bad.facts["problem"])
    return ""


def read_photo(merchant_id: int, name: str) -> bytes:
    """The JPEG of a photo; raises FileNotFoundError for anything else."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    with default_storage.open(_place(merchant_id, name)) as file:
        return bytes(file.read())


def _place(merchant_id: int, name: str) -> str:
    return f"claims/{merchant_id}/{name}.jpg"
