"""The hub's end of the product-information callback, on the golden answers of protocol/checkout-v1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minishop.chassis.http import PLAIN, Answer, Outcome
from minishop.checkout.orders.adapters.product_info import MAX_BYTES, TIMEOUT_SECONDS, ask_offers, read_offers
from minishop.checkout.orders.domain.offers import Offer
from minishop.checkout.orders.errors import ShopSilent
from minishop.kernel.won import Won

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "checkout-v1"
SEAM = "minishop.checkout.orders.adapters.product_info.exchange"


def test_the_golden_answer_means_what_it_says() -> None:
    expected = json.loads((GOLDEN / "product-info.json").read_text(encoding="utf-8"))["items"]
    offers = read_offers((GOLDEN / "product-info.xml").read_bytes())
    assert offers == {item["id"]: Offer(Won(item["price"]), item["quantity"]) for item in expected}


def test_what_other_shop_software_sends_is_read() -> None:
    assert read_offers((GOLDEN / "product-info-ill-formed.xml").read_bytes()) == {"17": Offer(Won(4900), 30)}


READ = {
    "빈 응답": ("<response></response>", {}),
    "쉼표 있는 가격": ('<response><item id="a"><price>12,000</price><quantity> 3 </quantity></item></response>', {"a": (12000, 3)}),
    "가격 없음": ('<response><item id="a"><quantity>3</quantity></item></response>', {}),
    "음수 수량": ('<response><item id="a"><price>1</price><quantity>-1</quantity></item></response>', {}),
    "BOM": ('\ufeff<response><item id="a"><price>1</price><quantity>1</quantity></item></response>', {"a": (1, 1)}),
    "같은 상품 두 번": (
        '<response><item id="a"><price>1</price><quantity>1</quantity></item><item id="a"><price>2</price><quantity>2</quantity></item></response>',
        {"a": (1, 1)},
    ),
}


@pytest.mark.parametrize(("text", "offers"), READ.values(), ids=READ)
def test_lenient_where_nothing_is_at_stake(text: str, offers: dict[str, tuple[int, int]]) -> None:
    assert read_offers(text.encode()) == {name: Offer(Won(price), count) for name, (price, count) in offers.items()}


def test_old_korean_encoding_is_read() -> None:
    text = '<?xml version="1.0" encoding="EUC-KR"?><response><item id="a"><name>머그컵</name><price>1</price><quantity>1</quantity></item></response>'
    assert read_offers(text.encode("cp949")) == {"a": Offer(Won(1), 1)}


ENTITIES = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><response><item id="a"><name>&b;</name></item></response>'
UNREADABLE = {
    "글 한 줄": b"ITEM_ID \xeb\x8a\x94 \xed\x95\x84\xec\x88\x98\xec\x9e\x85\xeb\x8b\x88\xeb\x8b\xa4.",
    "빈 몸": b"",
    "다른 뿌리": b"<html></html>",
    "닫히지 않음": b"<response><item>",
    "깨진 UTF-8": b"<response>\xff\xfe</response>",
    "외부 엔티티": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><response>&x;</response>',
    "엔티티 폭탄": ENTITIES.encode(),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_sells_nothing(body: bytes) -> None:
    with pytest.raises(ShopSilent):
        read_offers(body)


def asked(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []

    def exchange(method: str, url: str, **bounds: Any) -> Answer:
        calls.append({"method": method, "url": url, **bounds})
        return answer

    monkeypatch.setattr(SEAM, exchange)
    return calls


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("http://shop.example/info", "http://shop.example/info?ITEM_ID=P1&ITEM_ID=a%2Fb"),
        ("http://shop.example/?wc-api=info", "http://shop.example/?wc-api=info&ITEM_ID=P1&ITEM_ID=a%2Fb"),
    ],
    ids=["질의 없는 주소", "질의 있는 주소"],
)
def test_how_a_shop_is_asked(monkeypatch: pytest.MonkeyPatch, address: str, url: str) -> None:
    calls = asked(monkeypatch, Answer(Outcome.SENT, 200, b"<response></response>"))
    ask_offers(address, ["P1", "a/b", "P1"], PLAIN)
    assert calls == [{"method": "GET", "url": url, "timeout": TIMEOUT_SECONDS, "max_bytes": MAX_BYTES, "terms": PLAIN}]


@pytest.mark.parametrize("outcome", [Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.TOO_LARGE, Outcome.REFUSED])
def test_a_shop_that_does_not_answer_sells_nothing(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    asked(monkeypatch, Answer(outcome, reason="no"))
    with pytest.raises(ShopSilent):
        ask_offers("http://shop.example/info", ["P1"], PLAIN)
