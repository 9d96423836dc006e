"""송장입력: which numbers are taken at the desk, and that a refused one leaves the order as it was (R46)."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW

from minishop.mall.orders.errors import BadTracking
from minishop.mall.orders.models import Dispatch, OrderLine
from minishop.mall.orders.services.desk import enter_tracking
from minishop.mall.shops.models import Shop


def enter(shop: Shop, line: OrderLine, number: str, carrier: str = "CJGLS") -> list[Dispatch]:
    return enter_tracking(shop=shop, order=line.order, carrier=carrier, number=number, actor="owner", now=NOW)


@pytest.mark.parametrize(
    ("number", "kept"),
    [("12345", "12345"), ("1" * 30, "1" * 30), ("ab-12 34", "AB1234"), (" 1" * 30, "1" * 30)],
    ids=["5자", "30자", "빈칸과 하이픈", "빈칸은 세지 않음"],
)
def test_a_number_of_five_to_thirty_letters_and_digits_is_taken(shop: Shop, line: OrderLine, number: str, kept: str) -> None:
    assert [dispatch.tracking_number for dispatch in enter(shop, line, number)] == [kept]
    assert OrderLine.objects.get().state == "shipping_wait"


@pytest.mark.parametrize(
    ("carrier", "number", "problem"),
    [
        ("CJGLS", "1234", "number"), ("CJGLS", "1" * 31, "number"), ("CJGLS", "1234-", "number"), ("CJGLS", "12345/", "number"),
        ("CJGLS", "１２３４５", "number"), ("CJGLS", "", "number"), ("NOBODY", "12345", "carrier"),
    ],
    ids=["4자", "31자", "하이픈은 세지 않음", "기호", "전각", "빈 번호", "없는 택배사"],
)  # fmt: skip
def test_another_number_is_refused_and_nothing_changes(
    shop: Shop, line: OrderLine, carrier: str, number: str, problem: str
) -> None:
    with pytest.raises(BadTracking) as refused:
        enter(shop, line, number, carrier)
    assert refused.value.facts["problem"] == problem
    assert not Dispatch.objects.exists()
    assert OrderLine.objects.get().state == "preparing"
