"""관리자 체험하기: a visitor's own shop for a day (docs/decisions/0035)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.test import Client
from tests.mall.catalog.test_pictures import photo
from tests.mall.worlds import NOW, Cast, make_product, with_facts
from tests.reading import Page

from minishop.chassis.buckets import Buckets
from minishop.chassis.tenancy import across_tenants, scope
from minishop.kernel.clock import utc_now
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.demos.errors import TooManyDemos
from minishop.mall.demos.services import opening
from minishop.mall.demos.services.opening import SPAN, open_demo
from minishop.mall.demos.services.removal import remove_piece
from minishop.mall.demos.tasks import remove_old_demos
from minishop.mall.entries.domain import OnlyATrial
from minishop.mall.entries.services.applying import apply
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop, ShopModel
from minishop.mall.staff.models import Account, Membership
from minishop.mall.staff.queries import shops_of
from minishop.mall.stock.queries import sellable


@pytest.fixture
def sample(shop: Shop) -> Shop:
    """haru with a product that has options, stock and a picture, and one that is hidden."""
    product = make_product(shop, "P1", selects=[SelectOption("색상", ("쪽빛", "먹색"))], stock=7, categories=["7"])
    add_picture(shop=shop, product=product, content=photo(300, 300))
    make_product(shop, "P2", displayed=False)
    return shop


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_buckets", Buckets())


def tried() -> Shop:
    return Shop.objects.get(demo_until__isnull=False)


def try_it(sample: Shop, account: Account | None = None, at: datetime | None = None) -> tuple[Shop, Account]:
    return open_demo(sample=sample, account=account, asker="a", now=NOW, true_now=at or utc_now())


def test_one_press_opens_an_office_that_works(sample: Shop, client: Client) -> None:
    """R63: no login, no form; what is saved there changes the visitor's shop and not the sample."""
    office = client.post("/try/").headers["location"]
    assert office == f"/office/{tried().code}/"
    home = client.get(office)
    assert Page(home).says("혼자 쓰는 체험 상점입니다.")
    assert not Page(home).says("아래 세 단계를 마치면")  # it never opens
    edit = f"{office}products/P1/"
    assert Page(client.get(edit)).field("상품명").value == "상품 P1"
    assert Page(client.get(f"{office}products/?q=품 P1")).says("등록 상품 1개")
    assert client.post(f"{edit}deletion/").status_code == 302
    assert Page(client.get(f"{office}products/")).says("등록 상품 0개")
    assert Product.objects.filter(shop=sample, deleted_at=None).count() == 2
    assert client.get("/office/haru/").status_code == 404


def test_the_shelf_comes_with_its_stock_and_pictures(sample: Shop) -> None:
    copy, _ = try_it(sample)
    with scope(copy.id):
        product = Product.objects.get(shop=copy)
        variants, image = list(product.variants.all()), product.images.get()
        assert sellable(copy, [variant.id for variant in variants]) == {variant.id: 7 for variant in variants}
        assert [placed.category.shop_id for placed in product.placements.select_related("category")] == [copy.id]
    assert len(variants) == 2
    assert default_storage.exists(f"shops/{copy.id}/pictures/{image.file}-400.jpg")


def test_who_has_one_comes_back_to_it_and_an_account_keeps_its_login(sample: Shop, cast: Cast) -> None:
    first, owner = try_it(sample, cast.stranger)
    assert (try_it(sample, cast.stranger), owner) == ((first, cast.stranger), cast.stranger)
    assert {shop.code for shop in shops_of(cast.stranger)} == {first.code, "maru"}


def test_a_visitor_signs_up_before_making_a_shop(sample: Shop, client: Client) -> None:
    """R63: else a shop would hang on an account that goes within a day."""
    client.post("/try/")
    assert [client.get(page).headers["location"] for page in ("/shops/new/", "/account/")] == ["/signup/", "/signup/"]
    assert not Account.objects.get(is_demo=True).has_usable_password()


