"""체크아웃 설정: what the hub at the other end can and cannot do is read from its profile, and told to the seller."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.mall.worlds import Cast

from minishop.chassis.tenancy import scope
from minishop.mall.backoffice.checkout.labels import ABILITIES, abilities
from minishop.mall.channel.domain.profile import PROFILES, Profile
from minishop.mall.channel.models import HubConnection


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("minishop", "주문의 일부만 취소할 수 있는지는 주문마다 체크아웃이 알려 줍니다."),
        ("minishop", "배송중인 주문은 취소할 수 없습니다."),
        ("minishop", "체크아웃의 교환은 쇼핑몰의 주문을 바꾸지 않습니다."),
        ("minishop", "주문이 바뀌면 체크아웃이 곧바로 알려 줍니다."),
        ("naver", "주문의 일부 상품만 취소할 수 있습니다."),
        ("naver", "바뀐 주문을 몇 분마다 확인합니다."),
    ],
    ids=["R53 부분취소는 주문마다", "R50 배송중 취소 불가", "R51 교환연동 안됨", "알림", "오늘의 부분취소", "오늘의 시간 수집"],
)
def test_the_page_says_what_the_configured_hub_can_do(owner: Client, cast: Cast, settings: Any, profile: str, told: str) -> None:
    settings.HUB_PROFILE = profile
    with scope(cast.haru.id):
        HubConnection.objects.create(shop=cast.haru, merchant_id="np_1", client_id="c", client_secret="s", hint_secret="h")
    page = BeautifulSoup(owner.get("/office/haru/checkout/").content, "html.parser")
    assert [item for item in page.select("main li") if told in item.get_text()]


@pytest.mark.parametrize("name", ABILITIES)
def test_an_ability_is_told_either_way(name: str) -> None:
    assert name in {field.name for field in fields(Profile)}
    for can in (True, False):
        changed: dict[str, Any] = {name: can}
        said = abilities(replace(PROFILES["naver"], **changed))
        assert (can, ABILITIES[name][0 if can else 1]) in said
