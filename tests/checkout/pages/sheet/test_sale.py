"""판매 확인 (docs/rules/selling.md): what is sold is what was registered. The shop is asked when a sheet opens and when pay is pressed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.checkout.fakes import TIMED_OUT, Outside, answered
from tests.checkout.pages.sheet.test_sheet import FILLED, address, counted
from tests.checkout.worlds import HOLD_URL, NOW, make_account, make_merchant, make_sheet
from tests.logins import log_in

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.payments.models import Payment
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
YELLOW = RegisteredLine("P1", "캔버스 가방", 1, Won(12_000), Won(12_000), "색상:노랑", "V1", "P1")
BLUE = RegisteredLine("P1", "캔버스 가방", 1, Won(12_000), Won(12_000), "색상:파랑", "V2", "P1")


class Hands:
    """A buyer's browser with a clock of its own."""

    def __init__(self, merchant: Merchant, login: str) -> None:
        self.merchant, self.at = merchant, NOW
        self.client = Client()
        log_in(self.client, make_account(login))

    def open(self, sheet: OrderSheet) -> Any:
        return self.client.get(address(self.merchant, sheet))

    def pay(self, sheet: OrderSheet, **typed: str) -> Any:
        return self.client.post(address(self.merchant, sheet), {**FILLED, **typed})

    def press(self, page: Any, name: str = "again") -> Any:
        """Presses the button of this name with everything that its form carries."""
        button = BeautifulSoup(page.content, "html.parser").find("button", attrs={"name": name})
        assert button is not None, page.content.decode()
        form = button.find_parent("form")
        assert form is not None
        values = {str(one["name"]): str(one["value"]) for one in form.find_all("input") if one["name"] != "csrfmiddlewaretoken"}
        return self.client.post(str(form["action"]), {**values, name: "1"})


@pytest.fixture
def merchant(outside: Outside) -> Merchant:
    outside.shelf.combinations = {"V1": (12_000, 0, 1), "V2": (12_000, 0, 5)}
    return make_merchant(hold_url=HOLD_URL)


@pytest.fixture
def buyer(merchant: Merchant) -> Hands:
    return Hands(merchant, "buyer")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, outside: Outside) -> list[datetime]:
    at = [NOW]
    outside.shelf.clock = lambda: at[0]
    for page in ("sheet", "payment"):
        monkeypatch.setattr(f"minishop.checkout.pages.{page}.views.now", lambda: at[0])
    return at


def text(page: Any) -> str:
    return BeautifulSoup(page.content, "html.parser").get_text(" ", strip=True)


def listed(hands: Hands) -> list[str]:
    """What MY page lists: the names of the orders' goods."""
    page = BeautifulSoup(hands.client.get("/my/").content, "html.parser")
    return [link.get_text(strip=True) for link in page.select("a[href^='/my/orders/']")]


def attempts(merchant: Merchant) -> list[str]:
    with scope(merchant.id):
        return list(Payment.objects.order_by("id").values_list("state", flat=True))


def return_from_pg(client: Client, merchant: Merchant) -> Any:
    with scope(merchant.id):
        key = Payment.objects.order_by("id").last().key  # type: ignore[union-attr]
    return client.get(f"/payments/return/?orderKey={key}&paymentKey=pk-1")


def test_w2_an_option_that_sold_out_is_not_sold_while_another_is_left(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]
) -> None:
    """Yellow 1, blue 5. A and B registered yellow; A paid; B opens, and B presses pay without opening."""
    other = Hands(merchant, "first")
    of_a, of_b = make_sheet(merchant, YELLOW), make_sheet(merchant, YELLOW)
    clock[0] = NOW + timedelta(minutes=2)
    assert other.pay(of_a).status_code == 302
    return_from_pg(other.client, merchant)
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    clock[0] = NOW + timedelta(minutes=3)
    for page in (buyer.open(of_b), buyer.pay(of_b)):
        assert page.status_code == 409
        for told in ("구매불가 상품안내", "캔버스 가방", "색상:노랑", "품절된 상품입니다. 결제하지 않았습니다."):
            assert told in text(page)
        assert of_b.back_url in page.content.decode()
    assert attempts(merchant) == ["paid", "abandoned"]
    assert listed(buyer) == []
    assert outside.pg.taken.keys() == {next(iter(outside.pg.taken))}


