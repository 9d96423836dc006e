"""판매 확인: the hub's question at the shop's address, and what it is answered (protocol/minishop, section 4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from django.test import Client
from tests.mall.worlds import KEYS, NOW, make_product

from minishop.kernel.won import Won
from minishop.mall.api import signed
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.services.products import delete_product, save_product
from minishop.mall.channel.models import Registration
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel, StockMovement
from minishop.mall.stock.services.levels import set_stock

COLOURS = (SelectOption("색상", ("노랑", "파랑")),)
BAG = [["색상", "노랑"]], [["색상", "파랑"]]


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "now", lambda: NOW)


@pytest.fixture
def bag(connected: Shop) -> Shop:
    """A bag of 12,000 won, yellow with 500 more and one left, blue with five; two yellow ones on two lines were registered."""
    save(connected, surcharge=500)
    stock(connected, "P1-1", 1)
    stock(connected, "P1-2", 5)
    register(connected, ("P1", "P1-1", BAG[0]), ("P1", "P1-2", BAG[1]))
    return connected


def save(shop: Shop, *, surcharge: int, **values: Any) -> None:
    make_product(shop, "P1", selects=COLOURS, price=Won(12_000), **values)
    draft = ProductDraft(
        "P1", {"name": "가방", "price": Won(12_000), **values}, COLOURS, surcharges={(("색상", "노랑"),): Won(surcharge)}
    )
    save_product(shop=shop, draft=draft, now=NOW)


def stock(shop: Shop, code: str, quantity: int | None, sold_out: bool = False) -> None:
    from minishop.mall.catalog.models import Variant

    variant = Variant.objects.get(shop=shop, code=code)
    key = f"{code}-{StockMovement.objects.count()}"
    set_stock(shop=shop, variant=variant, quantity=quantity, key=key, now=NOW, sold_out=sold_out)


def register(shop: Shop, *lines: tuple[str, str, list[list[str]]], code: str = "K7Q2M9X4T8BA") -> None:
    kept = [
        {"product": product, "variant": variant, "option": "", "choices": choices, "quantity": 1, "total": 1}
        for product, variant, choices in lines
    ]
    Registration.objects.create(
        shop=shop, code=code, hub_key=code, total=Won(1), shipping_fee=Won(0), lines=kept, fee_breakdown={}, made_at=NOW
    )


def asked(
    number: int = 1, product: str = "P1", option: str = "P1-1", quantity: int = 1, total: int = 12_500, **more: Any
) -> dict[str, Any]:
    line = {
        "line": number,
        "productId": product,
        "optionCode": option,
        "quantity": quantity,
        "unitPrice": 12_000,
        "lineTotal": total,
    }
    return {**line, **more}


YELLOW, BLUE = asked(), asked(2, option="P1-2", total=12_000)


def question(*lines: dict[str, Any], **changed: Any) -> bytes:
    told = {"type": "check", "merchantId": KEYS["merchant_id"], "registration": "K7Q2M9X4T8BA", "lines": lines, **changed}
    return json.dumps(told).encode()


def post(
    client: Client,
    body: bytes,
    *,
    code: str = "haru",
    late: int = 0,
    secret: str = KEYS["hint_secret"],
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    stamp = str(int(NOW.timestamp()) - late)
    made = signed.signature(secret, "msg_1", stamp, body)
    sent = {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": f"v1,{made}", **headers}
    return client.post(f"/channel/holds/{code}/", body, content_type="application/json", headers=sent)


def answer(client: Client, *lines: dict[str, Any], **changed: Any) -> Any:
    response = post(client, question(*lines, **changed))
    assert response.status_code == 200, response.content
    return response.json()


SELLABLE = {"result": "sellable"}


def refused(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"result": "refused", "lines": list(lines)}


def test_what_was_registered_is_sellable(bag: Shop, client: Client) -> None:
    assert answer(client, YELLOW, BLUE) == SELLABLE


def test_a_sold_out_option_is_refused_while_another_is_left(bag: Shop, client: Client) -> None:
    """Yellow is gone, blue is not; the sum of both says nothing."""
    stock(bag, "P1-1", 0)
    assert answer(client, YELLOW, BLUE) == refused({"line": 1, "reason": "sold_out", "left": 0})


def test_who_registered_the_last_piece_too_is_refused_it_once_it_was_paid(bag: Shop, client: Client) -> None:
    """W2: both times, whether the sheet is opened or pay is pressed without it, and the other colour is untouched."""
    first = {"orderNo": "A", "attempt": 1}
    assert answer(client, YELLOW, type="hold", holdSeconds=600, **first)["result"] == "held"
    assert answer(client, YELLOW, type="commit", **first)["result"] == "committed"
    gone = {"line": 1, "reason": "sold_out", "left": 0}
    assert answer(client, YELLOW) == refused(gone)
    second = answer(client, YELLOW, type="hold", holdSeconds=600, orderNo="B", attempt=1)
    assert (second["result"], second["lines"]) == ("refused", [gone])
    levels = StockLevel.objects.order_by("variant__position").values_list("quantity", "held", "unshipped")
    assert list(levels) == [(0, 0, 1), (5, 0, 0)]


def test_the_sellers_own_switch_sells_out(bag: Shop, client: Client) -> None:
    stock(bag, "P1-1", 9, sold_out=True)
    assert answer(client, YELLOW) == refused({"line": 1, "reason": "sold_out", "left": 0})


@pytest.mark.parametrize(("surcharge", "now"), [(1_400, 13_400), (0, 12_000)], ids=["인상", "인하"])
def test_another_surcharge_is_another_price(bag: Shop, client: Client, surcharge: int, now: int) -> None:
    """Also when it became cheaper."""
    save(bag, surcharge=surcharge)
    told = {"line": 1, "reason": "price_changed", "unitPriceNow": 12_000, "lineTotalNow": now}
    assert answer(client, YELLOW, BLUE) == refused(told)


def test_lines_of_one_variant_are_judged_together(bag: Shop, client: Client) -> None:
    """Each alone would do."""
    register(bag, *[("P1", "P1-2", BAG[1])] * 3, code="THREE")
    lines = [asked(n, option="P1-2", quantity=q, total=12_000 * q) for n, q in ((1, 2), (2, 3), (3, 1))]
    told = [{"line": n, "reason": "too_few", "left": 5} for n in (1, 2, 3)]
    assert answer(client, *lines, registration="THREE") == refused(*told)
    stock(bag, "P1-2", 6)
    assert answer(client, *lines, registration="THREE") == SELLABLE


NOT_FOR_SALE: dict[str, dict[str, Any]] = {
    "진열 안 함": {"displayed": False},
    "판매 안 함": {"for_sale": False},
    "판매가 대체문구": {"price_text": "전화 문의"},
}


@pytest.mark.parametrize("values", NOT_FOR_SALE.values(), ids=NOT_FOR_SALE)
def test_a_product_taken_off_sale_is_not_for_sale(bag: Shop, client: Client, values: dict[str, Any]) -> None:
    save(bag, surcharge=500, **values)
    assert answer(client, YELLOW) == refused({"line": 1, "reason": "not_for_sale"})


def test_a_deleted_product_is_not_for_sale(bag: Shop, client: Client) -> None:
    delete_product(shop=bag, code="P1", now=NOW)
    Product.objects.filter(shop=bag, code="P1").update(displayed=True)  # whatever its switches say
    assert answer(client, YELLOW) == refused({"line": 1, "reason": "not_for_sale"})


def test_a_code_that_stands_for_other_choices_is_not_for_sale(bag: Shop, client: Client) -> None:
    """The price is the same and there is plenty; the colour is not what the buyer chose."""
    register(bag, ("P1", "P1-2", BAG[0]), code="OLD")
    assert answer(client, asked(option="P1-2", total=12_000), registration="OLD") == refused({"line": 1, "reason": "not_for_sale"})


STRANGE = {
    "없는 코드": asked(option="P1-9"),
    "코드 없음": asked(option=""),
    "다른 상품의 코드": asked(product="P2"),
    "등록하지 않은 줄": asked(3),
    "다른 줄의 옵션": asked(option="P1-2", total=12_000),
}


@pytest.mark.parametrize("line", STRANGE.values(), ids=STRANGE)
def test_a_line_that_was_not_registered_so_is_not_for_sale(bag: Shop, client: Client, line: dict[str, Any]) -> None:
    assert answer(client, line) == refused({"line": line["line"], "reason": "not_for_sale"})


def test_a_product_without_options_that_was_not_registered_is_not_for_sale(connected: Shop, client: Client) -> None:
    """Nothing but the shop's own record tells it from the one that was."""
    for code in ("P2", "P3"):
        make_product(connected, code, stock=1, price=Won(12_000))
    register(connected, ("P2", "P2-1", []))
    assert answer(client, asked(product="P3", option="", total=12_000)) == refused({"line": 1, "reason": "not_for_sale"})


