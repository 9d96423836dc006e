"""A stranger's addresses are called sparingly; those of our own mall, which waits for nobody there, as they answer."""

from __future__ import annotations

from typing import Any

import pytest

from minishop.chassis.http import OWN_PATIENCE
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import STRANGERS_AT_ONCE, terms_for

MERCHANT = Merchant(id=7)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://mall.localhost:8100/channel/hints/haru/", True),
        ("http://haru.shop.localhost:8100/checkout/product-info/", True),
        ("http://HARU.SHOP.localhost/x", True),
        ("http://mall.localhost.example/x", False),
        ("http://evilshop.localhost/x", False),
        ("http://example.com/?shop.localhost", False),
        ("http://haru.shop.localhost@example.com/", False),
    ],
    ids=["몰", "상점", "대문자", "뒤에 붙은 이름", "점 없는 끝", "질의", "사용자 이름"],
)
def test_only_hosts_of_our_own_mall_are_our_own(url: str, own: bool) -> None:
    terms = terms_for(MERCHANT, url, "hint")
    told = (terms.at_once, terms.owner, terms.patience)
    assert told == ((None, "", OWN_PATIENCE) if own else (STRANGERS_AT_ONCE, "7", 0.1))
    assert (terms.kind, terms.breaks) == ("hint", True)


def test_an_installation_without_a_mall_of_its_own_calls_everybody_sparingly(settings: Any) -> None:
    settings.OWN_HOSTS = ()
    assert terms_for(MERCHANT, "http://mall.localhost:8100/", "hint").at_once == STRANGERS_AT_ONCE
