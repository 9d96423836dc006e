"""What a PG and a contract declare, and the way in which money goes back for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.checkout.worlds import NOW

from minishop.checkout.payments.domain.abilities import Abilities, Means, RefundWay, way_of
from minishop.checkout.payments.domain.bank_accounts import BadAccount, BankAccount, account_of
from minishop.checkout.payments.domain.refunds import PUT_OFF_FOR, RefundFate, RefundVerdict, ask_again_at, is_ours
from minishop.kernel.won import Won

CARD, TRANSFER = Means.CARD, Means.TRANSFER
PG = Abilities(means=(CARD, TRANSFER), partial_cancel=frozenset({CARD}), cancel_days={TRANSFER: 180}, minimum=Won(100))


@pytest.mark.parametrize(
    ("terms", "means", "in_parts"),
    [
        ({}, (CARD, TRANSFER), {CARD}),
        ({"means": ["card"]}, (CARD,), {CARD}),
        ({"means": ["transfer", "phone"]}, (TRANSFER,), set()),
        ({"partial_cancel": ["card", "transfer"]}, (CARD, TRANSFER), {CARD, TRANSFER}),
        ({"means": ["card"], "partial_cancel": []}, (CARD,), set()),
        ({"means": []}, (), set()),
    ],
    ids=["말하지 않음", "카드만", "계좌이체만", "모두 부분 취소", "부분 취소 없음", "아무것도 없음"],
)
def test_a_contract_makes_of_its_pg_what_its_terms_say(
    terms: dict[str, list[str]], means: tuple[Means, ...], in_parts: set[Means]
) -> None:
    """R27, R92, Q12: card and real-time account transfer, as the contract declares."""
    under = PG.under(terms)
    assert (under.means, set(under.partial_cancel), under.minimum) == (means, in_parts, Won(100))


@pytest.mark.parametrize(
    ("means", "amount", "days", "gives"),
    [
        (CARD, 1_000, 0, True),
        (CARD, 400, 0, True),
        (CARD, 1_000, 9_999, True),
        (TRANSFER, 1_000, 0, True),
        (TRANSFER, 400, 0, False),
        (TRANSFER, 1_000, 179, True),
        (TRANSFER, 1_000, 180, False),
    ],
    ids=["카드 전액", "카드 일부", "카드는 기한 없음", "이체 전액", "이체 일부", "이체 마지막 날", "이체 기한 지남"],
)
def test_what_a_pg_gives_back(means: Means, amount: int, days: int, gives: bool) -> None:
    told = PG.gives_back(means, amount=Won(amount), left=Won(1_000), taken_at=NOW, now=NOW + timedelta(days=days))
    assert told is gives


@pytest.mark.parametrize(
    ("amount", "gives_back", "way"),
    [
        (0, True, RefundWay.NONE),
        (0, False, RefundWay.NONE),
        (1_000, True, RefundWay.PG_WHOLE),
        (400, True, RefundWay.PG_PART),
        (400, False, RefundWay.ACCOUNT),
        (1_000, False, RefundWay.ACCOUNT),
    ],
    ids=["없음", "없고 못 돌려줌", "전액 취소", "부분 취소", "일부는 계좌로", "전액을 계좌로"],
)
def test_the_way_of_a_refund(amount: int, gives_back: bool, way: RefundWay) -> None:
    """R136, Q10: the method is recorded, and cash is only where the PG cannot (claims.md 7.3)."""
    assert way_of(Won(amount), left=Won(1_000), gives_back=gives_back) is way


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(0), PUT_OFF_FOR),
        (-timedelta(hours=1), PUT_OFF_FOR),
        (None, PUT_OFF_FOR),
    ],
    ids=["알려 준 시각", "지금", "지난 시각", "말하지 않음"],
)
def test_when_a_refund_that_was_put_off_is_asked_for_again(told: timedelta | None, expected: timedelta) -> None:
    verdict = RefundVerdict(RefundFate.NOT_NOW, retry_at=None if told is None else NOW + told)
    assert ask_again_at(verdict, NOW) == NOW + expected


def test_money_that_went_back_under_another_name_is_ours_if_it_is_just_what_we_miss() -> None:
    told = [is_ours(given_back=Won(back), known=Won(300), amount=Won(700)) for back in (300, 699, 1_000, 1_001)]
    assert told == [False, False, True, False]


BAD = {
    "은행 없음": ("", "김구매", "110-123-456789", "bank"),
    "예금주가 너무 김": ("농협", "김" * 41, "110-123-456789", "holder"),
    "줄바꿈": ("농협", "김\n구매", "110-123-456789", "holder"),
    "번호가 글": ("농협", "김구매", "계좌번호", "number"),
    "번호가 짧음": ("농협", "김구매", "12345", "number"),
    "줄표뿐": ("농협", "김구매", "-------", "number"),
}


@pytest.mark.parametrize(("bank", "holder", "number", "field"), BAD.values(), ids=BAD)
def test_an_account_that_cannot_be_one(bank: str, holder: str, number: str, field: str) -> None:
    with pytest.raises(BadAccount) as refused:
        BankAccount(bank, holder, number)
    assert refused.value.facts == {"field": field}


def test_an_account_is_kept_as_it_was_named() -> None:
    named = BankAccount("농협", "김구매", "302-1234-5678")
    assert account_of(named.stored()) == named
    assert account_of("") is None
