"""클레임 안내: the buyer hears of each step once by SMS and once by mail, with what goes back."""

from __future__ import annotations

from tests.checkout.claims import cases, test_cancelling, test_returning
from tests.checkout.claims.test_returning import delivered, does
from tests.checkout.fakes import Outside
from tests.checkout.machines import Clock
from tests.checkout.worlds import World

from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.services import answering


def sent(outside: Outside, number: str) -> dict[str, str]:
    """The messages about a claim, by what they are of and their way."""
    return {key.removeprefix(f"claim:{number}:"): message["text"] for key, message in outside.messages.items() if number in key}


def test_each_step_is_told_once_by_each_way(world: World, outside: Outside, clock: Clock) -> None:
    order = cases.paid(world)
    claim = test_cancelling.ask(world, order)
    clock.work(minutes=1)
    clock.work(minutes=1)
    told = sent(outside, claim.number)
    assert sorted(told) == ["canceling:mail", "canceling:sms", "done:mail", "done:sms"]
    assert f"주문 {order.number}: 취소 처리가 완료되었습니다." in told["done:sms"]
    assert "돌려드리는 금액: 30,400원" in told["done:mail"]


def test_less_than_was_shown_is_told_with_the_sellers_words(world: World, outside: Outside, clock: Clock) -> None:
    order = delivered(world)
    claim = test_returning.ask(world, order, reason=ClaimReason.PRODUCT_UNSATISFIED)
    does(answering.judge, claim, fault=Fault.BUYER, words="설명대로입니다", photos=[], who="api")
    clock.work(minutes=1)
    told = sent(outside, claim.number)
    assert sorted(told) == ["2:mail", "2:sms", "asked:mail", "asked:sms"]
    assert "돌려드리는 금액: 24,900원" in told["2:mail"]
    assert "판매자의 말: 설명대로입니다" in told["2:mail"]


def test_money_for_an_account_that_nobody_named_asks_for_it(world: World, outside: Outside, clock: Clock) -> None:
    """7.2, by the worker alone: refused, owed by account, done, and told what is missing."""
    order = cases.paid(world)
    cases.paid_by(order, outside)
    claim = test_cancelling.ask(world, order)
    outside.pg.next_cancel = "decline"
    for _turn in range(3):
        clock.work(minutes=1)
    told = sent(outside, claim.number)
    assert "MY 페이지에 받을 계좌를 적어 주세요." in told["done:sms"]
    assert "MY 페이지에 받을 계좌를 적어 주세요." in told["done:mail"]
    assert "계좌" not in told["canceling:mail"]
