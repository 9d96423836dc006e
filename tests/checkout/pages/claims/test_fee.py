"""배송비 내기: from the claim's page to the PG's window, and back with what became of it (C34)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.claims.cases import bought, fresh, lines_of, modern, states
from tests.checkout.claims.test_fees import waiting
from tests.checkout.claims.test_to_pay import FREE, judged, paid_and_more
from tests.checkout.fakes import Outside
from tests.checkout.pages.claims.test_cancelling import claims
from tests.checkout.worlds import NOW, World, make_account
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.reasons import HoldReason
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.answering import hold, release
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.payments.models import Payment, PgContract
from minishop.checkout.payments.services.settling import find_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def page_of(browser: Client, claim: Claim) -> Page:
    return Page(browser.get(f"/my/claims/{claim.number}/")).main


def press(browser: Client, claim: Claim, **data: str) -> Payment:
    """The window that the press leads to."""
    answer = browser.post(page_of(browser, claim).button("배송비 내기").action, data)
    with scope(claim.merchant_id):
        payment = Payment.objects.filter(claim_id=claim.id).latest("id")
    assert answer["Location"] == payment.pg_url
    return payment


def come_back(browser: Client, payment: Payment) -> Page:
    answer = browser.get(f"/payments/return/?orderKey={payment.key}&paymentKey=pk-fee")
    return Page(browser.get(answer["Location"])).main


def test_it_is_paid_and_the_claim_is_asked(world: World, buyer: Client, outside: Outside) -> None:
    _, claim = waiting(world)
    page = page_of(buyer, claim)
    assert page.headings()[0] == "배송비 결제 대기"
    assert not page.says("돌려받을 금액보다 배송비가 많습니다."), "of an exchange nothing goes back"
    assert page.says("2026.11.23 10:30까지 배송비를 결제하지 않으면 신청이 끝납니다.")
    assert page.part("금액").says("더 낼 금액 아직 결제하지 않았습니다 6,000원")
    page = come_back(buyer, press(buyer, claim))
    assert page.headings()[0] == "교환 요청"
    assert not page.says("배송비 내기")
    assert not page.says("더 낼 금액")


def test_a_fee_that_was_paid_stands_with_its_means_and_is_not_asked_for(world: World, buyer: Client, outside: Outside) -> None:
    """R96: on the claim's page, in both languages, and at the centre."""
    _, claim = waiting(world)
    payment = press(buyer, claim, means="card")
    assert come_back(buyer, payment).part("금액").text.endswith("신용카드 신한 1234-****-****-5678 6,000원")
    assert page_of(buyer, claim).part("금액").says("결제한 배송비")
    buyer.cookies["language"] = "en"
    page = page_of(buyer, claim)
    assert page.part("Amounts").says("Delivery fee paid")
    assert not page.says("To be paid")
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    bill = Page(operator.get(f"/center/claims/{claim.merchant_id}/{claim.number}/")).main.part("구매자에게 돌려줄 금액")
    assert bill.says("결제한 배송비")
    assert not bill.says("더 낼 금액")


def test_the_means_are_the_contracts(world: World, buyer: Client, outside: Outside) -> None:
    """Q12: where the contract declares more than one they are offered; another word is the first of them."""
    _, claim = waiting(world)
    with scope(claim.merchant_id):
        PgContract.objects.update(terms={"means": ["card", "transfer"]})
    assert page_of(buyer, claim).says("실시간 계좌이체")
    assert press(buyer, claim, means="transfer").method == "transfer"
    assert press(buyer, claim, means="gold").method == "card"
    with scope(claim.merchant_id):
        PgContract.objects.update(terms={"means": ["card"]})
    assert not page_of(buyer, claim).says("실시간 계좌이체")
    assert press(buyer, claim, means="transfer").method == "card"


def test_declined_the_page_says_why_and_offers_it_again(world: World, buyer: Client, outside: Outside) -> None:
    _, claim = waiting(world)
    outside.pg.next = "decline"
    page = come_back(buyer, press(buyer, claim))
    assert page.says("배송비가 결제되지 않았습니다. 한도를 초과한 카드입니다.")
    assert page.button("배송비 내기").action == f"/my/claims/{claim.number}/fee/"


def test_left_it_is_back_at_the_claim(world: World, buyer: Client, outside: Outside) -> None:
    _, claim = waiting(world)
    payment = press(buyer, claim)
    assert buyer.get(f"/payments/cancel/?orderKey={payment.key}")["Location"] == f"/my/claims/{claim.number}/"
    assert fresh(claim).state == "fee_due"


