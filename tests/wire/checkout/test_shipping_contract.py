"""The hub's end of the shipping contract (protocol/minishop, section 7): it reads it, and evaluates it to the shop's fee by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.checkout.worlds import DETAILS, make_account, make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.api.registration.contract_messages import LONGEST, read_contract
from minishop.checkout.api.registration.form import read_names, read_registration
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.contract import Contract, FlatBecause, contract_of, facts_of
from minishop.checkout.orders.domain.registration import agreed
from minishop.checkout.orders.domain.tariff import Goods, Tariff
from minishop.checkout.orders.models import OrderPart, OrderSheet
from minishop.checkout.orders.services.placing import place_order
from minishop.kernel.won import Won, total

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
EXAMPLES: dict[str, dict[str, Any]] = {
    one["name"]: one for one in json.loads((GOLDEN / "shipping-contracts.json").read_text(encoding="utf-8"))
}
BODY = (GOLDEN / "order-contract.form").read_bytes().rstrip(b"\n")
TOLD: dict[str, Any] = json.loads((GOLDEN / "order-contract.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_golden_contract_gives_the_shops_fee(example: dict[str, Any]) -> None:
    """R57, R58, R59, E20: A27 and A28, by the hub's own rule; as it is kept, it gives the same."""
    read = read_contract(json.dumps(example["contract"]), len(example["lines"]))
    assert isinstance(read, Contract)
    goods = tuple(
        Goods(line["productId"], line["optionCode"], Won(line["unitPrice"] * line["quantity"]), line["quantity"])
        for line in example["lines"]
    )
    for contract in (read, contract_of(json.loads(json.dumps(facts_of(read))))):
        assert contract == read
        assert total(Tariff(contract, goods).bill([one.quantity for one in goods]).values()) == example["fee"]
    assert (read.regional("62999"), read.regional("63644"), read.return_fee, read.exchange_fee) == (0, 3_000, 3_000, 6_000)


@pytest.fixture
def merchant(db: None) -> Merchant:
    """The merchant whose credentials stand in the golden messages."""
    merchant = make_merchant()
    Merchant.objects.filter(id=merchant.id).update(public_id="np_abcde123456", certi_key="0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E")
    merchant.refresh_from_db()
    return merchant


def registered(merchant: Merchant, body: bytes) -> OrderSheet:
    answer = Client().post("/customer/api/order.nhn", body, content_type="application/x-www-form-urlencoded; charset=utf-8")
    assert answer.status_code == 200
    with scope(merchant.id):
        return OrderSheet.objects.get(key=answer.content.decode())


def test_an_order_keeps_what_its_shop_sent(merchant: Merchant) -> None:
    """E18: what the shop changes later is not asked."""
    sheet = registered(merchant, BODY)
    with scope(merchant.id):
        order = place_order(merchant=merchant, sheet=sheet, buyer=make_account(), details=DETAILS, now=sheet.registered_at)
        kinds = list(OrderPart.objects.filter(order_id=order.id).order_by("position").values_list("kind", "product_id", "amount"))
    kept = contract_of(order.contract)
    assert replace(kept, points=0, profile="") == read_contract(json.dumps(TOLD), 2)
    assert (kept.points, kept.profile) == (50, "manual_2011")
    assert kinds == [("base", "", 2_500), ("line", "P1001", 25_000), ("line", "P1001", 1_000)]


WRONG: dict[str, dict[str, Any]] = {
    "모르는 판": {"version": 2},
    "모르는 방식": {"mode": "flat"},
    "줄 수가 다름": {"lines": [["general", 0, 1]]},
    "모르는 종류": {"lines": [["general", 0, 1], ["heavy", 0, 1]]},
    "0개 묶음": {"lines": [["growing", 0, 0], ["general", 0, 1]]},
    "음수": {"returnFee": -1},
    "소수": {"fee": 2500.5},
    "구간이 0에서 시작하지 않음": {"mode": "tiers", "tiers": [[1, 3000]]},
    "우편번호가 아님": {"regions": [["제주", "63644", 3000]]},
    "너무 긺": {"padding": "x" * LONGEST},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_one_that_cannot_be_read_makes_the_order_flat(changed: dict[str, Any]) -> None:
    """A shop that errs there loses no buyer: the order is taken."""
    assert read_contract(json.dumps(TOLD | changed), 2) is FlatBecause.UNREADABLE


@pytest.mark.parametrize("text", ["{", "[]", "null", "\x00", "9" * 5000], ids=["반쪽", "목록", "없음", "널", "긴 수"])
def test_what_is_no_contract_at_all_is_none(text: str) -> None:
    assert read_contract(text, 2) is FlatBecause.UNREADABLE


def test_one_that_gives_another_fee_makes_the_order_flat_and_keeps_what_returns_cost() -> None:
    """E20: the hub runs it over the registered lines; the registered fee is what was agreed."""
    read = read_registration(read_names(BODY.replace(b"%22fee%22%3A2500", b"%22fee%22%3A2400")))
    contract = agreed(read)
    assert (contract.flat_because, contract.rule.mode, contract.rule.fee) == (FlatBecause.DIFFERS, "flat", 2_500)
    assert (contract.return_fee, contract.exchange_fee, contract.regional("63000")) == (3_000, 6_000, 3_000)


def test_an_order_of_another_shops_software_is_flat() -> None:
    read = read_registration(read_names(BODY.partition(b"&MINISHOP")[0]))
    assert agreed(read).flat_because is FlatBecause.NONE_SENT
