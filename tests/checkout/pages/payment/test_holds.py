"""What a buyer reads of held goods (buying.md 7): each sentence on its status, in both languages, with the way on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.fakes import TIMED_OUT, Outside
from tests.checkout.pages.sheet.test_sheet import FILLED, address
from tests.checkout.worlds import HOLD_URL, NOW, make_account, make_merchant, make_paid_order, make_sheet
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.holds.models import Shortage, StockHold
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.models import OrderLine, OrderSheet
from minishop.checkout.payments.models import Payment
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
MUG = RegisteredLine("P1", "머그컵", 1, Won(12_000), Won(12_000), "색상:노랑", "V1", "P1")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, outside: Outside) -> list[datetime]:
    at = [NOW]
    outside.shelf.clock = lambda: at[0]
    outside.shelf.combinations = {"V1": (12_000, 0, 1)}
    for page in ("sheet", "payment", "my"):
        monkeypatch.setattr(f"minishop.checkout.pages.{page}.views.now", lambda: at[0])
    return at


@pytest.fixture
def merchant(clock: list[datetime]) -> Merchant:
    return make_merchant(hold_url=HOLD_URL, hint_url="")


class Browser:
    """A buyer's browser."""

    def __init__(self, merchant: Merchant, login: str = "buyer") -> None:
        self.client, self.merchant = Client(), merchant
        log_in(self.client, make_account(login))

    def press(self, sheet: OrderSheet) -> Any:
        return self.client.post(address(self.merchant, sheet), FILLED)

    def back(self, sheet: OrderSheet) -> Any:
        return self.client.get(f"/payments/return/?orderKey={self.key(sheet)}&paymentKey=pk-1")

    def key(self, sheet: OrderSheet) -> str:
        with scope(self.merchant.id):
            return Payment.objects.filter(order__sheet_id=sheet.id).latest("opened_at").key

    def in_english(self) -> None:
        self.client.cookies["language"] = "en"


@pytest.fixture
def buyer(merchant: Merchant) -> Browser:
    return Browser(merchant)


@pytest.fixture
def sheet(merchant: Merchant) -> OrderSheet:
    return make_sheet(merchant, MUG)


GONE = (
    "결제하시는 동안 상품이 품절되어 결제를 마치지 않았습니다. 돈은 나가지 않았습니다.",
    "The goods sold out while you were paying. The payment was not completed and you were not charged.",
)
SILENT = (
    "쇼핑몰 확인이 끝나지 않아 결제를 마치지 않았습니다. 돈은 나가지 않았습니다.",
    "The shop's confirmation did not come, so the payment was not completed. Nothing was charged.",
)
HELD = (
    "남은 수량을 다른 고객이 결제하고 있습니다. 잠시 뒤 다시 눌러 주세요.",
    "The last pieces are being paid for by others. Please press again in a moment.",
)
FULL = (
    "결제 중인 주문이 너무 많습니다. 먼저 끝내거나 잠시 뒤에 다시 해 주세요.",
    "You have too many orders being paid. Please finish one first, or try again in a while.",
)


@pytest.mark.parametrize("language", [0, 1], ids=["한국어", "영어"])
def test_goods_that_are_gone_at_the_return(
    buyer: Browser, sheet: OrderSheet, outside: Outside, clock: list[datetime], language: int
) -> None:
    """409, the line by product and option, the way to the shop and to the sheet; reading it again says the same."""
    buyer.press(sheet)
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    clock[0] += timedelta(minutes=12)
    outside.shelf.expire(clock[0])
    if language:
        buyer.in_english()
    for _ in range(2):
        answer = buyer.back(sheet)
        page = Page(answer).main
        assert answer.status_code == 409
        assert page.says(GONE[language])
        assert page.says("머그컵")
        assert page.says("색상:노랑")
        assert {sheet.back_url, address(buyer.merchant, sheet)} <= set(page.links().values())
    if not language:
        again = Page(buyer.client.get(address(buyer.merchant, sheet))).main
        assert again.says("쇼핑몰이 상품을 내어 줄 수 없어 결제하지 않았습니다.") or again.says("품절된 상품입니다.")
        assert not again.says("sold_out")


@pytest.mark.parametrize("language", [0, 1], ids=["한국어", "영어"])
def test_a_shop_that_is_silent_at_the_return(
    buyer: Browser, sheet: OrderSheet, outside: Outside, clock: list[datetime], language: int
) -> None:
    """503 with a way to ask again, which takes the money once the shop has answered."""
    buyer.press(sheet)
    clock[0] += timedelta(minutes=9, seconds=30)
    outside.shop_answer = TIMED_OUT
    if language:
        buyer.in_english()
    answer = buyer.back(sheet)
    assert answer.status_code == 503
    assert Page(answer).main.says(SILENT[language])
    outside.shop_answer = None
    again = Page(answer).main.link("다시 확인하기" if not language else "Check again")
    assert buyer.client.get(again)["Location"].startswith("/my/orders/")


