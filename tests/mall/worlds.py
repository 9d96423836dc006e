"""Builders of the mall's tests: people, shops, products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import ProductDraft, TextOption, Value
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.queries import find_product
from minishop.mall.catalog.services.products import save_product
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.staff.models import Account, Membership
from minishop.mall.staff.services import open_shop, sign_up
from minishop.mall.stock.services.levels import set_stock

NOW = datetime(2025, 4, 4, 3, 0, tzinfo=UTC)
PASSWORD = "아주-길고-긴-비밀번호"
FACTS = {
    "business_name": "하루상사",
    "representative": "김하루",
    "business_number": "1234567891",
    "phone": "02-123-4500",
    "email": "owner@haru.example",
}
KEYS = {
    "merchant_id": "np_abcde123456",
    "certi_key": "0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E",
    "button_key": "1F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E",
    "client_id": "haruClientId00000001",
    "client_secret": "$2a$04$abcdefghijklmnopqrstuu",
    "hint_secret": "whsec_bWluaXNob3AtZ29sZGVuLWhpbnQtc2VjcmV0LTMyISE=",
}

SEARCH = {"partner": "sp_abcde12345", "report_secret": "whsec_bWluaXNob3AtZ29sZGVuLXJlcG9ydC1zZWNyZXQhISE="}


@dataclass(frozen=True)
class Cast:
    """The people and shops of a test. The stranger owns maru and has nothing to do with haru."""

    haru: Shop
    maru: Shop
    owner: Account
    staff: Account
    stranger: Account
    operator: Account


def make_account(name: str, *, is_operator: bool = False) -> Account:
    return sign_up(email=f"{name}@mall.example", name=name, password=PASSWORD, is_operator=is_operator, now=NOW)


def make_cast() -> Cast:
    owner, staff, stranger = make_account("owner"), make_account("staff"), make_account("stranger")
    haru = open_shop(owner=owner, code="haru", name="하루상점", now=NOW)
    maru = open_shop(owner=stranger, code="maru", name="마루", now=NOW)
    with scope(haru.id):
        Membership.objects.create(shop=haru, account=staff, role=Membership.Role.STAFF, created_at=NOW)
    return Cast(haru, maru, owner, staff, stranger, make_account("operator", is_operator=True))


def make_product(
    shop: Shop,
    code: str = "P1",
    *,
    selects: Sequence[SelectOption] = (),
    texts: Sequence[TextOption] = (),
    categories: Sequence[str] = (),
    stock: int | None = None,
    **values: Value,
) -> Product:
    """A product of 10,000 won in the shop's open scope; ``stock`` counts every variant."""
    said = {"name": f"상품 {code}", "price": Won(10_000), **values}
    draft = ProductDraft(code, said, tuple(selects), tuple(texts), category_numbers=tuple(categories))
    save_product(shop=shop, draft=draft, now=NOW)
    product = find_product(shop, code)
    assert product is not None
    for variant in product.variants.all() if stock is not None else ():
        set_stock(shop=shop, variant=variant, quantity=stock, key=f"made-{variant.code}", now=NOW)
    return product


def with_facts(shop: Shop) -> Shop:
    """The shop with everything an application asks."""
    for name, value in FACTS.items():
        setattr(shop, name, value)
    shop.save()
    return shop


def approve_all(shop: Shop, at: datetime) -> None:
    """All three entries, approved at an instant, in the shop's open scope."""
    for kind in EntryKind:
        Entry.objects.create(
            shop=shop, kind=kind.value, state=EntryState.APPROVED.value, requested_at=at, decided_at=at, external_id=kind.value
        )
