"""사진의 자리: where a picture that a description or a file names is to be found, and where it was in the shop that was left.

Cafe24 writes its product pictures as ``20250730/a.jpg``, below a folder for each size; the folder of the large ones is what is kept of that
shop: ``https://myshop.cafe24.com/web/product/big/``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

WIDE = "wide"
LONGEST = 2_000  # characters of an address
_BIG = "/web/product/big/"
_FOLDERS = {"이미지등록(상세)": "big", "이미지등록(목록)": "medium", "이미지등록(작은목록)": "tiny", "이미지등록(축소)": "small"}
MORE = "이미지등록(추가)"
COLUMNS = (*_FOLDERS, MORE)
_HOST = re.compile(r"\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*\.?")
_OWN = re.compile(r"/media/[0-9a-f]{32}-(?:\d{3,4}|wide)\.jpg")


@dataclass(frozen=True, slots=True)
class NamedPicture:
    """A picture that a file names: its column, what stands there, and the whole address; an empty one is nowhere to be found."""

    column: str
    cell: str
    place: str


def own_path(file: str) -> str:
    """The path of a picture of a description in the shop's own files."""
    return f"/media/{file}-{WIDE}.jpg"


def is_own(address: str) -> bool:
    """Whether this is the path of a picture in the shop's own files."""
    return bool(_OWN.fullmatch(address))


def is_outside(address: str) -> bool:
    """Whether this is a whole address of the web, which somebody can be asked for."""
    parts = _parts(address)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)


def place_of(address: str, old_shop: str = "") -> str:
    """The whole address of a picture of a description, or the path of one of our own; empty for one that nobody could find.

    ``old_shop`` is the folder of the large pictures of the shop that was left: what is relative was relative to that shop.
    """
    address = "".join(address.split("\n")).strip()
    if is_own(address) or is_outside(address):
        return address
    parts = _parts(address)
    if parts is None or parts.scheme or not (parts.netloc or parts.path):
        return ""
    if parts.netloc:
        found = f"https:{address}"
    elif old_shop:
        found = urljoin(old_shop, address if address.startswith("/") else f"/{address}")
    else:
        return ""
    return found if is_outside(found) else ""


def picture_folder(given: str) -> str | None:
    """The folder of the large pictures, from what a person knows of the old shop: its address, that folder, or one picture in it. None for
    what is no address."""
    given = given.strip()
    parts = _parts(given if "://" in given else f"https://{given.lstrip('/')}")
    if parts is None or parts.scheme not in ("http", "https") or "." not in parts.netloc:
        return None
    path = parts.path
    if "/web/product/" in path or path in ("", "/"):
        path = path.partition("/web/product/")[0].rstrip("/") + _BIG
    elif not path.endswith("/"):
        path = path.rpartition("/")[0] + "/" if "." in path.rpartition("/")[2] else f"{path}/"
    folder = f"{parts.scheme}://{parts.netloc}{path}"
    return folder if len(folder) <= LONGEST else None


def product_pictures(cells: Mapping[str, str], old_shop: str = "") -> list[NamedPicture]:
    """The pictures of a product, the main one first. That one comes in four sizes, of which the largest that is there is taken."""
    sizes = [column for column in _FOLDERS if cells.get(column, "").strip()]
    named = [(column, cells[column].strip()) for column in sizes[:1]]
    named += [(MORE, cell) for part in cells.get(MORE, "").split("|") if (cell := part.strip())]
    return [NamedPicture(column, cell, _place_in(column, cell, old_shop)) for column, cell in named]


def _place_in(column: str, cell: str, old_shop: str) -> str:
    if is_outside(cell) or cell.startswith("/"):
        return place_of(cell, old_shop)
    parts = _parts(cell)
    if not old_shop or parts is None or parts.scheme or "\\" in cell:
        return ""
    folder = _FOLDERS.get(column, "extra/big")
    return place_of(urljoin(f"{old_shop.removesuffix(_BIG)}/web/product/{folder}/" if old_shop.endswith(_BIG) else old_shop, cell))


def _parts(address: str) -> SplitResult | None:
    """Its parts; None where it makes no sense, is too long, or names somebody's password."""
    if len(address) > LONGEST or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        sane = parts.port != 0 and "@" not in parts.netloc and (not parts.netloc or _HOST.fullmatch(parts.hostname or ""))
    except ValueError:
        return None
    return parts if sane else None
