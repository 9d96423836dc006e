"""사진 넣기: pictures that are uploaded into a description, with the page's script and without it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.backoffice.products.test_products import SAID, picture
from tests.mall.catalog.test_pictures import photo
from tests.mall.front import opened, visitor
from tests.mall.worlds import Cast, make_product
from tests.page_lines import lines

from minishop.mall.catalog.models import OutsidePicture, Product, ProductImage
from minishop.mall.catalog.queries import sources_of
from minishop.mall.shops.models import Shop

UPLOAD = "/office/haru/pictures/"


def test_without_a_script_they_come_to_its_end(shop: Shop, owner: Client) -> None:
    files = {"description_pictures": [picture(), picture("b.jpg", "red")]}
    owner.post("/office/haru/products/new/", {**SAID, "description": "<p>누빔</p>\r\n", **files})
    product = Product.objects.get()
    first, *shown = product.description.split("\n")
    assert (first, len(shown)) == ("<p>누빔</p>", 2)
    front = visitor(opened(shop))
    for tag in shown:
        address = tag.removeprefix('<img src="').partition('"')[0]
        assert front.get(address).headers["Content-Type"] == "image/jpeg"
    assert (ProductImage.objects.count(), OutsidePicture.objects.count(), sources_of(product)) == (0, 0, {})


@pytest.mark.parametrize("field", ["description_pictures", "pictures"])
def test_what_is_no_picture_is_refused_beside_its_field_and_nothing_is_saved(shop: Shop, owner: Client, field: str) -> None:
    make_product(shop, description="글")
    answer = owner.post("/office/haru/products/new/", {**SAID, field: [SimpleUploadedFile("a.jpg", b"x")]})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Product.objects.get().description == "글"


def test_the_script_gets_a_path_that_the_storefront_shows(shop: Shop, owner: Client) -> None:
    path = owner.post(UPLOAD, {"picture": picture()}).json()["path"]
    shown = visitor(opened(shop)).get(path)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert owner.get(f"{UPLOAD}{path.removeprefix('/media/')}").status_code == 200


@pytest.mark.parametrize("content", [b"", b"<svg/>", photo(kind="BMP")], ids=["없음", "SVG", "BMP"])
def test_the_script_is_told_why_a_picture_is_not_taken(shop: Shop, owner: Client, content: bytes) -> None:
    answer = owner.post(UPLOAD, {"picture": SimpleUploadedFile("a.jpg", content)} if content else {})
    assert (answer.status_code, answer.json()) == (422, {"problem": "JPEG, PNG, WebP, GIF 사진이 아니거나 손상된 파일입니다."})


def test_nobody_else_uploads_into_a_shop(cast: Cast, stranger: Client) -> None:
    assert stranger.post(UPLOAD, {"picture": picture()}).status_code == 404


def test_the_control_names_itself_and_its_script_is_there(shop: Shop, owner: Client) -> None:
    page = owner.get("/office/haru/products/new/")
    assert "{사진 넣기 선택: }" in lines(page)
    assert "backoffice/description.js" in page.content.decode()