@pytest.mark.parametrize(("surcharge", "now"), [(1_400, "26,800원"), (0, "24,000원")], ids=["인상", "인하"])
def test_w3_an_old_surcharge_is_not_paid(merchant: Merchant, buyer: Hands, outside: Outside, surcharge: int, now: str) -> None:
    """Two pieces at 12,000 and 500 each, 25,000 together; dearer or cheaper at pay."""
    outside.shelf.combinations["V2"] = (12_000, 500, 5)
    two = RegisteredLine("P1", "캔버스 가방", 2, Won(12_000), Won(25_000), "색상:파랑", "V2", "P1")
    sheet = make_sheet(merchant, two)
    outside.shelf.combinations["V2"] = (12_000, surcharge, 5)
    page = buyer.pay(sheet)
    assert page.status_code == 409
    assert f"가격이 25,000원에서 {now}으로 바뀌었습니다. 쇼핑몰에서 다시 주문해 주세요." in text(page)
    assert listed(buyer) == []
    assert outside.pg.sessions == {}


def test_w4_lines_of_one_combination_are_short_together(merchant: Merchant, buyer: Hands, outside: Outside) -> None:
    """2 + 2 + 1 with 4 left; each is named with what all of them want."""
    engraved = [
        RegisteredLine("P1", "캔버스 가방", count, Won(12_000), Won(12_000 * count), f"색상:파랑 / 각인:{name}", "V2", "P1")
        for name, count in (("가", 2), ("나", 2), ("다", 1))
    ]
    outside.shelf.combinations["V2"] = (12_000, 0, 4)
    page = buyer.pay(make_sheet(merchant, *engraved))
    assert text(page).count("남은 수량이 4개입니다. 주문하신 수량은 5개입니다.") == 3
    outside.shelf.combinations["V2"] = (12_000, 0, 5)
    assert buyer.pay(make_sheet(merchant, *engraved)).status_code == 302


def test_only_the_refused_line_is_named(merchant: Merchant, buyer: Hands, outside: Outside) -> None:
    del outside.shelf.combinations["V1"]
    page = buyer.pay(make_sheet(merchant, YELLOW, BLUE))
    assert "쇼핑몰에서 판매하지 않는 상품입니다." in text(page)
    assert "색상:파랑" not in text(page)


def test_the_shop_is_asked_to_keep_what_it_registered(merchant: Merchant, buyer: Hands, outside: Outside) -> None:
    buyer.pay(make_sheet(merchant, YELLOW, BLUE))
    assert outside.asked[0] == f"POST {HOLD_URL}"
    line = {"line": 1, "productId": "P1", "optionCode": "V1", "quantity": 1, "unitPrice": 12_000, "lineTotal": 12_000}
    with scope(merchant.id):
        number = Order.objects.get().number
    assert outside.shelf.told == [
        {
            "type": "hold",
            "merchantId": merchant.public_id,
            "orderNo": number,
            "attempt": 1,
            "registration": "R7K2M9QX4T",
            "holdSeconds": 600,
            "lines": [line, {**line, "line": 2, "optionCode": "V2"}],
        }
    ]


def test_a_sheet_opened_within_a_minute_of_its_registration_asks_nobody(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]
) -> None:
    sheet = make_sheet(merchant, YELLOW)
    clock[0] = NOW + timedelta(seconds=59)
    assert (buyer.open(sheet).status_code, outside.asked) == (200, [])
    clock[0] = NOW + timedelta(seconds=60)
    assert (buyer.open(sheet).status_code, len(outside.asked)) == (200, 1)


