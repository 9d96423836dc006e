"""상품관리: registering and editing by hand, the list, several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.catalog.test_pictures import photo
from tests.mall.stock.selling import take_sold
from tests.mall.worlds import NOW, Cast, make_product
from tests.page_lines import lines

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Category, Product, ProductImage, Variant
from minishop.mall.catalog.queries import find_product, select_options, texts_of
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel
from minishop.mall.stock.queries import sellable

COLOUR = SelectOption("색상", ("노랑", "파랑"))
SAID = {
    "name": "누빔 매트", "price": "27000", "list_price": "32000", "displayed": "on", "for_sale": "on", "min_quantity": "1",
    "fee_kind": "general", "maker": "하루공방",
}  # fmt: skip
OPTIONS = {"options": "색상: 노랑, 파랑\n크기: S, M", "text_options": "각인 문구 (선택, 20자)", "stock": "7"}


def picture(name: str = "a.jpg", colour: str = "navy") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(400, 300, colour=colour), "image/jpeg")


def form_of(client: Client, code: str = "P1") -> dict[str, Any]:
    """What a browser would send back of a product's page that nobody touched."""
    context = client.get(f"/office/haru/products/{code}/").context
    values = {field.html_name: field.value() for field in context["form"]}
    rows = {f"{name}-{row.id}": text for row in context["rows"] if row.choices for name, text in _texts(row)}
    said = {name: ("on" if value is True else value) for name, value in {**values, **rows}.items()}
    return {name: value for name, value in said.items() if value is not None and value is not False}


def _texts(row: Any) -> list[tuple[str, str]]:
    return [("surcharge", row.surcharge_text), ("quantity", row.quantity_text), ("shown", row.quantity_shown)]


def test_a_product_is_registered_with_options_stock_and_pictures(shop: Shop, owner: Client) -> None:
    files = [picture(), picture("b.jpg", "red")]
    answer = owner.post("/office/haru/products/new/", {**SAID, **OPTIONS, "pictures": files})
    product = find_product(shop, Product.objects.get().code)
    assert product is not None
    assert answer.headers["location"] == f"/office/haru/products/{product.code}/"
    assert (product.name, product.price, product.list_price, product.maker) == ("누빔 매트", Won(27_000), Won(32_000), "하루공방")
    assert [option.name for option in select_options(product)] == ["색상", "크기"]
    assert texts_of(product) == [TextOption("각인 문구", False, 20)]
    assert set(sellable(shop, [variant.id for variant in product.variants.all()]).values()) == {7}
    assert len(product.variants.all()) == 4
    assert len(product.images.all()) == 2


def test_surcharge_and_stock_of_each_variant(shop: Shop, owner: Client) -> None:
    product = make_product(shop, selects=[COLOUR], stock=5)
    yellow, blue = product.variants.all()
    owner.post("/office/haru/products/P1/", form_of(owner) | {f"surcharge-{blue.id}": "2000", f"quantity-{blue.id}": "0"})
    assert [int(variant.surcharge) for variant in Variant.objects.order_by("position")] == [0, 2000]
    assert sellable(shop, [yellow.id, blue.id]) == {yellow.id: 5, blue.id: 0}


@pytest.mark.parametrize("selects", [[COLOUR], []], ids=["옵션 있음", "옵션 없음"])
def test_saving_something_else_puts_no_sold_piece_back(shop: Shop, owner: Client, selects: list[SelectOption]) -> None:
    """A sale between opening the form and saving it stays sold."""
    variant = make_product(shop, selects=selects, stock=5).variants.all()[0]
    form = form_of(owner)
    take_sold(shop=shop, variant_id=variant.id, quantity=2, key="order-1", now=NOW)
    assert owner.post("/office/haru/products/P1/", form | {"name": "새 이름"}).status_code == 302
    assert Product.objects.get().name == "새 이름"
    assert sellable(shop, [variant.id]) == {variant.id: 3}


def test_a_page_nobody_touched_changes_nothing(shop: Shop, owner: Client) -> None:
    selects = [SelectOption("용량", ("1,000g", "2 | 3kg")), SelectOption("A: B", ("가",))]
    make_product(
        shop, selects=selects, texts=[TextOption("연락처 (집)", False, 30)], categories=["24", "7"], stock=3, max_quantity=9
    )
    before = (Product.objects.values().get(), list(Variant.objects.values()), list(StockLevel.objects.values()))
    assert owner.post("/office/haru/products/P1/", form_of(owner)).status_code == 302
    assert (Product.objects.values().get(), list(Variant.objects.values()), list(StockLevel.objects.values())) == before
    product = find_product(shop, "P1")
    assert product is not None
    assert (select_options(product), [place.category.name for place in product.placements.all()]) == (selects, ["24", "7"])


