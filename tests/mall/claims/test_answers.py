"""반품·교환에 답하기: what may be done when, and how it reaches the hub and comes back from there (R51, R145)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW

from minishop.chassis.jobs.worker import run_due
from minishop.kernel.won import Won
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.channel.services.sending import resend
from minishop.mall.claims.domain.answering import (
    HOLD_REASONS,
    Act,
    Answer,
    Answerable,
    AnswerProblem,
    acts_on,
    may_be_put_back,
    problem_with,
)
from minishop.mall.claims.errors import CannotAnswer
from minishop.mall.claims.labels import HOLD_REASONS as HOLD_LABELS
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import answerable
from minishop.mall.claims.services.answering import answer_claim
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState
from minishop.mall.orders.errors import BadTracking
from minishop.mall.orders.models import LineEvent
from minishop.mall.shops.models import Shop

K, S, A, P = ClaimKind, ClaimState, Act, AnswerProblem
Collect = Callable[[], None]
WHO = "owner@haru.example"
_REST = (A.HOLD, A.REFUSE)
# Claims 1.2, of the merchant's part; what is not here is nobody's to answer.
MAY: dict[tuple[ClaimKind, ClaimState], tuple[Act, ...]] = {
    (K.RETURN, S.ASKED): (A.ACCEPT, A.APPROVE, *_REST), (K.RETURN, S.COLLECTING): (A.RECEIVE, A.APPROVE, *_REST),
    (K.RETURN, S.COLLECTED): (A.APPROVE, *_REST), (K.RETURN, S.HELD): (A.RELEASE,),
    (K.EXCHANGE, S.ASKED): (A.ACCEPT, A.RECEIVE, *_REST), (K.EXCHANGE, S.COLLECTING): (A.RECEIVE, *_REST), (K.EXCHANGE, S.HELD): (A.RELEASE,),
    (K.EXCHANGE, S.COLLECTED): (A.REDISPATCH, *_REST),
}  # fmt: skip


def test_what_a_seller_may_do() -> None:
    """R51, R145: of every kind and state; nothing where the hub settles it, or while an answer waits. A claim is held once."""
    for kind in ClaimKind:
        for state in ClaimState:
            wanted = MAY.get((kind, state), ())
            assert acts_on(Answerable(kind, state)) == wanted, (kind, state)
            assert acts_on(Answerable(kind, state, is_ours=False)) == acts_on(Answerable(kind, state, is_sent=True)) == ()
            steps = {A.ACCEPT, A.RECEIVE} if kind is K.RETURN else {A.ACCEPT}
            public = tuple(act for act in wanted if act not in steps)
            assert acts_on(Answerable(kind, state, in_steps=False)) == public, "where the public API is all there is"
            assert acts_on(Answerable(kind, state, was_held=True)) == tuple(act for act in wanted if act is not A.HOLD)


RETURN, EXCHANGE = Answerable(K.RETURN, S.COLLECTED), Answerable(K.EXCHANGE, S.COLLECTED)


@pytest.mark.parametrize(
    ("answer", "claim", "problem"),
    [
        (Answer(A.APPROVE), RETURN, None),
        (Answer(A.APPROVE), EXCHANGE, P.NOT_NOW),
        (Answer(A.RELEASE), RETURN, P.NOT_NOW),
        (Answer(A.APPROVE), Answerable(K.RETURN, S.COLLECTED, is_ours=False), P.ELSEWHERE),
        (Answer(A.APPROVE), Answerable(K.RETURN, S.COLLECTED, is_sent=True), P.IS_SENT),
        (Answer(A.REFUSE, words=" "), RETURN, P.NO_WORDS),
        (Answer(A.REFUSE, words="쓴 물건입니다"), EXCHANGE, None),
        (Answer(A.HOLD, reason="ETC"), RETURN, P.NO_WORDS),
        (Answer(A.HOLD, words="기다려 주세요", reason="EXCHANGE_PRODUCT_READY"), RETURN, P.NO_REASON),
        (Answer(A.HOLD, words="기다려 주세요", reason="EXCHANGE_PRODUCT_READY"), EXCHANGE, None),
        (Answer(A.HOLD, words="포장이 없습니다", reason="EXTRAFEEE"), RETURN, P.NO_FEE),
        (Answer(A.HOLD, words="포장이 없습니다", reason="EXTRAFEEE", fee=Won(500)), RETURN, None),
        (Answer(A.HOLD, words="포장이 없습니다", reason="EXCHANGE_EXTRAFEE"), EXCHANGE, P.NO_FEE),
    ],
)
def test_why_an_answer_is_refused_here_already(answer: Answer, claim: Answerable, problem: AnswerProblem | None) -> None:
    assert problem_with(answer, claim) is problem


def test_every_reason_for_a_hold_has_its_words() -> None:
    assert {code for codes in HOLD_REASONS.values() for code in codes} <= set(HOLD_LABELS)


def test_what_may_go_back_into_stock() -> None:
    """R52: what came back, also by a cancel after it had left."""
    may = {
        (kind, state, back)
        for kind in K
        for state in S
        for back in (False, True)
        if may_be_put_back(kind, state, line_came_back=back)
    }
    done = (S.DONE, S.DONE_BY_OPERATOR)
    assert may == {(K.RETURN, state, back) for state in done for back in (False, True)} | {
        (K.CANCEL, state, True) for state in done
    }


@pytest.fixture
def returned(connected: Shop, hub: FakeHub, collect: Collect) -> LineClaim:
    """The buyer of an order whose profile lets the shop answer wants to return both of its lines."""
    hub.sell("1", "L1", "L2")
    for number in ("L1", "L2"):
        hub.lines[number]["order"]["claimAbilities"] = ["PARTIAL_CANCEL", "ANSWERED_BY_SHOP"]
        hub.claim(number, "RETURN", "RETURN_REQUEST", line="DELIVERED", returnReason="BROKEN")
    collect()
    run_due(lambda: NOW)
    hub.told.clear()
    return LineClaim.objects.get(line__hub_number="L2")


def answer(shop: Shop, claim: LineClaim, act: Act, **facts: Any) -> None:
    answer_claim(shop=shop, claim=claim, answer=Answer(act, **facts), actor=WHO, now=NOW)


def waiting() -> list[tuple[str, bool, str]]:
    rows = LineClaim.objects.order_by("line__position")
    return [(row.answer, row.answer_sent_at is not None, row.answer_refused) for row in rows]


def test_a_claim_is_answered_once_for_all_its_lines(connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect) -> None:
    answer(connected, returned, A.APPROVE)
    assert waiting() == [("approve", True, "")] * 2
    with pytest.raises(CannotAnswer) as again:
        answer(connected, returned, A.REFUSE, words="아니요")
    assert again.value.facts["problem"] is P.IS_SENT
    run_due(lambda: NOW)
    assert hub.told == [("L1 return/approve", {})]
    assert waiting() == [("approve", True, "")] * 2, "until the hub reports it"
    for number in ("L1", "L2"):
        hub.claim(number, "RETURN", "COLLECT_DONE", refundStandbyStatus="처리 중")
    collect()
    assert waiting() == [("", False, "")] * 2
    assert LineEvent.objects.filter(event="claim_answered", actor=WHO).count() == 2


def test_an_answer_on_its_way_is_waited_for_whatever_becomes_of_the_claim_meanwhile(
    connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect
) -> None:
    """The hub was away, and has agreed by its clock since: nobody answers otherwise while the first answer may still arrive."""
    hub.down = True
    answer(connected, returned, A.REFUSE, words="쓴 물건")
    run_due(lambda: NOW)
    hub.down = False
    for number in ("L1", "L2"):
        hub.claim(number, "RETURN", "COLLECTING")
    collect()
    assert waiting() == [("refuse", True, "")] * 2
    with pytest.raises(CannotAnswer) as again:
        answer(connected, LineClaim.objects.get(id=returned.id), A.APPROVE)
    assert again.value.facts["problem"] is P.IS_SENT
    run_due(lambda: NOW + timedelta(minutes=1))
    assert [act for act, _ in hub.told] == ["L1 return/reject"]
    assert waiting() == [("", False, "")] * 2, "delivered, and what came of it is not waited for: it may have been told already"


HOLD = {"words": "까닭", "reason": "ETC"}
HELD = {"holdbackStatus": "HOLDBACK", "holdbackReason": "ETC"}
FREE = {"holdbackStatus": "RELEASED", "holdbackReason": "ETC"}


@pytest.mark.parametrize(
    ("kind", "stood", "act", "reported", "then"),
    [
        ("RETURN", ("RETURN_REQUEST", {}), A.ACCEPT, ("COLLECTING", {}), (A.RECEIVE, A.APPROVE, *_REST)),
        ("EXCHANGE", ("EXCHANGE_REQUEST", {}), A.ACCEPT, ("COLLECTING", {}), (A.RECEIVE, *_REST)),
        ("RETURN", ("COLLECT_DONE", {}), A.HOLD, ("COLLECT_DONE", HELD), (A.RELEASE,)),
        ("RETURN", ("COLLECT_DONE", {}), A.HOLD, ("COLLECT_DONE", FREE), (A.APPROVE, A.REFUSE)),
        ("EXCHANGE", ("COLLECTING", HELD), A.RELEASE, ("COLLECTING", FREE), (A.RECEIVE, A.REFUSE)),
    ],
    ids=str,
)
def test_what_the_hub_reports_of_an_answer_ends_the_wait_for_it(
    connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect, kind: str, stood: Any, act: Act, reported: Any, then: Any
) -> None:
    """R51: what it made of the answer stands in its feed, and the next may be given; also of a hold that was over before it was read."""
    hub.lines["L1"].pop("currentClaim")
    hub.claim("L1", kind, stood[0], claimId="C2", **stood[1])
    collect()
    answer(connected, LineClaim.objects.get(number="C2"), act, **(HOLD if act is A.HOLD else {}))
    run_due(lambda: NOW)
    assert offered() == ()
    hub.claim("L1", kind, reported[0], claimId="C2", **reported[1])
    collect()
    assert offered() == then


def offered() -> tuple[Act, ...]:
    return acts_on(answerable(LineClaim.objects.get(number="C2"), is_ours=True, in_steps=True))


@pytest.mark.parametrize(
    ("kind", "status", "act", "facts", "told"),
    [
        ("RETURN", "RETURN_REQUEST", A.ACCEPT, {}, ("return/accept", {})),
        ("RETURN", "COLLECTING", A.RECEIVE, {}, ("return/collect/complete", {})),
        ("EXCHANGE", "EXCHANGE_REQUEST", A.ACCEPT, {}, ("exchange/accept", {})),
        ("RETURN", "RETURN_REQUEST", A.REFUSE, {"words": "쓴 물건"}, ("return/reject", {"rejectReturnReason": "쓴 물건"})),
        (
            "RETURN", "COLLECT_DONE", A.HOLD, {"words": "배송비", "reason": "RETURN_DELIVERYFEE", "fee": Won(3_000)},
            (
                "return/holdback",
                {"holdbackClassType": "RETURN_DELIVERYFEE", "holdbackReturnDetailReason": "배송비", "extraReturnFeeAmount": 3_000},
            ),
        ),
        ("EXCHANGE", "EXCHANGE_REQUEST", A.RECEIVE, {}, ("exchange/collect/complete", {})),
        ("EXCHANGE", "COLLECT_DONE", A.REFUSE, {"words": "쓴 물건"}, ("exchange/reject", {"rejectExchangeReason": "쓴 물건"})),
        (
            "EXCHANGE", "COLLECT_DONE", A.REDISPATCH, {"carrier": "HYUNDAI", "number": "1234-5678 9013"},
            ("exchange/dispatch", {"reDeliveryMethod": "DELIVERY", "reDeliveryCompany": "HYUNDAI", "reDeliveryTrackingNumber": "123456789013"}),
        ),
        (
            "EXCHANGE", "COLLECTING", A.HOLD, {"words": "준비 중", "reason": "EXCHANGE_PRODUCT_READY"},
            ("exchange/holdback", {"holdbackClassType": "EXCHANGE_PRODUCT_READY", "holdbackExchangeDetailReason": "준비 중"}),
        ),
    ],
    ids=str,
)  # fmt: skip
def test_each_answer_is_one_operation_of_the_hub(
    connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect, kind: str, status: str, act: Act, facts: Any, told: Any
) -> None:
    hub.lines["L1"].pop("currentClaim")
    hub.claim("L1", kind, status, claimId="C2")
    collect()
    answer(connected, LineClaim.objects.get(number="C2"), act, **facts)
    run_due(lambda: NOW)
    assert hub.told == [(f"L1 {told[0]}", told[1])]


def test_what_the_hub_held_the_seller_may_still_hold_once(
    connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect
) -> None:
    """1.2: a seller holds once, and what the hub holds for a fee is not that, whichever came first."""
    hub.lines["L1"].pop("currentClaim")
    offered = []
    for by, status in (("시스템", "RELEASED"), ("판매자", "RELEASED"), ("시스템", "RELEASED")):
        facts: dict[str, Any] = {"holdbackStatus": status, "holdbackReason": "RETURN_DELIVERYFEE", "holdbackConfigurer": by}
        hub.lines["L1"].pop("currentClaim", None)
        hub.claim("L1", "RETURN", "COLLECT_DONE", claimId="C2", **facts)
        collect()
        offered.append(A.HOLD in acts_on(answerable(LineClaim.objects.get(number="C2"), is_ours=True, in_steps=True)))
    assert offered == [True, False, False]


@pytest.mark.parametrize(("kind", "path"), [("RETURN", "return"), ("EXCHANGE", "exchange")])
def test_a_hold_is_released(connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect, kind: str, path: str) -> None:
    hub.lines["L1"].pop("currentClaim")
    hub.claim("L1", kind, "COLLECT_DONE", claimId="C2", holdbackStatus="HOLDBACK", holdbackReason="ETC")
    collect()
    answer(connected, LineClaim.objects.get(number="C2"), A.RELEASE)
    run_due(lambda: NOW)
    assert hub.told == [(f"L1 {path}/holdback/release", {})]


def test_what_the_hub_refuses_stands_with_the_claim_and_can_be_sent_again(
    connected: Shop, returned: LineClaim, hub: FakeHub
) -> None:
    hub.refuse = {"L1": ("104418", "보류상태 확인 필요(보류중)")}
    answer(connected, returned, A.APPROVE)
    run_due(lambda: NOW)
    assert waiting() == [("approve", False, "보류상태 확인 필요(보류중) (104418)")] * 2
    assert LineEvent.objects.filter(event="answer_not_taken").count() == 2
    hub.refuse = {}
    message = OutboxMessage.objects.get(kind="answer_claim")
    resend(shop=connected, message_id=message.id, actor=WHO, now=NOW)
    assert waiting() == [("approve", True, "")] * 2
    run_due(lambda: NOW)
    assert [act for act, _ in hub.told] == ["L1 return/approve"] * 2


@pytest.mark.parametrize(("act", "state"), [(A.APPROVE, "sent"), (A.HOLD, "refused"), (A.REFUSE, "refused")])
def test_done_already_is_as_good_as_done_only_where_it_is_what_was_wanted(
    connected: Shop, returned: LineClaim, hub: FakeHub, act: Act, state: str
) -> None:
    """A return that was refunded by time meanwhile is approved, and is not refused. Nothing comes of it that would be waited for."""
    hub.refuse = {"L1": ("105306", "이미 처리된 상품주문입니다.")}
    answer(connected, returned, act, words="까닭", reason="ETC")
    run_due(lambda: NOW)
    assert OutboxMessage.objects.get(kind="answer_claim").state == state
    assert [is_waited_for for _, is_waited_for, _ in waiting()] == [False, False]


def test_a_parcel_that_cannot_be_is_not_sent(connected: Shop, returned: LineClaim, hub: FakeHub, collect: Collect) -> None:
    hub.lines["L1"].pop("currentClaim")
    hub.claim("L1", "EXCHANGE", "COLLECT_DONE", claimId="C2")
    collect()
    with pytest.raises(BadTracking):
        answer(connected, LineClaim.objects.get(number="C2"), A.REDISPATCH, carrier="HYUNDAI", number="1")
    assert OutboxMessage.objects.filter(kind="answer_claim").count() == 0


def test_what_the_order_can_is_the_hubs_word_and_else_the_profiles(connected: Shop, hub: FakeHub, collect: Collect) -> None:
    """R51, R53, R145: an order of which the hub says nothing is one of the manual's."""
    for order, told in (("1", None), ("2", []), ("3", ["ANSWERED_BY_SHOP"])):
        hub.sell(order, f"L{order}")
        if told is not None:
            hub.lines[f"L{order}"]["order"]["claimAbilities"] = told
        hub.claim(f"L{order}", "RETURN", "RETURN_REQUEST", line="DELIVERED", claimId=f"C{order}")
    collect()
    for number in ("C1", "C2"):
        with pytest.raises(CannotAnswer) as refused:
            answer(connected, LineClaim.objects.get(number=number), A.APPROVE)
        assert refused.value.facts["problem"] is P.ELSEWHERE
    answer(connected, LineClaim.objects.get(number="C3"), A.APPROVE)