def test_pressing_pay_asks_however_fresh_the_sheet_is(merchant: Merchant, buyer: Hands, outside: Outside) -> None:
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    assert buyer.pay(make_sheet(merchant, YELLOW)).status_code == 409


def test_a_refused_press_leaves_no_window_open(merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]) -> None:
    """The window of an earlier press is given up with it: a return from it takes no money."""
    sheet = make_sheet(merchant, YELLOW)
    buyer.pay(sheet)
    assert attempts(merchant) == ["opened"]
    clock[0] = NOW + timedelta(minutes=12)
    outside.shelf.expire(clock[0])
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    assert buyer.pay(sheet).status_code == 409
    assert attempts(merchant) == ["abandoned"]
    return_from_pg(buyer.client, merchant)
    assert (attempts(merchant), outside.pg.taken) == (["abandoned"], {})


def test_a_sheet_whose_goods_are_held_asks_nobody(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]
) -> None:
    """buying.md 2.4: the last piece is the buyer's own, and the shop would call it sold out until it has heard that it is free."""
    sheet = make_sheet(merchant, YELLOW)
    buyer.pay(sheet)
    for minutes in (2, 9, 10):
        clock[0] = NOW + timedelta(minutes=minutes)
        assert buyer.open(sheet).status_code == 200
    assert outside.shelf.asked == []
    run_due(lambda: clock[0])
    assert buyer.open(sheet).status_code == 200
    assert len(outside.shelf.asked) == 1


def test_a_refused_sheet_goes_on_when_the_shop_sells_it_again(merchant: Merchant, buyer: Hands, outside: Outside) -> None:
    """다시 확인하기 asks at once, also within the minute, and what was typed is there; consent is given anew."""
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    refused = buyer.pay(make_sheet(merchant, YELLOW), delivery_note="경비실에")
    assert buyer.press(refused).status_code == 409
    outside.shelf.combinations["V1"] = (12_000, 0, 1)
    page = buyer.press(refused)
    assert page.status_code == 200
    assert 'value="경비실에"' in page.content.decode()
    assert 'value="박받음"' in page.content.decode()
    consent = BeautifulSoup(page.content, "html.parser").find(id="id_consent_terms")
    assert consent is not None
    assert not consent.has_attr("checked")


def test_an_english_reader_is_told_in_english(merchant: Merchant, buyer: Hands, outside: Outside) -> None:
    buyer.client.cookies["language"] = "en"
    outside.shelf.combinations = {"V1": (12_000, 0, 0), "V2": (12_000, 0, 2)}
    three = RegisteredLine("P1", "캔버스 가방", 3, Won(12_000), Won(36_000), "색상:파랑", "V2", "P1")
    page = text(buyer.pay(make_sheet(merchant, YELLOW, three)))
    assert "Sold out. Nothing has been charged." in page
    assert "Only 2 are left; you asked for 3." in page


SILENT = {
    "시간 초과": TIMED_OUT,
    "고장": answered({}, 500),
    "거절": answered({}, 401),
    "글": answered(b"ok"),
    "모르는 결과": answered({"result": "perhaps"}),
    "모르는 사유": answered({"result": "refused", "lines": [{"line": 1, "reason": "moon"}]}),
    "묻지 않은 줄": answered({"result": "refused", "lines": [{"line": 9, "reason": "not_for_sale"}]}),
    "줄 없는 거절": answered({"result": "refused"}),
    "줄 있는 승낙": answered({"result": "sellable", "lines": [{"line": 1, "reason": "not_for_sale"}]}),
    "숫자 없는 사유": answered({"result": "refused", "lines": [{"line": 1, "reason": "price_changed"}]}),
    "깊은 대괄호": answered(b'{"result":"sellable","x":' + b"[" * 9_000),
}