def test_a_new_value_beside_counted_ones_starts_sold_out(shop: Shop, owner: Client) -> None:
    make_product(shop, selects=[COLOUR], stock=5)
    owner.post("/office/haru/products/P1/", form_of(owner) | {"options": "색상: 노랑, 파랑, 빨강"})
    variants = list(Variant.objects.order_by("position"))
    assert list(sellable(shop, [variant.id for variant in variants]).values()) == [5, 5, 0]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"), ({"price": "-1"}, "price"), ({"price": "천원"}, "price"), ({"price": "1.5"}, "price"),
        ({"options": "노랑, 파랑"}, "options"), ({"options": "색상: 노랑, 노랑"}, "options"), ({"options": ": 노랑"}, "options"),
        ({"options": "번호: " + ", ".join(map(str, range(301)))}, "options"), ({"text_options": "문구\n문구"}, "text_options"),
        ({"options": "문구: 가", "text_options": "문구"}, "text_options"), ({"stock": "-1"}, "stock"),
        ({"min_quantity": "5", "max_quantity": "3"}, "max_quantity"), ({"fee_kind": "fixed"}, "fee_amount"),
        ({"fee_kind": "weight"}, "fee_kind"), ({"categories": "404"}, "categories"),
    ],
)  # fmt: skip
def test_refused_input_stands_beside_its_field_and_changes_nothing(
    shop: Shop, owner: Client, said: dict[str, str], field: str
) -> None:
    answer = owner.post("/office/haru/products/new/", SAID | said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    "file",
    [SimpleUploadedFile("a.jpg", b"<?php", "image/jpeg"), SimpleUploadedFile("a.jpg", photo(100, 100), "image/jpeg")],
    ids=["사진 아님", "작은 사진"],
)
def test_a_bad_picture_registers_no_product(shop: Shop, owner: Client, file: SimpleUploadedFile) -> None:
    answer = owner.post("/office/haru/products/new/", {**SAID, "pictures": [picture(), file]})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["pictures"])
    assert (Product.objects.exists(), ProductImage.objects.exists()) == (False, False)


@pytest.mark.parametrize(("name", "value"), [("surcharge", "많이"), ("surcharge", "-"), ("quantity", "-1"), ("quantity", "１")])
def test_a_variants_wrong_number_is_refused(shop: Shop, owner: Client, name: str, value: str) -> None:
    variant = make_product(shop, selects=[COLOUR], stock=5).variants.all()[0]
    answer = owner.post("/office/haru/products/P1/", form_of(owner) | {f"{name}-{variant.id}": value, "name": "새 이름"})
    assert answer.status_code == 422
    assert f'id="{name}-{variant.id}-error"' in answer.content.decode()
    assert Product.objects.get().name == "상품 P1"


def test_pictures_are_shown_led_and_taken_off(shop: Shop, owner: Client) -> None:
    make_product(shop)
    owner.post("/office/haru/products/P1/", form_of(owner) | {"pictures": [picture(), picture("b.jpg", "red")]})
    first, second = ProductImage.objects.order_by("position")
    shown = owner.get(f"/office/haru/pictures/{second.file}-400.jpg")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    owner.post(f"/office/haru/products/P1/pictures/{second.id}/first/")
    assert ProductImage.objects.order_by("position")[0].id == second.id
    owner.post(f"/office/haru/products/P1/pictures/{first.id}/deletion/")
    assert ProductImage.objects.get().id == second.id
    assert Product.objects.get().updated_at > NOW


def test_deleting_takes_it_out(shop: Shop, owner: Client) -> None:
    make_product(shop)
    assert owner.post("/office/haru/products/P1/deletion/").headers["location"] == "/office/haru/products/"
    assert owner.get("/office/haru/products/P1/").status_code == 404


def test_several_are_displayed_at_once_and_the_search_is_kept(shop: Shop, owner: Client) -> None:
    """R111."""
    for code in ("P1", "P2", "P3"):
        make_product(shop, code)
    answer = owner.post("/office/haru/products/display/", {"code": ["P1", "P3"], "displayed": "0", "back": "q=상품&page=1"})
    assert answer.headers["location"] == "/office/haru/products/?q=%EC%83%81%ED%92%88&page=1"
    assert dict(Product.objects.values_list("code", "displayed")) == {"P1": False, "P2": True, "P3": False}


