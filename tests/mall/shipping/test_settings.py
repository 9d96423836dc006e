"""배송비 설정: saving, versions, surcharges, and the office's page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.mall.front import BELOW, text
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import BadTiers, Basis, DoorGate, FixedPer, Mode, Policy, Tier
from minishop.mall.shipping.models import FeePolicy, RegionalSurcharge
from minishop.mall.shipping.queries import policy_of, surcharge_for
from minishop.mall.shipping.services import Region, replace_surcharges, save_policy
from minishop.mall.shops.models import Shop

TIERS = (Tier(Won(0), Won(3_000)), Tier(Won(30_000), Won(0)))
EVERYTHING = Policy(
    Mode.TIERS, Won(1), Won(2), TIERS, True, True, Basis.ALL_LINES, DoorGate.NEVER, FixedPer.VARIANT, Won(4), Won(9),
)  # fmt: skip
FORM = {
    "mode": "tiers", "threshold": "50000", "fee": "2500", "tiers": "0: 3,000\n30000: 2000\n50000: 0", "individual_fees": "on",
    "free_first": "on", "basis": "general_lines", "door_gate": "general_present", "fixed_per": "product", "surcharges": "",
    "return_fee": "3000", "exchange_fee": "6000",
}  # fmt: skip


def test_what_is_saved_is_what_is_read(shop: Shop) -> None:
    """R56."""
    save_policy(shop=shop, policy=EVERYTHING, now=NOW)
    assert policy_of(shop) == EVERYTHING


def test_only_a_change_raises_the_version(shop: Shop) -> None:
    versions = [save_policy(shop=shop, policy=policy, now=NOW).version for policy in (BELOW, BELOW, EVERYTHING, BELOW)]
    assert versions == [1, 1, 2, 3]


def test_bad_tiers_leave_the_old_settings(shop: Shop) -> None:
    """E17."""
    save_policy(shop=shop, policy=BELOW, now=NOW)
    with pytest.raises(BadTiers):
        save_policy(shop=shop, policy=replace(EVERYTHING, tiers=TIERS[1:]), now=NOW)
    assert (policy_of(shop), FeePolicy.objects.get().version) == (BELOW, 1)


def test_a_shop_that_never_saved_charges_2500_below_50000(shop: Shop) -> None:
    policy = policy_of(shop)
    assert (policy.mode, policy.threshold, policy.fee, policy.individual_fees) == (Mode.BELOW_AMOUNT, 50_000, 2_500, False)


REGIONS = {"63000": 3_000, "63365": 3_000, "63644": 5_000, "62999": 0, "04524": 0}


@pytest.mark.parametrize(("zipcode", "amount"), REGIONS.items())
def test_a_surcharge_is_found_by_postcode_and_the_dearest_counts(shop: Shop, zipcode: str, amount: int) -> None:
    """A25, step 7."""
    jeju, island = Region("제주", "63000", "63644", Won(3_000)), Region("추자도", "63640", "63644", Won(5_000))
    for _again in range(2):
        replace_surcharges(shop=shop, regions=[jeju, island])
    assert RegionalSurcharge.objects.count() == 2
    assert surcharge_for(shop, zipcode) == amount


def owner(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.owner)
    return client


def post(cast: Cast, **changes: str | None) -> Any:
    form = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    return owner(cast).post("/office/haru/shipping/", form)


def saved(cast: Cast) -> Policy:
    with scope(cast.haru.id):
        return policy_of(cast.haru)


def test_the_page_saves_tiers_as_they_are_written(cast: Cast) -> None:
    """R55."""
    assert post(cast).status_code == 302
    assert saved(cast).tiers == (Tier(Won(0), Won(3_000)), Tier(Won(30_000), Won(2_000)), Tier(Won(50_000), Won(0)))
    assert "30000: 2000" in text(owner(cast).get("/office/haru/shipping/"))


REFUSED: dict[str, tuple[dict[str, str | None], str]] = {
    "0원에서 시작하지 않음": ({"tiers": "10000: 3000"}, "첫 구간은 0원에서 시작해야 합니다."),
    "겹치는 구간": ({"tiers": "0: 3000\n0: 2000"}, "구간의 시작 금액은 앞 구간보다 커야 합니다."),
    "구간이 아닌 글": ({"tiers": "0: 3000\n비싸면 무료"}, "‘시작 금액: 배송비’로 적어 주세요: 비싸면 무료"),
    "음수 배송비": ({"fee": "-1"}, "aria-invalid"),
    "없는 방식": ({"mode": "magic"}, "고를 수 없는 값입니다. 목록에서 다시 골라 주세요."),
    "방식 없음": ({"mode": None}, "저장하지 않았습니다."),
    "우편번호가 아님": ({"surcharges": "제주: 63000-6364: 3000"}, "‘이름: 시작-끝 우편번호: 금액’으로 적어 주세요"),
    "거꾸로 된 우편번호": ({"surcharges": "제주: 63644-63000: 3000"}, "‘이름: 시작-끝 우편번호: 금액’으로 적어 주세요"),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_refused_setting_says_why_and_changes_nothing(cast: Cast, changes: dict[str, str | None], sentence: str) -> None:
    before = saved(cast)
    answer = post(cast, **changes)
    assert (answer.status_code, saved(cast)) == (422, before)
    assert sentence in text(answer)
    with scope(cast.haru.id):
        assert not FeePolicy.objects.exists()


def test_surcharges_are_saved_as_they_are_written(cast: Cast) -> None:
    assert post(cast, surcharges="제주: 63000-63644: 3,000\n\n울릉도: 40200-40240: 5000원").status_code == 302
    assert "울릉도: 40200-40240: 5000\n제주: 63000-63644: 3000" in text(owner(cast).get("/office/haru/shipping/"))
    with scope(cast.haru.id):
        assert [surcharge_for(cast.haru, zipcode) for zipcode in ("63100", "40200", "04524")] == [3_000, 5_000, 0]


def test_the_trap_of_free_first_is_said_where_it_is_set(cast: Cast) -> None:
    """A28: one free product sends fixed-fee goods for nothing."""
    sentence = "무료 상품을 하나 담으면 개별 배송비 상품도 무료로 나갑니다."
    post(cast)
    assert sentence not in text(owner(cast).get("/office/haru/shipping/"))
    with scope(cast.haru.id):
        make_product(cast.haru, "P1", fee_kind="fixed", fee_amount=Won(4_000))
    assert sentence in text(owner(cast).get("/office/haru/shipping/"))
    post(cast, free_first=None)
    assert sentence not in text(owner(cast).get("/office/haru/shipping/"))


def test_a_stranger_finds_no_such_page(cast: Cast) -> None:
    stranger = Client()
    stranger.force_login(cast.stranger)
    assert stranger.get("/office/haru/shipping/").status_code == 404
    assert stranger.post("/office/haru/shipping/", FORM).status_code == 404
    assert Client().get("/office/haru/shipping/").status_code == 302
