"""The hub's end of order registration, on the golden messages of protocol/checkout-v1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.checkout.worlds import make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.api.registration.form import read_credentials, read_names, read_registration
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import RegistrationRefused
from minishop.checkout.orders.models import OrderSheet, SheetLine

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "checkout-v1"
NAMES = sorted(path.stem for path in GOLDEN.glob("order-*.form"))
TYPES = {"prepaid": "PAYED", "free": "FREE", "on_delivery": "ONDELIVERY"}


def body_of(name: str) -> bytes:
    return (GOLDEN / f"{name}.form").read_bytes()


def meaning_of(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture
def merchant(db: None) -> Merchant:
    """The merchant whose credentials stand in the golden messages."""
    merchant = make_merchant()
    Merchant.objects.filter(id=merchant.id).update(public_id="np_abcde123456", certi_key="0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E")
    merchant.refresh_from_db()
    return merchant


def post(body: bytes, **headers: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/customer/api/order.nhn", body, content_type="application/x-www-form-urlencoded; charset=utf-8", **headers
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_registration_means_what_it_says(name: str) -> None:
    expected, read = meaning_of(name), read_registration(read_names(body_of(name)))
    assert read_credentials(read_names(body_of(name))) == (expected["shop_id"], expected["certi_key"])
    got = {
        "shipping_type": TYPES[read.shipping_type.value],
        "shipping_price": read.shipping_price,
        "shipping_note": read.shipping_note,
        "back_url": read.back_url,
        "manage_code": read.manage_code,
        "inflow_code": read.inflow.get("NAVER_INFLOW_CODE", ""),
        "lines": [{name: getattr(line, name) for name in line.__dataclass_fields__} for line in read.lines],
        "total_price": read.total,
    }
    assert got == {key: value for key, value in expected.items() if key not in ("shop_id", "certi_key")}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("host", ["checkout.localhost", "pay.naver.com:443", "test-checkout.naver.com"])
def test_a_golden_registration_is_taken_whole(merchant: Merchant, name: str, host: str) -> None:
    """1A.2, 1A.3: the key and nothing else; a length, a close, no chunks, no compression, whatever the client would accept."""
    answer = post(body_of(name) + b"\r\n\r\n", HTTP_HOST=host, HTTP_ACCEPT_ENCODING="gzip")
    with scope(merchant.id):
        sheet = OrderSheet.objects.get()
        lines = SheetLine.objects.filter(merchant_id=merchant.id, sheet_id=sheet.id).order_by("position")
        stored = [line.line_total for line in lines]
    assert (answer.status_code, answer.content) == (200, sheet.key.encode())
    assert (answer["Content-Length"], answer["Connection"]) == (str(len(sheet.key)), "close")
    assert "Content-Encoding" not in answer
    assert "Transfer-Encoding" not in answer
    assert "Set-Cookie" not in answer
    expected = meaning_of(name)
    assert int(sheet.total) == expected["total_price"]
    assert stored == [line["line_total"] for line in expected["lines"]]


def test_every_registration_makes_a_new_sheet(merchant: Merchant) -> None:
    keys = {post(body_of("order-free")).content for _ in range(2)}
    assert len(keys) == 2


GOOD = body_of("order-prepaid")
BAD_BODIES = {
    "모르는 쇼핑몰": (GOOD.replace(b"np_abcde123456", b"np_zzzzz999999"), 401),
    "틀린 인증키": (GOOD.replace(b"0F2C9A54", b"0F2C9A55"), 401),
    "인증키 없음": (GOOD.replace(b"CERTI_KEY", b"CERTI_KEZ"), 401),
    "빈 본문": (b"", 401),
    "틀린 총액": (GOOD.replace(b"TOTAL_PRICE=28500", b"TOTAL_PRICE=28499"), 400),
    "내린 상품 합계": (GOOD.replace(b"ITEM_TPRICE=25000", b"ITEM_TPRICE=2500"), 400),
    "내린 배송비": (GOOD.replace(b"SHIPPING_PRICE=2500", b"SHIPPING_PRICE=0"), 400),
    "무료라며 배송비": (GOOD.replace(b"SHIPPING_TYPE=PAYED", b"SHIPPING_TYPE=FREE"), 400),
    "모르는 배송 방식": (GOOD.replace(b"SHIPPING_TYPE=PAYED", b"SHIPPING_TYPE=QUICK"), 400),
    "0원 상품": (GOOD.replace(b"ITEM_UPRICE=12000", b"ITEM_UPRICE=0", 1), 400),
    "수량 0": (GOOD.replace(b"ITEM_COUNT=2", b"ITEM_COUNT=0"), 400),
    "음수 금액": (GOOD.replace(b"SHIPPING_PRICE=2500", b"SHIPPING_PRICE=-2500"), 400),
    "소수 금액": (GOOD.replace(b"ITEM_UPRICE=12000", b"ITEM_UPRICE=12000.5", 1), 400),
    "전각 숫자": (GOOD.replace(b"ITEM_COUNT=2", "ITEM_COUNT=２".encode()), 400),
    "UTF-8이 아님": (GOOD.replace(b"ITEM_NAME=", b"ITEM_NAME=%B8%D3", 1), 400),
    "상품 줄이 없음": (GOOD[: GOOD.index(b"&ITEM_ID=")] + b"&TOTAL_PRICE=2500", 400),
    "ITEM_ID 앞의 상품명": (GOOD.replace(b"&ITEM_ID=P1001", b"&ITEM_NAME=x&ITEM_ID=P1001", 1), 400),
    "총액이 두 가지": (GOOD + b"&TOTAL_PRICE=1", 400),
    "상품 줄의 이름이 두 번": (GOOD + b"&ITEM_TPRICE=1", 400),
    "돌아갈 주소가 스크립트": (GOOD.replace(b"BACK_URL=https%3A%2F%2F", b"BACK_URL=javascript%3A"), 400),
}


@pytest.mark.parametrize(("body", "status"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_refusal_is_a_sentence_and_stores_nothing(merchant: Merchant, body: bytes, status: int) -> None:
    answer = post(body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Connection"] == "close"
    assert "." in answer.content.decode()
    assert "%(" not in answer.content.decode()
    with scope(merchant.id):
        assert not OrderSheet.objects.exists()
        assert not SheetLine.objects.exists()


def test_a_merchant_not_yet_approved_registers_nothing(merchant: Merchant) -> None:
    Merchant.objects.filter(id=merchant.id).update(state="requested")
    assert post(GOOD).status_code == 401


def test_a_body_of_ten_megabytes_is_not_read(merchant: Merchant) -> None:
    answer = post(GOOD + b"&X=" + b"a" * 10_000_000)
    assert answer.status_code == 413
    with scope(merchant.id):
        assert not OrderSheet.objects.exists()


def test_a_get_is_told_so(db: None) -> None:
    assert Client().get("/customer/api/order.nhn").status_code == 405


def test_unknown_names_are_left_alone(merchant: Merchant) -> None:
    assert post(GOOD + b"&SOMETHING=1&SOMETHING=2&=&x").status_code == 200


def test_a_known_name_ends_an_unencoded_back_url() -> None:
    body = body_of("order-raw-back-url").replace(b"category=002", b"category=002&sort=a%26b")
    assert read_registration(read_names(body)).back_url == "https://other.example/goods/view.php?goodsno=17&category=002&sort=a&b"


def test_an_amount_too_long_is_no_amount() -> None:
    with pytest.raises(RegistrationRefused):
        read_registration(read_names(GOOD.replace(b"ITEM_TPRICE=25000", b"ITEM_TPRICE=" + b"9" * 40)))


def test_entities_in_names_are_read_once() -> None:
    names = read_names(GOOD)
    names.lines[0] |= {"ITEM_NAME": "산 &amp; 바다", "ITEM_OPTION": "it&#39;s &amp;amp;"}
    line = read_registration(names).lines[0]
    assert (line.name, line.option_text) == ("산 & 바다", "it's &amp;")
