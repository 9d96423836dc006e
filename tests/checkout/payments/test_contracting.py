"""PG 계약: a trading merchant's contract changes only with an operator's approval, and every change leaves a trace."""

from __future__ import annotations

import pytest
from tests.checkout.worlds import NOW, make_application, make_contract, make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants import services as merchants
from minishop.checkout.merchants.errors import ReasonMissing
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.contracts import (
    ContractEvent,
    ContractState,
    beginning_of,
)
from minishop.checkout.payments.labels import CONTRACT_EVENT
from minishop.checkout.payments.models import PgContract, PgContractEvent
from minishop.checkout.payments.queries import live_contract
from minishop.checkout.payments.services.contracting import approve_contract, hand_over, reject_contract
from minishop.kernel.machine import IllegalTransition

pytestmark = pytest.mark.django_db
S, E = ContractState, ContractEvent


def test_every_event_has_korean() -> None:
    assert set(CONTRACT_EVENT) == set(E)


@pytest.mark.parametrize(
    ("approved", "live", "begins"),
    [(False, False, E.HAND_OVER), (False, True, E.HAND_OVER), (True, False, E.HAND_OVER), (True, True, E.REQUEST)],
    ids=["신청만", "승인 전 다시", "승인 뒤 처음", "거래 중"],
)
def test_only_a_trading_merchants_contract_waits(approved: bool, live: bool, begins: ContractEvent) -> None:
    assert beginning_of(is_approved=approved, has_live=live) is begins


def states(merchant: Merchant) -> dict[str, str]:
    with scope(merchant.id):
        return dict(PgContract.objects.values_list("mid", "state"))


def trace(merchant: Merchant) -> list[tuple[str, str, str]]:
    with scope(merchant.id):
        return list(PgContractEvent.objects.order_by("at", "id").values_list("contract__mid", "event", "actor"))


def test_before_trading_the_last_one_named_is_used() -> None:
    merchant = make_application()
    for mid in ("mid-1", "mid-1", "mid-2"):
        make_contract(merchant, mid)
    assert states(merchant) == {"mid-1": "retired", "mid-2": "live"}
    assert trace(merchant) == [("mid-1", "hand_over", "host"), ("mid-1", "replace", "host"), ("mid-2", "hand_over", "host")]


def test_a_trading_merchant_keeps_its_contract_until_another_is_approved() -> None:
    merchant = make_merchant()
    asked = make_contract(merchant, "mid-2")
    assert states(merchant) == {"mid-1": "live", "mid-2": "requested"}
    with scope(merchant.id):
        approve_contract(contract=asked, who="operator:kim", now=NOW)
        approve_contract(contract=asked, who="operator:lee", now=NOW)
        live = live_contract(merchant)
    assert live is not None
    assert (live.mid, live.live_at) == ("mid-2", NOW)
    assert states(merchant) == {"mid-1": "retired", "mid-2": "live"}
    assert trace(merchant) == [
        ("mid-1", "hand_over", "host"),
        ("mid-2", "request", "host"),
        ("mid-1", "replace", "operator:kim"),
        ("mid-2", "approve", "operator:kim"),
    ]


def test_a_rejected_change_leaves_the_contract_and_its_reason() -> None:
    merchant = make_merchant()
    asked = make_contract(merchant, "mid-2")
    with scope(merchant.id):
        with pytest.raises(ReasonMissing):
            reject_contract(contract=asked, reason="  ", who="operator:kim", now=NOW)
        assert states(merchant) == {"mid-1": "live", "mid-2": "requested"}
        reject_contract(contract=asked, reason="명의가 다름", who="operator:kim", now=NOW)
        with pytest.raises(IllegalTransition):
            approve_contract(contract=asked, who="operator:kim", now=NOW)
        assert PgContractEvent.objects.get(event="reject").reason == "명의가 다름"
    assert states(merchant) == {"mid-1": "live", "mid-2": "rejected"}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["mid-2", "mid-2"], {"mid-1": "live", "mid-2": "requested"}),
        (["mid-2", "mid-3"], {"mid-1": "live", "mid-2": "withdrawn", "mid-3": "requested"}),
        (["mid-2", "mid-1"], {"mid-1": "live", "mid-2": "withdrawn"}),
        (["mid-1"], {"mid-1": "live"}),
    ],
    ids=["같은 것을 다시", "또 다른 것", "도로 지금 것", "지금 것"],
)
def test_what_is_named_last_is_what_waits(named: list[str], expected: dict[str, str]) -> None:
    merchant = make_merchant()
    for mid in named:
        make_contract(merchant, mid)
    assert states(merchant) == expected


def test_a_withdrawn_one_cannot_be_decided() -> None:
    merchant = make_merchant()
    asked = make_contract(merchant, "mid-2")
    make_contract(merchant, "mid-1")
    before = trace(merchant)
    with scope(merchant.id):
        for decide in (approve_contract, reject_contract):
            reason = {"reason": "늦음"} if decide is reject_contract else {}
            with pytest.raises(IllegalTransition):
                decide(contract=asked, who="operator:kim", now=NOW, **reason)
    assert (states(merchant), trace(merchant)) == ({"mid-1": "live", "mid-2": "withdrawn"}, before)


def test_another_key_of_the_same_shop_is_another_contract() -> None:
    merchant = merchants.approve(merchant=make_application(), now=NOW)
    make_contract(merchant)
    make_contract(make_merchant(shop_name="남의상점"), "mid-9")
    with scope(merchant.id):
        asked = hand_over(merchant=merchant, provider="sandbox", mid="mid-1", secret="new-key", now=NOW)
        assert asked.state == "requested"
        assert PgContract.objects.count() == 2
