"""A shop with everything that a visitor can meet."""

from __future__ import annotations

from dataclasses import dataclass

from tests.mall.pictures import png
from tests.mall.worlds import NOW, make_product, with_facts

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Category, Product, ProductCategory, Variant
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shops.models import Shop
from minishop.mall.stock.services.levels import set_stock


@dataclass(frozen=True)
class Furnished:
    """What a test names in addresses."""

    shop: Shop
    kitchen: Category
    cups: Category
    mug: Product


def furnish(shop: Shop) -> Furnished:
    """Fills the shop, in its open scope: facts, two categories, products of every kind."""
    with_facts(shop)
    facts = {
        "mail_order_number": "2025-서울중구-00123",
        "fax": "02-123-4599",
        "zipcode": "04524",
        "address1": "서울시 중구 세종대로 110",
        "address2": "3층",
        "support_hours": "평일 10:00–17:00",
    }
    for name, value in facts.items():
        setattr(shop, name, value)
    shop.save()
    kitchen = Category.objects.create(shop=shop, name="주방")
    cups = Category.objects.create(shop=shop, name="컵", parent_id=kitchen.id)
    mug = full_product(shop)
    ProductCategory.objects.create(shop=shop, product_id=mug.id, category_id=cups.id)
    for colour in ("red", "green", "blue"):
        add_picture(shop=shop, product=mug, content=png(colour))
    make_product(shop, "P2", name="품절 접시", stock=0)
    make_product(shop, "P3", name="전시 항아리", for_sale=False)
    make_product(shop, "P4", name="주문 식탁", price_text="전화 문의")
    return Furnished(shop, kitchen, cups, mug)


def full_product(shop: Shop) -> Product:
    """A mug with every fact a product may have: two colours, one of them dearer and nearly gone, one sold out; words to engrave."""
    product = make_product(
        shop,
        "P1",
        selects=[SelectOption("색상", ("노랑", "파랑", "초록"))],
        texts=[TextOption("각인 문구", True, 20), TextOption("남길 말", False, 50)],
        stock=10,
        name="머그컵",
        price=Won(32_000),
        list_price=Won(39_000),
        maker="하루공방",
        brand="하루",
        origin="대한민국",
        recommended=True,
        summary="손에 꼭 맞는 컵",
        description="<h3>소재</h3><p>백자</p>",
        min_quantity=2,
        max_quantity=9,
    )
    blue, green = Variant.objects.filter(product=product).order_by("position")[1:]
    Variant.objects.filter(shop=shop, id=blue.id).update(surcharge=Won(2_000))
    for variant, left in ((blue, 3), (green, 0)):
        set_stock(shop=shop, variant=variant, quantity=left, key=f"left-{variant.code}", now=NOW)
    return product
