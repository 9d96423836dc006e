"""Bad input at the borders, over real HTTP: a clear error in the right form, and nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.e2e.clients import Keys, keys_of, post_raw, registration

from minishop.cli.story.goods import IMPORTED, product_list
from minishop.cli.story.pages import Page
from minishop.cli.story.people import Attachment, PlainPerson
from minishop.cli.story.steps import OPENING_STEPS
from minishop.cli.story.story import Story, cast_of

CLOSING = "application/x-www-form-urlencoded\r\nConnection: close"
TEN_MEGABYTES = b"a=" + b"x" * 10_000_000


@pytest.fixture(scope="module")
def keys(open_shop: Story) -> Keys:
    return keys_of(open_shop)


@pytest.fixture(scope="module")
def shopper(open_shop: Story) -> Iterator[Story]:
    """Somebody with an account at Checkout and no order."""
    cast = replace(open_shop.cast, buyer="stranger1")
    with Story(open_shop.installation, cast, lambda role: PlainPerson(), notes=dict(open_shop.notes)) as story:
        form = story.buyer.open(story.url("checkout", "/signup/")).form(has="mobile")
        account = {
            "login": cast.buyer,
            "password": cast.password,
            "name": "박이방",
            "mobile": "010-1111-2222",
            "email": "s@buyer.example",
        }
        story.buyer.send(form, dict(account))
        yield story


def hub(story: Story) -> str:
    return story.url("checkout", "/customer/api/order.nhn")


def no_order_of(shopper: Story) -> bool:
    return shopper.buyer.open(shopper.url("checkout", "/my/")).says("이 기간에 주문하신 내역이 없습니다.")


def open_sheet(shopper: Story, keys: Keys, key: str, total: int) -> None:
    shopper.buyer.open(
        shopper.url("checkout", f"/customer/order.nhn?ORDER_ID={key}&SHOP_ID={keys.merchant_id}&TOTAL_PRICE={total}")
    )


def test_old_shop_software_registers_and_gets_the_key_and_nothing_else(open_shop: Story, shopper: Story, keys: Keys) -> None:
    scarf = open_shop.cast.scarf
    answer = post_raw(
        hub(open_shop), registration(keys, product=open_shop.notes["product"], price=scarf.price), host="pay.naver.com:443"
    )
    assert answer.status == 200
    assert re.fullmatch(r"[0-9A-Za-z_-]{8,60}", answer.body), answer
    assert "transfer-encoding" not in answer.head.lower()
    open_sheet(shopper, keys, answer.body, scarf.price + 3_000)
    shopper.buyer.page.expect("주문/결제", "42,000원")


def press_pay(shopper: Story) -> None:
    """Fills the sheet in and presses pay."""
    form = shopper.buyer.page.form(has="consent_terms")
    typed: dict[str, str | bool] = {
        "orderer_name": "박이방",
        "orderer_mobile": "010-1111-2222",
        "orderer_email": "s@buyer.example",
        "zipcode": "04524",
        "address1": "서울시 중구 세종대로 110",
        "recipient_same": True,
        "consent_provision": True,
        "consent_terms": True,
    }
    shopper.buyer.send(form, dict(typed))


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"SHOP_ID": "np_nobody000000"}, 401),
        ({"CERTI_KEY": "00000000-0000-0000-0000-000000000000"}, 401),
        ({"TOTAL_PRICE": 10}, 400),
        ({"SHIPPING_PRICE": 0}, 400),
        ({"ITEM_UPRICE": 0, "ITEM_TPRICE": 0, "TOTAL_PRICE": 3_000}, 400),
        ({"ITEM_COUNT": 0}, 400),
        ({"BACK_URL": "javascript:alert(1)"}, 400),
    ],
    ids=["모르는 상점", "틀린 인증키", "틀린 총액", "고친 배송비", "0원 상품", "0개", "주소가 아닌 BACK_URL"],
)
def test_a_registration_that_does_not_fit_is_refused_in_korean(
    changed: dict[str, Any], status: int, open_shop: Story, keys: Keys
) -> None:
    body = registration(keys, product=open_shop.notes["product"], price=open_shop.cast.scarf.price, **changed)
    answer = post_raw(hub(open_shop), body)
    assert answer.status == status
    assert re.search("[가-힣]", answer.body)
    assert "<" not in answer.body


def test_a_tampered_price_is_never_sold(open_shop: Story, shopper: Story, keys: Keys) -> None:
    """The hub asks the shop when pay is pressed; what the shop did not register itself it does not sell (protocol/minishop, section 4)."""
    answer = post_raw(hub(open_shop), registration(keys, product=open_shop.notes["product"], price=100))
    assert answer.status == 200
    open_sheet(shopper, keys, answer.body, 3_100)
    press_pay(shopper)
    shopper.buyer.page.expect("구매불가 상품안내", "쇼핑몰에서 판매하지 않는 상품입니다.")
    assert shopper.buyer.page.find_form(has="consent_terms") is None
    assert no_order_of(shopper)


def test_a_tampered_total_in_the_address_is_no_sheet(open_shop: Story, shopper: Story, keys: Keys) -> None:
    price = open_shop.cast.scarf.price
    answer = post_raw(hub(open_shop), registration(keys, product=open_shop.notes["product"], price=price))
    open_sheet(shopper, keys, answer.body, 100)
    assert shopper.buyer.page.status == 404
    shopper.buyer.page.expect("주문서를 찾을 수 없습니다")
    assert no_order_of(shopper)


@pytest.fixture(scope="module")
def other_product(open_shop: Story) -> Iterator[str]:
    """The code of a product in another shop."""
    with Story(open_shop.installation, cast_of("other"), lambda role: PlainPerson()) as other:
        for step in OPENING_STEPS:
            if step.key in ("signup", "shop", "import", "product"):
                step.play(other)
        yield other.notes["product"]


def test_a_product_of_another_shop_is_not_sold(open_shop: Story, shopper: Story, keys: Keys, other_product: str) -> None:
    answer = post_raw(hub(open_shop), registration(keys, product=other_product, price=39_000))
    assert answer.status == 200
    open_sheet(shopper, keys, answer.body, 42_000)
    press_pay(shopper)
    shopper.buyer.page.expect("구매불가 상품안내", "쇼핑몰에서 판매하지 않는 상품입니다.")
    assert no_order_of(shopper)
    assert shopper.buyer.open(open_shop.storefront(f"/products/{other_product}/")).status == 404


def test_there_is_no_shop_at_an_unknown_name(open_shop: Story) -> None:
    page = open_shop.buyer.open(open_shop.installation.storefront("nobody-here") + "/")
    assert page.status == 404
    page.expect("이 주소에는 상점이 없습니다")


@pytest.mark.parametrize(
    "place",
    ["checkout /customer/api/order.nhn", "mall /login/", "shopping /v1/minishop/partner-applications", "sandbox /pg/v1/contracts"],
)
def test_ten_megabytes_are_refused_and_the_service_lives_on(place: str, open_shop: Story) -> None:
    service, path = place.split()
    assert post_raw(open_shop.url(service, path), TEN_MEGABYTES, kind=CLOSING).status == 413
    assert open_shop.buyer.open(open_shop.url(service, "/health/")).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "webhook-id: msg_1\r\nwebhook-timestamp: 1700000000\r\nwebhook-signature: v1,AAAA\r\n",
    ],
    ids=["서명 없음", "위조 서명"],
)
def test_a_forged_hint_is_refused(headers: str, open_shop: Story) -> None:
    url = open_shop.url("mall", f"/channel/hints/{open_shop.cast.shop}/")
    kind = f"application/json\r\nConnection: close\r\n{headers}".rstrip("\r\n")
    answer = post_raw(url, b'{"type":"changes","merchantId":"np_x","latest":"1"}', kind=kind)
    assert answer.status == 401


@pytest.mark.parametrize("path", ["/v1/pay-order/mall/product-orders/last-changed-statuses", "/v1/minishop/changes"])
def test_the_order_api_needs_a_token(path: str, open_shop: Story) -> None:
    assert open_shop.buyer.open(open_shop.url("checkout", path)).status in (400, 401)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp949", "utf-16"])
def test_a_product_list_is_read_in_every_encoding(encoding: str, open_shop: Story) -> None:
    text = product_list(open_shop.cast.shop.upper()).content.decode("utf-8-sig")
    page = _upload(open_shop, text.encode(encoding))
    page.expect(f"그대로 {IMPORTED}")


@pytest.mark.parametrize(
    "content",
    [
        product_list("X").content[:700] + b"\xff\xfe\x80" + product_list("X").content[700:],
        "상품코드,상품명\r\nP1,꿀".encode("cp949")[:-1],
        b"\x00\x01\x02\x03" * 300,
        b"",
    ],
    ids=["깨진 UTF-8", "잘린 CP949", "이진 파일", "빈 파일"],
)
def test_a_broken_file_is_refused_and_changes_nothing(content: bytes, open_shop: Story) -> None:
    page = _upload(open_shop, content)
    assert page.status == 422
    assert page.find_form("/run/") is None
    open_shop.seller.open(open_shop.office("products/")).expect(f"등록 상품 {IMPORTED + 1}개")


def _upload(story: Story, content: bytes) -> Page:
    form = story.seller.open(story.office("products/import/")).form(has="file")
    return story.seller.send(form, files={"file": Attachment("products.csv", content, "text/csv")})


def test_one_seller_does_not_reach_anothers_office(open_shop: Story) -> None:
    stranger = PlainPerson()
    form = stranger.open(open_shop.url("mall", "/signup/")).form(has="agreed")
    stranger.send(form, {"email": "stranger@demo.example", "name": "남", "password": open_shop.cast.password, "agreed": True})
    assert stranger.open(open_shop.office()).status == 404
    assert stranger.open(open_shop.office("orders/")).status == 404
    stranger.leave()