def test_an_unknown_registration_sells_nothing(bag: Shop, client: Client) -> None:
    assert answer(client, YELLOW, registration="NEVER") == refused({"line": 1, "reason": "not_for_sale"})


def test_a_product_without_options_needs_no_code(connected: Shop, client: Client) -> None:
    make_product(connected, "P2", stock=1, price=Won(12_000))
    register(connected, ("P2", "P2-1", []))
    assert answer(client, asked(product="P2", option="", total=12_000)) == SELLABLE
    assert answer(client, asked(product="P2", option="P2-1", total=12_000)) == SELLABLE


def test_another_shops_goods_are_not_for_sale(bag: Shop, client: Client, cast: Any) -> None:
    from minishop.chassis.tenancy import scope

    with scope(cast.maru.id):
        make_product(cast.maru, "M1", stock=9, price=Won(12_000))
    register(bag, ("M1", "M1-1", []), code="MARU")
    assert answer(client, asked(product="M1", option="M1-1", total=12_000), registration="MARU") == refused(
        {"line": 1, "reason": "not_for_sale"}
    )


def test_a_question_changes_nothing(bag: Shop, client: Client) -> None:
    before = (list(StockLevel.objects.values_list("id", "quantity")), StockMovement.objects.count())
    stock_count = before[1]
    answer(client, YELLOW, BLUE)
    assert (list(StockLevel.objects.values_list("id", "quantity")), StockMovement.objects.count()) == (before[0], stock_count)