@pytest.mark.parametrize("answer", SILENT.values(), ids=SILENT)
def test_a_shop_that_gives_no_answer_sells_nothing_and_loses_nothing(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime], answer: Any
) -> None:
    outside.shop_answer = answer
    sheet = make_sheet(merchant, YELLOW)
    page = buyer.pay(sheet, delivery_note="경비실에")
    assert page.status_code == 503
    assert "쇼핑몰이 재고를 확인해 주지 않아 결제를 시작하지 않았습니다." in text(page)
    assert 'value="경비실에"' in page.content.decode()
    assert listed(buyer) == []
    assert outside.pg.sessions == {}
    clock[0] = NOW + timedelta(minutes=2)
    page = buyer.open(sheet)
    assert page.status_code == 200
    assert "재고와 가격은 결제할 때 다시 확인합니다." in text(page)


def test_a_sheet_says_until_when_it_holds_and_ends_then(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]
) -> None:
    sheet = make_sheet(merchant, YELLOW)
    assert "2026.11.23 10:30까지 유효" in text(buyer.open(sheet))
    clock[0] = NOW + timedelta(minutes=30)
    for page in (buyer.open(sheet), buyer.pay(sheet)):
        assert page.status_code == 410
        assert "주문서 유효 시간(30분)이 지났습니다. 다시 확인하면 이어서 주문할 수 있습니다." in text(page)
        assert "쇼핑몰로" in text(page)
        assert sheet.back_url in page.content.decode()
    assert (outside.asked, counted(merchant)) == ([], (0, 0))


@pytest.mark.parametrize("press", ["open", "pay"])
def test_opening_and_pressing_pay_renew_a_sheet(merchant: Merchant, buyer: Hands, clock: list[datetime], press: str) -> None:
    sheet = make_sheet(merchant, YELLOW)
    clock[0] = NOW + timedelta(minutes=29)
    getattr(buyer, press)(sheet)
    clock[0] = NOW + timedelta(minutes=58)
    run_due(lambda: clock[0])
    assert "2026.11.23 11:28까지 유효" in text(buyer.open(sheet))


def test_a_refusal_and_a_silence_renew_nothing(merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]) -> None:
    sheet = make_sheet(merchant, YELLOW)
    clock[0] = NOW + timedelta(minutes=29)
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    buyer.open(sheet)
    outside.shop_answer = TIMED_OUT
    buyer.open(sheet)
    clock[0] = NOW + timedelta(minutes=30)
    assert buyer.open(sheet).status_code == 410


def test_a_sheet_that_is_over_goes_on_after_a_check(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]
) -> None:
    sheet = make_sheet(merchant, YELLOW)
    clock[0] = NOW + timedelta(hours=2)
    over = buyer.pay(sheet, delivery_note="경비실에")
    outside.shop_answer = TIMED_OUT
    silent = buyer.press(over)
    assert (silent.status_code, "다시 확인하기" in text(silent)) == (503, True)
    outside.shop_answer = None
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    assert buyer.press(silent).status_code == 409
    outside.shelf.combinations["V1"] = (12_000, 0, 1)
    page = buyer.press(silent)
    assert page.status_code == 200
    assert 'value="경비실에"' in page.content.decode()
    assert "2026.11.23 12:30까지 유효" in text(page)
    assert buyer.pay(sheet).status_code == 302


def test_after_a_day_only_the_way_to_the_shop_is_left(
    merchant: Merchant, buyer: Hands, outside: Outside, clock: list[datetime]
) -> None:
    sheet = make_sheet(merchant, YELLOW)
    clock[0] = NOW + timedelta(hours=24)
    page = buyer.open(sheet)
    assert page.status_code == 410
    assert "다시 확인하기" not in text(page)
    assert sheet.back_url in page.content.decode()
    assert buyer.client.post(address(merchant, sheet), {"again": "1"}).status_code == 410
    assert outside.asked == []


def test_a_paid_sheet_leads_to_its_order_for_ever(merchant: Merchant, buyer: Hands, clock: list[datetime]) -> None:
    sheet = make_sheet(merchant, YELLOW)
    buyer.pay(sheet)
    return_from_pg(buyer.client, merchant)
    clock[0] = NOW + timedelta(days=400)
    assert buyer.open(sheet)["Location"].startswith("/my/orders/")
