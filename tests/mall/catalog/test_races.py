"""상품: two people in one catalogue, and a save that dies half way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from tests.mall.catalog.files import product_file, row
from tests.mall.pictures import png
from tests.mall.worlds import NOW, make_cast, make_product
from tests.racing import broken, meanwhile, stored

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import ProductDraft, Quantity, Restock
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.domain.picture_places import own_path
from minishop.mall.catalog.models import Category, Option, OutsidePicture, Product, ProductCategory, ProductImage, Variant
from minishop.mall.catalog.pictures import add_picture, lead_with_picture
from minishop.mall.catalog.services import importing
from minishop.mall.catalog.services.adding import add_products
from minishop.mall.catalog.services.categories import IntoItself, save_category
from minishop.mall.catalog.services.importing import import_products
from minishop.mall.catalog.services.outside import take_answer
from minishop.mall.catalog.services.products import save_product, write_variant
from minishop.mall.catalog.services.registration import register_product
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel
from minishop.mall.stock.queries import selling_channel
from minishop.mall.stock.services.levels import write_buffer, write_terms

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.mall.catalog.services"
CATALOGUE = (Product, Option, Variant, Category, ProductCategory, ProductImage, StockLevel)
COLOURS = SelectOption("색상", ("노랑", "파랑"))
Deed = Callable[[], Any]


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


def in_scope(shop: Shop, act: Callable[..., Any], **named: Any) -> Deed:
    def run() -> Any:
        with scope(shop.id):
            return act(shop=shop, **named)

    return run


def test_two_moves_never_make_a_circle(shop: Shop) -> None:
    with scope(shop.id):
        one, other = (Category.objects.create(shop=shop, name=name) for name in ("컵", "접시"))

    def below(category: Category, parent: Category) -> Deed:
        return in_scope(shop, save_category, category=category, name=category.name, parent_id=parent.id, position=0)

    with meanwhile(f"{SERVICES}.categories._way_up", below(other, one)) as rival:
        below(one, other)()
    assert [type(error) for error in rival.raised] == [IntoItself]
    with scope(shop.id):
        assert sorted(Category.objects.values_list("parent_id", flat=True), key=bool) == [None, other.id]


def test_one_file_imported_twice_at_once_is_there_once(shop: Shop) -> None:
    file = product_file([row("P1") | {"상품분류 번호": "24"}])
    again = in_scope(shop, import_products, content=file, now=NOW)
    with meanwhile(f"{SERVICES}.importing.add_products", again) as rival:
        in_scope(shop, import_products, content=file, now=NOW)()
    assert rival.raised == []
    with scope(shop.id):
        assert (Product.objects.count(), Category.objects.count()) == (1, 1)


def draft(code: str = "P1", **values: Any) -> ProductDraft:
    said = {"name": "컵", "price": Won(5_000), **values}
    return ProductDraft(code, said, selects=(COLOURS,), category_numbers=("24",))


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        pytest.param(f"{SERVICES}.products.overwrite_product", 1, id="값을 쓰고"),
        pytest.param(f"{SERVICES}.products._write_options", 1, id="옵션을 쓰고"),
        pytest.param(f"{SERVICES}.registration.add_picture", 1, id="사진 한 장을 넣고"),
        pytest.param("minishop.mall.stock.services.levels.begin", 1, id="재고를 세기 시작하고"),
    ],
)
def test_a_registration_that_dies_half_way_leaves_nothing(shop: Shop, moment: str, after: int) -> None:
    counted = replace(draft(), quantity=Quantity(3))
    with broken(moment, after=after):
        in_scope(shop, register_product, draft=counted, stock={}, pictures=[png("red")], is_new=True, now=NOW)()
    assert stored(*CATALOGUE) == []


def test_stock_that_dies_half_way_is_that_of_before_for_all_variants(shop: Shop) -> None:
    with scope(shop.id):
        product = make_product(shop, "P1", selects=[COLOURS], stock=1)
    before = stored(*CATALOGUE)
    stock = {variant.id: Restock(1, 9) for variant in product.variants.all()}
    with broken("minishop.mall.stock.services.levels.book", after=1):
        in_scope(shop, register_product, draft=ProductDraft("P1", {}), stock=stock, pictures=[], is_new=False, now=NOW)()
    assert stored(*CATALOGUE) == before


@pytest.mark.parametrize("moment", ["overwrite_product", "_write_options", "_write_placements"])
def test_a_save_that_dies_half_way_leaves_the_product_as_it_was(shop: Shop, moment: str) -> None:
    with scope(shop.id):
        make_product(shop, "P1")
    before = stored(*CATALOGUE)
    with broken(f"{SERVICES}.products.{moment}"):
        in_scope(shop, save_product, draft=draft(name="잔"), now=NOW)()
    assert stored(*CATALOGUE) == before


def test_products_that_are_added_in_bulk_are_all_there_or_none(shop: Shop) -> None:
    with broken(f"{SERVICES}.adding.option_rows", after=2):
        in_scope(shop, add_products, drafts=[draft("P1"), draft("P2")], now=NOW)()
    assert stored(*CATALOGUE) == []


def test_an_import_that_dies_half_way_has_whole_pieces_and_does_the_rest_when_it_comes_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_A_TIME", 2)
    file = product_file([row(f"P{number}") | {"상품분류 번호": str(number)} for number in range(5)])
    with broken(f"{SERVICES}.importing.add_products", after=2):
        in_scope(shop, import_products, content=file, now=NOW)()
    with scope(shop.id):
        assert list(Product.objects.order_by("-id").values_list("code", flat=True)) == ["P3", "P4"]
        assert list(Category.objects.order_by("position").values_list("source_number", flat=True)) == ["3", "4"]
    in_scope(shop, import_products, content=file, now=NOW)()
    with scope(shop.id):
        assert list(Product.objects.order_by("-id").values_list("code", flat=True)) == [f"P{number}" for number in (0, 1, 2, 3, 4)]


def test_pictures_keep_their_order_when_their_change_dies_half_way(shop: Shop) -> None:
    with scope(shop.id):
        product = make_product(shop, "P1")
        images = [add_picture(shop=shop, product=product, content=png(colour)) for colour in ("red", "blue")]
    before = stored(ProductImage)
    with broken("minishop.mall.catalog.pictures.ProductImage.save"):
        in_scope(shop, lead_with_picture, product=product, image_id=images[1].id)()
    assert stored(ProductImage) == before


def test_a_product_that_is_written_while_its_stock_terms_are_never_waits_for_them_and_they_for_it(shop: Shop) -> None:
    """On PostgreSQL each would have held what the other wants."""
    with scope(shop.id):
        variant = make_product(shop, "P1", stock=1).variants.all()[0]

    def write_one(*, shop: Shop, quantity: Quantity) -> None:
        with transaction.atomic():
            write_variant(shop=shop, variant=variant, quantity=quantity, now=NOW)

    saved = in_scope(shop, save_product, draft=ProductDraft("P1", {"name": "잔"}, quantity=Quantity(7)), now=NOW)
    for pieces, write in ((7, saved), (8, in_scope(shop, write_one, quantity=Quantity(8)))):
        terms = {"variant_id": variant.id, "channel": selling_channel(), "safety": pieces, "buffer": None, "sold_out": False}
        with meanwhile(
            "minishop.mall.stock.services.books.write_movements", in_scope(shop, write_terms, now=NOW, **terms)
        ) as rival:
            write()
        assert rival.raised == []
        with scope(shop.id):
            assert StockLevel.objects.values_list("quantity", "safety").get() == (pieces, pieces)


def test_a_file_and_a_buffer_for_all_lock_products_in_one_order(shop: Shop) -> None:
    with scope(shop.id):
        for code in ("P1", "P2"):
            make_product(shop, code, stock=1)
    file = product_file([row(code) | {"상품명": "새 이름"} for code in ("P2", "P1")])
    buffer = in_scope(shop, write_buffer, channel=selling_channel(), pieces=1, now=NOW)
    with meanwhile(f"{SERVICES}.products.write_keys", buffer) as rival:
        in_scope(shop, import_products, content=file, now=NOW)()
    assert rival.raised == []
    with scope(shop.id):
        assert list(Product.objects.values_list("name", flat=True)) == ["새 이름", "새 이름"]


PICTURE = "https://old.example/a.jpg"
CAME = Answer(Outcome.SENT, 200, png())


def waiting_picture(shop: Shop) -> OutsidePicture:
    with scope(shop.id):
        make_product(shop, "P1", description=f'<img src="{PICTURE}">')
        return OutsidePicture.objects.get()


def test_a_seller_who_saves_while_a_picture_is_put_in_place_keeps_every_word(shop: Shop) -> None:
    row = waiting_picture(shop)
    edited = ProductDraft("P1", {"description": f'고친 글 <img src="{PICTURE}">'})
    with meanwhile(f"{SERVICES}.outside.with_addresses", in_scope(shop, save_product, draft=edited, now=NOW)) as rival:
        in_scope(shop, take_answer, picture_id=row.id, answer=CAME, now=NOW)()
    assert rival.raised == []
    with scope(shop.id):
        text, file = Product.objects.get().description, OutsidePicture.objects.get().file
        assert text.startswith("고친 글 ")
        assert own_path(file) in text or find_task_of(row) == "ready"


def find_task_of(row: OutsidePicture) -> str:
    """Whether the job that puts the picture into a text that was written later is there."""
    return Job.objects.get(key=f"mall.catalog.tasks.fetch_picture:{row.id}").state


def test_a_picture_whose_coming_dies_half_way_still_waits(shop: Shop) -> None:
    row = waiting_picture(shop)
    before = stored(Product, OutsidePicture)
    with broken(f"{SERVICES}.outside._put_in_place"):
        in_scope(shop, take_answer, picture_id=row.id, answer=CAME, now=NOW)()
    assert stored(Product, OutsidePicture) == before
    in_scope(shop, take_answer, picture_id=row.id, answer=CAME, now=NOW)()
    with scope(shop.id):
        assert own_path(OutsidePicture.objects.get().file) in Product.objects.get().description
