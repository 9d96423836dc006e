"""상품: only what differs is written; descriptions cannot run; categories count their descendants (R107)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import ProductDraft, TextOption
from minishop.mall.catalog.domain.options import ChoiceMissing, SelectOption
from minishop.mall.catalog.models import Category, Product, ProductCategory, Variant
from minishop.mall.catalog.queries import (
    breadcrumb,
    categories_in_order,
    category_tree,
    displayed_products,
    feed_products,
    find_product,
    resolve_variant,
)
from minishop.mall.catalog.services.categories import IntoItself, save_category
from minishop.mall.catalog.services.products import CodeInUse, delete_product, save_product, set_displayed
from minishop.mall.shops.models import Shop

LATER = NOW + timedelta(hours=1)
COLOUR = SelectOption("색상", ("노랑", "파랑"))


def test_saying_the_same_again_changes_nothing(shop: Shop) -> None:
    said = ProductDraft("P1", {"name": "가", "price": Won(100)}, (COLOUR,), (TextOption("연락처"),), category_numbers=("7",))
    assert [save_product(shop=shop, draft=said, now=at)[1] for at in (NOW, LATER)] == [True, False]
    assert Product.objects.get().updated_at == NOW


def test_what_is_not_said_stays(shop: Shop) -> None:
    make_product(shop, selects=[COLOUR], categories=["7"], maker="하루공방")
    save_product(shop=shop, draft=ProductDraft("P1", {"price": Won(5)}), now=LATER)
    product = find_product(shop, "P1")
    assert product is not None
    assert (product.price, product.maker, len(product.variants.all()), len(product.placements.all())) == (Won(5), "하루공방", 2, 1)


def test_a_new_product_does_not_overwrite_one(shop: Shop) -> None:
    make_product(shop, name="먼저")
    with pytest.raises(CodeInUse):
        save_product(shop=shop, draft=ProductDraft("P1", {"name": "나중"}), now=LATER, is_new=True)
    assert Product.objects.get().name == "먼저"


def test_variants_that_stay_keep_their_identity_and_surcharge(shop: Shop) -> None:
    product = make_product(shop, selects=[COLOUR])
    yellow = product.variants.all()[0]
    Variant.objects.filter(shop=shop, id=yellow.id).update(surcharge=500)
    save_product(shop=shop, draft=ProductDraft("P1", {}, (SelectOption("색상", ("빨강", "노랑")),)), now=LATER)
    again = find_product(shop, "P1")
    assert again is not None
    assert [(v.choices[0][1], v.surcharge, v.code) for v in again.variants.all()] == [("빨강", 0, "P1-2"), ("노랑", 500, "P1-1")]
    assert yellow.id in {variant.id for variant in again.variants.all()}


def test_a_description_is_stored_clean(shop: Shop) -> None:
    product = make_product(shop, description="<p>가<script>alert(1)</script></p>", delivery_guide="<form>나</form>")
    assert (product.description, product.delivery_guide) == ("<p>가</p>", "나")


def test_a_deleted_product_is_gone_from_every_list(shop: Shop) -> None:
    make_product(shop)
    delete_product(shop=shop, code="P1", now=LATER)
    assert find_product(shop, "P1") is None
    assert not displayed_products(shop)
    assert not feed_products(shop)
    assert Product.objects.get().deleted_at == LATER


def test_displaying_moves_only_what_changes(shop: Shop) -> None:
    make_product(shop, "P1")
    make_product(shop, "P2", displayed=False)
    assert set_displayed(shop=shop, codes=["P1", "P2", "없음"], displayed=False, now=LATER) == 1
    assert dict(Product.objects.values_list("code", "updated_at")) == {"P1": LATER, "P2": NOW}


def test_a_parent_counts_its_descendants_once(shop: Shop) -> None:
    """R107: own 11, child 8: 19; a product in both counts once."""
    parent = save_category(shop=shop, category=None, name="대분류 1", parent_id=None, position=0)
    child = save_category(shop=shop, category=None, name="중분류 1-1", parent_id=parent.id, position=0)
    products = [make_product(shop, f"P{i}") for i in range(19)]
    places = [(product, parent if i < 11 else child) for i, product in enumerate(products)] + [(products[0], child)]
    ProductCategory.objects.bulk_create(
        [ProductCategory(shop=shop, product_id=product.id, category_id=category.id) for product, category in places]
    )
    delete_product(shop=shop, code=make_product(shop, "gone", categories=["9"]).code, now=LATER)
    tree = category_tree(shop)
    assert [(node.category.name, node.count, [child.count for child in node.children]) for node in tree] == [
        ("대분류 1", 19, [9]), ("9", 0, []),
    ]  # fmt: skip
    assert len(displayed_products(shop, parent)) == 19
    assert [one.name for one in breadcrumb(shop, child)] == ["대분류 1", "중분류 1-1"]
    assert [one.name for one in categories_in_order(shop)] == ["대분류 1", "중분류 1-1", "9"]


def test_a_category_does_not_move_below_itself_or_another_shops(cast: Cast) -> None:
    with scope(cast.maru.id):
        foreign = save_category(shop=cast.maru, category=None, name="남의 것", parent_id=None, position=0)
    with scope(cast.haru.id):
        top = save_category(shop=cast.haru, category=None, name="위", parent_id=None, position=0)
        below = save_category(shop=cast.haru, category=None, name="아래", parent_id=top.id, position=0)
        for parent in (top.id, below.id):
            with pytest.raises(IntoItself):
                save_category(shop=cast.haru, category=top, name="위", parent_id=parent, position=0)
        with pytest.raises(Category.DoesNotExist):
            save_category(shop=cast.haru, category=top, name="위", parent_id=foreign.id, position=0)
        assert Category.objects.get(name="위").parent_id is None


def test_choices_name_a_variant(shop: Shop) -> None:
    product = make_product(shop, selects=[COLOUR])
    assert resolve_variant(product, {"색상": "파랑", "남": "는다"}).choices == [["색상", "파랑"]]
    with pytest.raises(ChoiceMissing):
        resolve_variant(product, {"색상": "검정"})


@pytest.mark.parametrize(
    ("search", "codes"), [("", ["P2", "P1"]), ("들기름", ["P1"]), ("국산 기름", ["P1"]), ("p2", ["P2"]), ("없음", [])]
)
def test_a_search_needs_every_word(shop: Shop, search: str, codes: list[str]) -> None:
    make_product(shop, "P1", name="국산 들기름", search_words="참기름")
    make_product(shop, "P2", name="현미")
    make_product(shop, "P3", name="숨긴 들기름", displayed=False)
    assert [product.code for product in displayed_products(shop, search=search)] == codes
