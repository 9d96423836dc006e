"""상품 사진: judged by content, without metadata, in fixed sizes under the shop's own folder."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from tests.mall.worlds import Cast, make_product

from minishop.chassis.pictures import BadPicture, unpacking
from minishop.mall.catalog import pictures
from minishop.mall.catalog.models import ProductImage
from minishop.mall.catalog.pictures import (
    LARGE,
    SMALL,
    add_picture,
    file_name,
    lead_with_picture,
    picture_path,
    picture_problem,
    read_picture,
    remove_picture,
)
from minishop.mall.shops.models import Shop


def photo(width: int = 1600, height: int = 800, kind: str = "JPEG", colour: str = "navy", turned: bool = False) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "집 주소"
    if turned:
        exif[0x0112] = 6
    Image.new("RGB", (width, height), colour).save(out, kind, exif=exif)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A header that promises far more pixels than the file holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b"\x00" * 64))


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_is_stored_in_two_sizes_without_its_metadata(shop: Shop, kind: str) -> None:
    image = add_picture(shop=shop, product=make_product(shop), content=photo(kind=kind))
    assert (image.width, image.height) == (1000, 500)
    for side in (LARGE, SMALL):
        with Image.open(io.BytesIO(read_picture(shop, file_name(image, side)))) as stored:
            assert (stored.format, stored.size, dict(stored.getexif())) == ("JPEG", (side, side // 2), {})
    assert picture_path(image, SMALL) == f"/media/{image.file}-400.jpg"
    assert picture_path(None) == ""


def test_a_turned_photo_is_set_upright(shop: Shop) -> None:
    image = add_picture(shop=shop, product=make_product(shop), content=photo(turned=True))
    assert (image.width, image.height) == (500, 1000)


def test_the_same_photo_twice_is_one_picture(shop: Shop) -> None:
    product = make_product(shop)
    first, again = (add_picture(shop=shop, product=product, content=photo()) for _ in range(2))
    assert first.id == again.id
    other = add_picture(shop=shop, product=make_product(shop, "P2"), content=photo())
    assert other.file == first.file
    assert len(default_storage.listdir(f"shops/{shop.id}/pictures")[1]) == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "not_a_picture", id="빈 파일"),
        pytest.param(b"<svg onload='x()'/>", "not_a_picture", id="SVG"),
        pytest.param(photo(kind="BMP"), "not_a_picture", id="BMP"),
        pytest.param(photo()[:2000], "not_a_picture", id="잘린 파일"),
        pytest.param(photo(turned=True).replace(b"\x01\x0e\x00\x02", b"\x01\x09\x00\x02"), "not_a_picture", id="망가진 EXIF"),
        pytest.param(photo(299, 800), "too_small", id="작은 사진"),
        pytest.param(huge_png(10_000, 6_000), "too_many_pixels", id="너무 많은 픽셀"),
        pytest.param(huge_png(12_000, 9_000), "too_many_pixels", id="훨씬 많은 픽셀"),
        pytest.param(huge_png(60_000, 60_000), "too_many_pixels", id="압축 폭탄"),
    ],
)
def test_what_is_no_usable_picture_is_refused(shop: Shop, content: bytes, problem: str) -> None:
    with pytest.raises(BadPicture) as refused:
        add_picture(shop=shop, product=make_product(shop), content=content)
    assert refused.value.facts["problem"] == problem
    assert not ProductImage.objects.exists()
    assert not default_storage.exists(f"shops/{shop.id}/pictures")


def test_a_product_has_a_bounded_number_of_pictures(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 1)
    product = make_product(shop)
    add_picture(shop=shop, product=product, content=photo())
    with pytest.raises(BadPicture):
        add_picture(shop=shop, product=product, content=photo(colour="red"))


def test_pictures_are_ordered_and_taken_off(shop: Shop) -> None:
    product = make_product(shop)
    first, second = (add_picture(shop=shop, product=product, content=photo(colour=colour)) for colour in ("red", "blue"))
    lead_with_picture(shop=shop, product=product, image_id=second.id)
    assert list(ProductImage.objects.order_by("position").values_list("id", flat=True)) == [second.id, first.id]
    remove_picture(shop=shop, product=product, image_id=second.id)
    assert ProductImage.objects.get().id == first.id


@pytest.mark.parametrize("name", ["../../etc/passwd", "x.jpg", "a" * 32 + "-999.jpg", "a" * 32 + "-400.jpg"])
def test_only_the_shops_own_pictures_are_opened(cast: Cast, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        read_picture(cast.haru, name)


def test_one_picture_is_unpacked_at_a_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes are hundreds of megabytes then, in each thread that has one."""
    held = []
    opened = Image.open
    monkeypatch.setattr(Image, "open", lambda *given, **named: held.append(unpacking.locked()) or opened(*given, **named))
    assert picture_problem(photo(), in_description=False) == ""
    assert picture_problem(b"no picture", in_description=True) == "not_a_picture"
    assert (held, unpacking.locked()) == ([True, True], False)
