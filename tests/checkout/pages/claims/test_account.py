"""환불 계좌 by its page: the whole way of money that the PG does not give back, and what every page says of it meanwhile (R136, Q10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.claims import cases
from tests.checkout.fakes import Outside
from tests.checkout.pages.claims.test_cancelling import address, claims, filled
from tests.checkout.worlds import NOW, World, make_account, make_payment
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.kept_forms import keeping
from minishop.chassis.tenancy import scope
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.labels import BANKS, refund_news
from minishop.checkout.payments.models import Payment, Refund
from minishop.checkout.payments.services.by_account import write_down_part
from minishop.checkout.payments.services.refunding import give_back
from minishop.kernel.clock import kst_iso

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
TYPED = {"bank": "NH농협은행", "account_number": "302-1234-5678-91", "account_holder": "이구매"}


def cancelled(world: World, buyer: Client, outside: Outside, answer: str = "approve") -> Claim:
    """The whole of an order is cancelled by its page, and the PG asked."""
    order = cases.paid(world)
    cases.paid_by(order, outside)
    buyer.post(address(order), filled(Page(buyer.get(address(order))).main))
    (claim,) = claims(order)
    outside.pg.next_cancel = answer
    with scope(order.merchant_id):
        give_back(refund=cases.refunds(order)[0], now=NOW)
    return claim


def claim_page(buyer: Client, claim: Claim) -> Page:
    return Page(buyer.get(f"/my/claims/{claim.number}/")).main


def order_of(claim: Claim) -> Order:
    with scope(claim.merchant_id):
        return Order.objects.select_related("merchant").get(id=claim.order_id)


def test_what_the_pg_refuses_is_asked_for_named_sent_and_forgotten(world: World, buyer: Client, outside: Outside) -> None:
    """R136, 7.2: by pages alone, without a script."""
    claim = cancelled(world, buyer, outside, "decline")
    assert claim_page(buyer, claim).part("환불").says("결제한 방법으로 돌려드릴 수 없어 다른 방법을 확인하고 있습니다.")
    order = order_of(claim)
    cases.take_other_way(order)
    page = claim_page(buyer, claim)
    assert page.labels()["계좌로"] == "30,400원"
    assert page.part("환불").says("카드로 취소할 수 없어 계좌로 돌려드립니다. 받을 계좌를 기다립니다.")
    place = page.link("받을 계좌 적기")
    assert Page(buyer.get(f"/my/orders/{order.number}/")).main.link("받을 계좌 적기") == place
    refused = buyer.post(place, {**TYPED, "account_number": "302-1"})
    assert (refused.status_code, refused.context["form"].errors["account_number"]) == (
        422,
        ["계좌번호는 숫자와 - 로 6자에서 20자까지입니다."],
    )
    assert Page(refused).main.field("예금주").value == "이구매"
    asked = Page(buyer.post(place, TYPED, follow=True)).main
    assert asked.says("NH농협은행 ****7891 계좌로 보내 드립니다.")
    assert "302-1234" not in asked.text
    assert Page(buyer.get(place)).main.says("지금 적힌 계좌는 NH농협은행 ****7891입니다.")
    send(order)
    assert claim_page(buyer, claim).part("환불").says("2026.11.23에 알려 주신 계좌로 보냈습니다.")
    assert buyer.get(place)["Location"] == f"/my/orders/{order.number}/"


def test_of_a_refund_found_in_part_the_rest_is_shown_and_the_part_beside_it(world: World, buyer: Client, outside: Outside) -> None:
    """Decision 0049: whoever transfers reads what to transfer, and the buyer what came by which way."""
    claim = cancelled(world, buyer, outside, "decline")
    order = order_of(claim)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 10_000)
    with scope(order.merchant_id):
        (refund,) = cases.refunds(order)
        write_down_part(refund=refund, now=NOW)
        outside.pg.next_cancel = "decline"
        give_back(refund=refund, now=NOW)
    cases.take_other_way(order)
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    card = Page(operator.get("/center/attention/")).main.part("끝나지 않은 환불")
    assert card.says("20,400원")
    assert card.says("환불할 30,400원 가운데 10,000원은 PG에서 이미 돌아갔고, 남은 돈이 이만큼입니다.")
    place = next(place for words, place in card.links().items() if words.startswith("신청번호"))
    for shown in (claim_page(buyer, claim).part("환불"), Page(operator.get(place)).main.part("환불")):
        assert shown.says("20,400원")
        assert shown.says("이와 따로 10,000원은 결제한 방법으로 먼저 돌아갔습니다.")
        assert not shown.says("30,400원")


def send(order: Order) -> None:
    """The operator sees the account and where the claim stands, and notes the transfer."""
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    (refund,) = cases.refunds(order)
    card = Page(operator.get("/center/attention/")).main.part("끝나지 않은 환불")
    assert card.says("NH농협은행 302-1234-5678-91 이구매")
    claim = Page(operator.get(next(place for words, place in card.links().items() if words.startswith("신청번호")))).main
    assert claim.part("환불").says("계좌로 보내 드립니다.")
    operator.post(f"/center/refunds/{refund.key}/transfer/", {"number": "T-1", "on": "2026-11-23"})
    assert [(one.state, one.account) for one in cases.refunds(order)] == [("done", "")]


@pytest.mark.parametrize("why", ["login", "stale"])
def test_an_account_that_could_not_be_taken_lies_nowhere(
    world: World, buyer: Client, outside: Outside, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """payments.md 10: neither the end of a login nor a page that grew old puts it unsealed into the session."""
    monkeypatch.setattr(keeping, "is_known", lambda request: True)
    monkeypatch.setattr("minishop.chassis.kept_forms.files.browser", lambda request: "known")
    claim = cancelled(world, buyer, outside, "decline")
    cases.take_other_way(order_of(claim))
    place = claim_page(buyer, claim).link("받을 계좌 적기")
    browser = Client(enforce_csrf_checks=why == "stale")
    if why == "stale":
        browser.cookies = buyer.cookies
    answer = browser.post(place, TYPED, headers={"Origin": "http://testserver"})
    assert answer.status_code == {"login": 302, "stale": 303}[why]
    assert browser.session["_kept_form"]["fields"] == {"bank": [TYPED["bank"]]}


def test_before_the_press_it_says_that_an_account_is_asked_for(world: World, buyer: Client, outside: Outside) -> None:
    """7.3: a part of a transfer; in English the same."""
    cases.modern(world)
    order = cases.paid(world)
    cases.paid_by(order, outside, "transfer")
    whole = Page(buyer.get(address(order))).main
    assert whole.labels()["계좌이체 취소로"] == "30,400원"
    assert whole.says("이체한 계좌로 돌려드립니다.")
    first = cases.lines_of(order)[0]
    sent = {**filled(whole), "apply": "1"}
    del sent[f"line_{first.number}"]
    part = Page(buyer.post(address(order), sent)).main
    assert "계좌로" in part.labels()
    assert part.says("신청하면 받을 계좌를 여쭙니다.")
    assert not part.says("카드")
    buyer.cookies["language"] = "en"
    assert Page(buyer.post(address(order), sent)).main.says("You are asked for it once you have applied.")


def test_a_request_may_name_its_account_while_the_seller_thinks(world: World, buyer: Client, outside: Outside) -> None:
    cases.modern(world)
    order = cases.paid(world)
    cases.paid_by(order, outside, "transfer")
    cases.acknowledge(order)
    sent = filled(Page(buyer.get(address(order))).main)
    del sent[f"line_{cases.lines_of(order)[0].number}"]
    again = Page(buyer.post(address(order), {**sent, "apply": "1"})).main
    buyer.post(address(order), {**sent, "shown": again.button("다시 계산").fields["shown"]})
    (claim,) = claims(order)
    told = buyer.post(claim_page(buyer, claim).link("받을 계좌 적기"), TYPED)
    assert told["Location"] == f"/my/claims/{claim.number}/"
    page = claim_page(buyer, claim)
    assert page.part("환불").says("NH농협은행 ****7891 계좌로 보내 드립니다.")
    assert "받을 계좌 적기" not in page.links()
    assert page.link("계좌 바꾸기")


def test_a_failed_cancel_says_so_with_the_operators_words(world: World, buyer: Client, outside: Outside) -> None:
    """1.2: the deed stands at the centre only where the PG refused and nothing else goes; the buyer reads that the order stands."""
    claim = cancelled(world, buyer, outside, "decline")
    order = order_of(claim)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 1)
    cases.take_other_way(order)
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    card = Page(operator.get("/center/attention/")).main.part("끝나지 않은 환불")
    at_the_centre = Page(operator.get(card.link(f"신청번호 {claim.number}"))).main
    assert at_the_centre.part("환불").says("카드사가 취소를 거절했습니다.")
    press = at_the_centre.button("취소하지 않고 끝내기")
    assert operator.post(press.action, {"failure-words": ""}).status_code == 422
    operator.post(press.action, {"failure-words": "카드사에서 이미 일부 취소된 결제입니다"})
    page = claim_page(buyer, claim)
    assert page.headings()[0] == "취소 실패"
    assert page.says("돈을 돌려드릴 수 없어 취소하지 못했습니다. 주문은 그대로입니다.")
    assert page.labels()["체크아웃의 답"] == "카드사에서 이미 일부 취소된 결제입니다"
    assert not Page(operator.get("/center/attention/")).says("끝나지 않은 환불")
    assert cases.states(order) == ["paid", "paid"]


def test_the_centre_offers_no_failure_while_the_pg_may_still_pay(world: World, buyer: Client, outside: Outside) -> None:
    claim = cancelled(world, buyer, outside, "timeout_lost")
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    page = Page(operator.get(f"/center/claims/{claim.merchant_id}/{claim.number}/")).main
    assert "취소하지 않고 끝내기" not in page.buttons()


def test_a_refund_that_is_put_off_or_unknown_says_so(world: World, buyer: Client, outside: Outside) -> None:
    """7.2: not now, and silence."""
    outside.pg.put_off_until = kst_iso(NOW + timedelta(hours=14, minutes=30))
    claim = cancelled(world, buyer, outside, "not_now")
    assert claim_page(buyer, claim).part("환불").says("2026.11.24 00:30 뒤에 환불됩니다.")
    silent = cancelled(world, buyer, outside, "timeout_taken")
    assert claim_page(buyer, silent).part("환불").says("환불을 확인하고 있습니다. 다시 누르지 않아도 됩니다.")


def test_a_transfer_is_called_one_wherever_its_payment_is_told(world: World, buyer: Client, outside: Outside) -> None:
    """R92, R136: on order, claim and at the centre; and what goes back another way names what was paid with as that."""
    claim = cancelled(world, buyer, outside, "decline")
    order = order_of(claim)
    cases.paid_by(order, outside, "transfer")
    cases.take_other_way(order)
    said, english = "실시간 계좌이체 신한 1234-****-****-5678", "Bank transfer 신한 1234-****-****-5678"
    assert claim_page(buyer, claim).part("환불").says(f"결제수단: {said}")
    page = Page(buyer.get(f"/my/orders/{order.number}/")).main
    assert page.part("결제 정보").text.endswith(f"2026.11.23 10:00 · {said}")
    assert page.part("환불").says(f"결제수단: {said}")
    buyer.cookies["language"] = "en"
    assert Page(buyer.get(f"/my/orders/{order.number}/")).main.says(english)
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    assert Page(operator.get(f"/center/claims/{claim.merchant_id}/{claim.number}/")).main.part("환불").says(f"결제수단: {said}")
    assert Page(operator.get(f"/center/orders/{order.merchant_id}/{order.number}/")).main.part("결제 금액").text.endswith(said)


ACCOUNT = BankAccount("우체국", "이구매", "01234567").stored()
NEWS: dict[str, tuple[dict[str, Any], str, str]] = {
    "요청": ({"state": "intended"}, "card", "환불을 요청하고 있습니다. 다시 누르지 않아도 됩니다."),
    "확인": ({"state": "asking"}, "card", "환불을 확인하고 있습니다. 다시 누르지 않아도 됩니다."),
    "카드": ({"state": "done"}, "card", "카드 취소를 마쳤습니다. 카드 명세서에는 3~5일 뒤에 나타납니다."),
    "이체": ({"state": "done"}, "transfer", "이체한 계좌로 돌려드렸습니다."),
    "계좌를 기다림": ({"state": "by_account"}, "transfer", "이체를 취소할 수 없어 계좌로 돌려드립니다. 받을 계좌를 기다립니다."),
    "계좌": (
        {"state": "by_account", "account": ACCOUNT},
        "card",
        "우체국 ****4567 계좌로 보내 드립니다. 보낸 뒤에는 계좌를 지웁니다.",
    ),
    "보냄": ({"state": "done", "transferred_on": NOW.date()}, "card", "2026.11.23에 알려 주신 계좌로 보냈습니다."),
    "포기": ({"state": "given_up"}, "card", "돈을 돌려드릴 수 없어 환불하지 않았습니다."),
}


@pytest.mark.parametrize(("facts", "means", "told"), NEWS.values(), ids=NEWS)
def test_how_a_refund_stands_is_said_truly(facts: dict[str, Any], means: str, told: str) -> None:
    """R136."""
    refund = Refund(amount=1, intended_at=NOW, **facts)
    refund.payment = Payment(method=means, amount=1)
    assert refund_news(refund) == told


def test_every_state_of_a_refund_has_words(world: World) -> None:
    payment = make_payment(cases.paid(world), "surplus", key="late")
    for state in RefundState:
        refund = Refund(amount=1, intended_at=NOW, state=state.value)
        refund.payment = payment
        assert refund_news(refund)
    assert all(BankAccount(bank, "이구매", "123456").stored() for bank in BANKS)