def test_a_trial_applies_nowhere(sample: Shop) -> None:
    """R63: nothing of it reaches the other services, and the page says why."""
    copy, owner = try_it(sample)
    with scope(copy.id):
        with pytest.raises(OnlyATrial):
            apply(shop=with_facts(copy), kind=EntryKind.CHECKOUT, now=NOW)
        assert not Entry.objects.filter(shop=copy).exists()
    visitor = Client()
    visitor.force_login(owner)
    page = Page(visitor.get(f"/office/{copy.code}/entries/"))
    assert page.says("체험 상점은 열리지 않아 입점을 신청할 수 없습니다.")
    assert "신청하기" not in page.main.buttons()
    sent = visitor.post(f"/office/{copy.code}/entries/checkout/", follow=True)
    assert Page(sent).says("가입하면 내 쇼핑몰을 열 수 있습니다.")


def test_no_more_than_so_many_at_once(sample: Shop, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST", 1)
    try_it(sample)
    with pytest.raises(TooManyDemos):
        try_it(sample)
    assert Page(client.post("/try/", follow=True)).says("지금은 체험 상점이 모두 쓰이고 있습니다.")
    assert Shop.objects.filter(demo_until__isnull=False).count() == 1


def test_one_address_does_not_take_all_there_are(sample: Shop, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "FROM_ONE", 2)
    for _ in range(2):
        assert Client().post("/try/").headers["location"].startswith("/office/try-")
    assert Page(client.post("/try/", follow=True)).says("이곳에서 체험 상점을 여러 번 열었습니다.")
    assert Shop.objects.filter(demo_until__isnull=False).count() == 2
    shop, _owner = try_it(sample, cast.stranger)  # from elsewhere
    client.force_login(cast.stranger)
    assert client.post("/try/").headers["location"] == f"/office/{shop.code}/"  # who has one comes back to it
    assert Client(REMOTE_ADDR="10.0.0.9").post("/try/").headers["location"].startswith("/office/try-")


def test_nothing_is_tried_outside_a_sandbox(sample: Shop, client: Client, settings: Any) -> None:
    settings.MODE = "production"
    assert client.post("/try/").status_code == 404
    assert "관리자 체험하기" not in client.get("/").content.decode()
    assert not Shop.objects.filter(demo_until__isnull=False).exists()


def everything() -> set[tuple[type[ShopModel], int]]:
    """Every row of every shop, by its table and shop."""
    tables = [model for model in apps.get_models() if issubclass(model, ShopModel)]
    with across_tenants("all that is there"):
        return {(model, shop_id) for model in tables for shop_id in model._default_manager.values_list("shop_id", flat=True)}


def test_after_a_day_it_goes_with_everything_and_nothing_else_does(sample: Shop, cast: Cast) -> None:
    """R63: the visitor too; a person who has other shops stays, and so does a trial that is not over."""
    began = utc_now() - SPAN - timedelta(minutes=1)
    over, visitor = try_it(sample, at=began)
    theirs, _ = try_it(sample, cast.stranger, at=began)
    kept, _ = try_it(sample)
    before = everything()
    remove_old_demos.run(now=utc_now())
    gone = {over.id, theirs.id}
    assert everything() == {(model, shop_id) for model, shop_id in before if shop_id not in gone}
    assert not Shop.objects.filter(id__in=gone).exists()
    assert Shop.objects.filter(id__in=[kept.id, sample.id]).count() == 2
    assert not Account.objects.filter(id=visitor.id).exists()
    assert [shop.code for shop in shops_of(cast.stranger)] == ["maru"]
    assert not default_storage.exists(f"shops/{over.id}")
    assert default_storage.exists(f"shops/{kept.id}/pictures")
    assert remove_piece(true_now=utc_now()) is False


def test_moving_the_sandboxs_clock_takes_nobodys_shop(sample: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.clock.shift", lambda: timedelta(days=3))
    copy, _ = try_it(sample)
    remove_old_demos.run(now=utc_now() + timedelta(days=3))
    with scope(copy.id):
        assert Membership.objects.filter(shop=copy).exists()