def test_as_many_lines_as_a_registration_may_have_cost_no_statement_more(
    bag: Shop, client: Client, django_assert_num_queries: Any
) -> None:
    """Shop, keys, registration, variants, stock."""
    register(bag, *[("P1", "P1-2", BAG[1])] * 200, code="MANY")
    lines = [asked(n, option="P1-2", total=12_000) for n in range(1, 201)]
    stock(bag, "P1-2", None)
    for some in (lines[:1], lines):
        with django_assert_num_queries(5):
            assert answer(client, *some, registration="MANY") == SELLABLE


DEEP = b"[" * 9_000
WRONG: dict[str, bytes] = {
    "빈 본문": b"",
    "글자": b"check",
    "깊은 대괄호": DEEP,
    "깊은 곁가지": question(asked()).replace(b'"type"', b'"x": ' + DEEP + b"]" * 9_000 + b', "type"'),
    "모르는 종류": question(asked(), type="gift"),
    "아직 없는 종류": question(asked(), type="hold"),
    "다른 가맹점": question(asked(), merchantId="np_other"),
    "줄 없음": question(),
    "201줄": question(*[asked(n) for n in range(1, 202)]),
    "같은 줄 두 번": question(asked(), asked()),
    "NUL 상품": question(asked(product="P\0")),
    "NUL 등록": question(asked(), registration="\0"),
    "짝 없는 대리 문자": question(asked(product="\ud800")),
    "0개": question(asked(quantity=0)),
    "음수": question(asked(quantity=-1)),
    "13자리": question(asked(quantity=10**12)),
    "아주 큰 수": question(asked()).replace(b"12500", b"9" * 5_000),
    "소수": question(asked(total=12_500.5)),  # type: ignore[arg-type]
    "참": question(asked(quantity=True)),
    "글자 수량": question(asked(quantity="1")),  # type: ignore[arg-type]
    "빠진 값": question({"line": 1}),
    "깨진 UTF-8": question(asked()).replace(b"P1-1", b"\xff"),
    "음수 줄": question(asked(-1)),
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_a_body_that_is_no_message_is_400(bag: Shop, client: Client, body: bytes) -> None:
    assert post(client, body).status_code == 400


def test_a_long_body_is_413_and_the_longest_is_read(bag: Shop, client: Client) -> None:
    body = question(YELLOW)
    assert post(client, body + b" " * (65_536 - len(body))).json() == SELLABLE
    assert post(client, body + b" " * (65_537 - len(body))).status_code == 413


def test_a_message_that_is_not_the_hubs_is_401(bag: Shop, client: Client) -> None:
    body, other = question(YELLOW), "whsec_" + "QUFB" * 8
    assert post(client, body, secret=other).status_code == 401
    assert post(client, body, headers={"webhook-signature": "v1,AAAA"}).status_code == 401
    assert post(client, body, headers={"webhook-id": "msg_2"}).status_code == 401
    assert [post(client, body, late=late).status_code for late in (301, -301, 300, -300)] == [401, 401, 200, 200]


def test_a_shop_that_is_none_is_404_and_only_posts_are_heard(bag: Shop, client: Client) -> None:
    assert post(client, question(YELLOW), code="nobody").status_code == 404
    assert post(client, question(YELLOW), code="maru").status_code == 404
    assert client.get("/channel/holds/haru/").status_code == 405


def test_it_calls_nobody(bag: Shop, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def called(*args: object, **bounds: object) -> None:
        raise AssertionError("a leaf made a call")

    monkeypatch.setattr("minishop.chassis.http.httpx2.Client.send", called)
    monkeypatch.setattr("minishop.chassis.http.exchange", called)
    assert answer(client, YELLOW) == SELLABLE


def test_time_passes(bag: Shop, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop's clock, not the message's, says how old a message is."""
    monkeypatch.setattr(signed, "now", lambda: NOW + timedelta(seconds=301))
    assert post(client, question(YELLOW)).status_code == 401