def test_another_shops_products_are_not_displayed(cast: Cast, stranger: Client) -> None:
    with scope(cast.haru.id):
        make_product(cast.haru, "P1", displayed=False)
    stranger.post("/office/maru/products/display/", {"code": ["P1"], "displayed": "1"})
    with scope(cast.haru.id):
        assert not Product.objects.get().displayed


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["P3", "P2", "P1"]), ("sort=name", ["P1", "P3", "P2"]), ("sort=rank", ["P2", "P3", "P1"]), ("q=매트", ["P3", "P1"]),
        ("q=p2", ["P2"]), ("shown=displayed", ["P3", "P1"]), ("shown=hidden", ["P2"]), ("category=없음", ["P3", "P2", "P1"]),
    ],
)  # fmt: skip
def test_search_filter_and_sort(shop: Shop, owner: Client, query: str, codes: list[str]) -> None:
    """R110."""
    make_product(shop, "P1", name="가 매트", position=5)
    make_product(shop, "P2", name="다 쌀", displayed=False)
    make_product(shop, "P3", name="나 매트", position=1)
    answer = owner.get(f"/office/haru/products/?{query}")
    assert [row["product"].code for row in answer.context["rows"]] == codes


def test_a_category_filter_includes_its_descendants(shop: Shop, owner: Client) -> None:
    """R107."""
    make_product(shop, "P1", categories=["1"])
    make_product(shop, "P2", categories=["2"])
    top, below = Category.objects.order_by("position")
    owner.post(f"/office/haru/products/categories/{below.id}/", {"name": "아래", "parent": str(top.id), "position": "0"})
    answer = owner.get(f"/office/haru/products/?category={top.id}")
    assert {row["product"].code for row in answer.context["rows"]} == {"P1", "P2"}


def test_a_row_says_what_the_seller_needs(shop: Shop, owner: Client) -> None:
    """R112, Q22."""
    product = make_product(shop, selects=[COLOUR], stock=5, price_text="전화문의", maker="하루공방", for_sale=False)
    take_sold(shop=shop, variant_id=product.variants.all()[0].id, quantity=5, key="k", now=NOW)
    page = owner.get("/office/haru/products/").content.decode()
    assert all(word in page for word in ("10,000원", "전화문의", "하루공방", "진열함", "판매안함", "1/2", "색상: 노랑, 파랑"))


def test_one_product_or_three_take_the_same_queries(
    shop: Shop, owner: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for many in (1, 3):
        for i in range(many):
            make_product(shop, f"P{i}", selects=[COLOUR], categories=["7"], stock=1)
        with django_assert_num_queries(18):
            assert len(owner.get("/office/haru/products/").context["rows"]) == many


def test_categories_are_made_named_and_moved(shop: Shop, owner: Client) -> None:
    """R108."""
    owner.post("/office/haru/products/categories/", {"name": "먹거리", "position": "1"})
    food = Category.objects.get()
    owner.post("/office/haru/products/categories/", {"name": "쌀", "parent": str(food.id), "position": "0"})
    rice = Category.objects.get(name="쌀")
    answer = owner.post(f"/office/haru/products/categories/{food.id}/", {"name": "먹을것", "parent": str(rice.id), "position": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])
    assert (Category.objects.get(id=food.id).name, rice.parent_id) == ("먹거리", food.id)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ko", ["상세 설명에서 2개를 뺐습니다. 실행되는 스크립트: onclick, script", "교환·반품 안내에서 1개를 뺐습니다. 입력 양식: form"]),
        ("en", ["2 things were taken out of ‘Description’ – scripts that run: onclick, script",
                "1 thing was taken out of ‘Returns and exchanges’ – forms to fill in: form"]),
    ],
)  # fmt: skip
def test_what_is_taken_out_of_a_description_is_told(shop: Shop, owner: Client, language: str, told: list[str]) -> None:
    said = {**SAID, "description": '<p onclick="x()">가</p><script>x()</script>', "return_guide": "<form>나</form>"}
    answer = owner.post("/office/haru/products/new/", said, follow=True, headers={"accept-language": language})
    assert [line for line in lines(answer) if line in told] == told
    assert Product.objects.get().description == "<p>가</p>"