@pytest.mark.parametrize("language", [0, 1], ids=["한국어", "영어"])
def test_pieces_that_others_are_paying_for(buyer: Browser, sheet: OrderSheet, merchant: Merchant, language: int) -> None:
    first = Browser(merchant, "first")
    first.press(make_sheet(merchant, MUG))
    if language:
        buyer.in_english()
    answer = buyer.press(sheet)
    assert answer.status_code == 409
    assert Page(answer).main.says(HELD[language])


@pytest.mark.parametrize("language", [0, 1], ids=["한국어", "영어"])
def test_too_many_orders_under_way(buyer: Browser, merchant: Merchant, outside: Outside, language: int) -> None:
    outside.shelf.combinations["V1"] = (12_000, 0, 99)
    for _ in range(5):
        assert buyer.press(make_sheet(merchant, MUG)).status_code == 302
    if language:
        buyer.in_english()
    answer = buyer.press(make_sheet(merchant, MUG))
    assert answer.status_code == 409
    assert Page(answer).main.says(FULL[language])
    assert 'value="박받음"' in answer.content.decode()


def test_a_second_press_waits_and_is_led_to_the_same_window(buyer: Browser, sheet: OrderSheet, outside: Outside) -> None:
    """W18: 처리 중입니다, which looks again by itself after a second, without JavaScript."""
    seen: list[Any] = []

    def second() -> None:
        seen.append(buyer.press(sheet))
        seen.append(buyer.client.get(seen[0]["Location"]))

    outside.shelf.while_answering = second
    window = buyer.press(sheet)["Location"]
    assert seen[0].status_code == 302
    assert '<meta http-equiv="refresh" content="1">' in seen[1].content.decode()
    assert Page(seen[1]).main.headings() == ["처리 중입니다"]
    assert buyer.client.get(seen[0]["Location"])["Location"] == window


def test_who_waits_for_a_refusal_is_led_back_to_the_sheet(buyer: Browser, sheet: OrderSheet, merchant: Merchant) -> None:
    Browser(merchant, "first").press(make_sheet(merchant, MUG))
    buyer.press(sheet)
    waiting = f"/payments/{buyer.key(sheet)}/opening/"
    assert buyer.client.get(waiting)["Location"] == address(merchant, sheet)


def test_only_the_buyer_waits_for_a_window(buyer: Browser, sheet: OrderSheet, merchant: Merchant) -> None:
    buyer.press(sheet)
    waiting = f"/payments/{buyer.key(sheet)}/opening/"
    assert Browser(merchant, "stranger").client.get(waiting).status_code == 404
    assert Client().get(waiting)["Location"].startswith("/login/")


def test_my_page_says_that_a_paid_line_is_short_until_it_is_sent(merchant: Merchant, clock: list[datetime]) -> None:
    browser = Browser(merchant, "short")
    order = make_paid_order(merchant, make_account("other"), MUG)
    with scope(merchant.id):
        order.buyer_id = int(browser.client.session["_auth_user_id"])
        order.save(update_fields=["buyer"])
        line = OrderLine.objects.get()
        Shortage.objects.create(merchant_id=merchant.id, order_id=order.id, line_id=line.id, pieces=1, found_at=NOW)
    said = "상품이 부족해 판매자가 취소할 수 있습니다. 취소되면 전액 돌려드립니다."
    assert Page(browser.client.get(f"/my/orders/{order.number}/")).main.says(said)
    with scope(merchant.id):
        OrderLine.objects.update(state="delivering")
    assert not Page(browser.client.get(f"/my/orders/{order.number}/")).main.says(said)


def test_a_short_sale_is_told_the_buyer_once(buyer: Browser, sheet: OrderSheet, outside: Outside, clock: list[datetime]) -> None:
    """The shop's count found fewer than it had promised: the order is paid, and its buyer reads that it may be cancelled."""
    buyer.press(sheet)
    outside.shelf.combinations["V1"] = (12_000, 0, 0)
    assert buyer.back(sheet)["Location"].startswith("/my/orders/")
    for _ in range(3):
        run_due(lambda: clock[0])
    with scope(buyer.merchant.id):
        assert [(hold.state, one.pieces) for hold in StockHold.objects.all() for one in Shortage.objects.all()] == [
            ("committed", 1)
        ]
    letters = [message for key, message in outside.messages.items() if key.startswith("shortage:")]
    assert len(letters) == 1
    assert "상품이 부족해 판매자가 취소할 수 있습니다. 취소되면 전액 돌려드립니다." in letters[0]["text"]
