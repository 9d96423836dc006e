"""Which host is which shop: no name of the storefronts' domain shows the platform, whose cookies they must not see."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.worlds import Cast


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("mall.localhost:8100", 200),
        ("MALL.localhost.:8100", 200),
        ("haru.shop.localhost:8100", 404),
        ("HARU.Shop.localhost:8100", 404),
        ("haru.shop.localhost.:8100", 404),
        ("shop.localhost:8100", 404),
        ("shop.localhost.:8100", 404),
        ("nobody.shop.localhost:8100", 404),
        ("x.haru.shop.localhost:8100", 404),
    ],
)
def test_only_the_malls_own_host_has_a_login(cast: Cast, host: str, status: int) -> None:
    assert Client(headers={"host": host}).get("/login/").status_code == status


@pytest.mark.parametrize("host", ["haru.shop.localhost:8100", "HARU.Shop.localhost:8100", "haru.shop.localhost.:8100"])
def test_a_shop_is_found_by_its_name_as_resolvers_compare_names(cast: Cast, host: str) -> None:
    answer = Client(headers={"host": host}).get("/")
    assert (answer.status_code, answer.context["shop"].code) == (200, "haru")