def test_unknown_the_page_says_so_and_a_late_answer_comes_back(world: World, buyer: Client, outside: Outside) -> None:
    order, claim = waiting(world)
    outside.pg.next = "timeout_taken"
    payment = press(buyer, claim)
    assert come_back(buyer, payment).says("배송비 결제를 확인하고 있습니다.")
    assert buyer.get(f"/payments/{payment.key}/")["Location"] == f"/my/claims/{claim.number}/"
    assert buyer.post(f"/my/claims/{claim.number}/fee/")["Location"] == f"/my/claims/{claim.number}/"
    later = NOW + timedelta(minutes=31)
    act_on_overdue(now=later)
    with scope(order.merchant_id):
        find_out(payment=payment, now=later)
    assert page_of(buyer, claim).says("받은 금액을 모두 돌려드립니다.")


def test_what_waits_for_no_fee_leads_back(world: World, buyer: Client, outside: Outside) -> None:
    _, claim = waiting(world)
    come_back(buyer, press(buyer, claim))
    assert buyer.post(f"/my/claims/{claim.number}/fee/")["Location"] == f"/my/claims/{claim.number}/"
    with scope(claim.merchant_id):
        assert Payment.objects.filter(claim_id=claim.id).count() == 1


def test_a_silent_pg_costs_nothing(world: World, buyer: Client, outside: Outside) -> None:
    _, claim = waiting(world)
    outside.pg.silent = True
    answer = buyer.post(f"/my/claims/{claim.number}/fee/")
    assert Page(buyer.get(answer["Location"])).says("결제 대행사에 연결하지 못했습니다.")
    outside.pg.silent = False
    press(buyer, claim)


def test_a_cancel_that_costs_more_says_so_and_leads_to_its_payment(world: World, buyer: Client) -> None:
    """C26's way: said before applying, paid at the PG, and done then."""
    modern(world)
    order = bought(world, FREE)
    kept, gone = lines_of(order)
    facts = {"reason": "INTENT_CHANGED", f"line_{gone.number}": "on"}
    asked = Page(buyer.post(f"/my/orders/{order.number}/cancellation/", {**facts, "apply": "1"})).main
    sent = asked.button("신청하고 1,500원 결제하기").fields
    answer = buyer.post(f"/my/orders/{order.number}/cancellation/", {**facts, "shown": sent["shown"]}, follow=True)
    assert Page(answer).says("배송비를 결제하면 신청이 판매자에게 전해집니다.")
    (claim,) = claims(order)
    assert (claim.state, states(order)) == ("fee_due", ["paid", "paid"])
    assert come_back(buyer, press(buyer, claim)).headings()[0] == "취소완료"
    assert states(order) == ["paid", "cancelled"]
    assert kept.number != gone.number


def test_what_became_due_later_is_said_with_its_amount(world: World, buyer: Client) -> None:
    modern(world)
    _, claim = judged(world)
    page = page_of(buyer, claim)
    assert page.says("더 낼 금액 1,000원")
    assert not page.says("배송비는 한 번만 결제할 수 있어 더 내실 수 없습니다.")
    assert not page.says("저절로 이어집니다."), "nothing goes on by time while something is due"
    come_back(buyer, press(buyer, claim))
    assert not page_of(buyer, claim).says("더 낼 금액 1,000원")


def test_what_checkout_holds_for_its_fee_is_not_said_to_be_the_sellers_hold(world: World, buyer: Client) -> None:
    """1.5: the clock would have refunded it; the seller who then holds it too is named as the one who does."""
    modern(world)
    _, claim = judged(world)
    act_on_overdue(now=NOW + timedelta(days=4))
    page = page_of(buyer, claim)
    assert page.says("남은 배송비 때문에 체크아웃이 환불을 미루었습니다 금액이 바뀌었습니다")
    assert page.part("진행 내역").parts("li")[-1].text == "2026.11.27 10:00 남은 배송비 때문에 체크아웃이 환불을 미루었습니다."
    assert not page.says("판매자가 답을 보류했습니다")
    buyer.cookies["language"] = "en"
    page = page_of(buyer, claim)
    assert page.says("Checkout has put off the refund, since a delivery fee is still to be paid The amount has changed")
    assert not page.says("put off the answer")
    buyer.cookies["language"] = "ko"
    facts: dict[str, Any] = {"reason": HoldReason.ETC, "words": "더 봐야 합니다", "until": NOW + timedelta(days=5), "who": "api"}
    with scope(claim.merchant_id):
        release(claim=claim, now=NOW + timedelta(days=4))
        hold(claim=claim, now=NOW + timedelta(days=4), **facts)
    page = page_of(buyer, claim)
    assert page.says("판매자가 답을 보류했습니다")
    assert not page.says("체크아웃이 환불을 미루었습니다 금액이 바뀌었습니다")


def test_what_cannot_be_paid_any_more_says_whom_it_waits_for(world: World, buyer: Client) -> None:
    """R96: no button, and the reason."""
    modern(world)
    page = page_of(buyer, paid_and_more(world))
    assert page.says("더 낼 금액 500원")
    assert page.says("판매자가 받지 않기로 하거나 거절할 때까지 기다려 주세요.")
    assert not page.says("배송비 내기")
