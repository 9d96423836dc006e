"""클레임 보내기: what the seller decides about claims waits in the outbox until the hub has taken it (Q10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from minishop.chassis.outbox.domain import State
from minishop.kernel.won import Won
from minishop.mall.channel import queries
from minishop.mall.channel.adapters.claims import Asked, answer, approve_cancel, ask_cancel, ask_return, refuse_cancel
from minishop.mall.channel.adapters.rest import OrderApi
from minishop.mall.channel.domain.answers import Failure
from minishop.mall.channel.domain.messages import ABOUT_CANCELS, ANSWER, APPROVE_CANCEL, CANCEL, REFUSE_CANCEL, RETURN
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.channel.services.posting import post
from minishop.mall.claims.domain.answering import Act, Answer
from minishop.mall.claims.domain.filing import Filing, is_filed
from minishop.mall.claims.ports import About, Pieces, Stood
from minishop.mall.claims.services.answering import note_answer_not_taken, note_answer_sent_again, note_answer_taken
from minishop.mall.claims.services.cancelling import note_not_taken, note_sent_again, note_taken
from minishop.mall.claims.services.filing import note_return
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop

# What is as good as done: the claim stands where it was wanted.
_ALREADY_SO = "105306"
# What stands elsewhere than these answers wanted: it was held before, or agreed to meanwhile.
_NOT_SO = frozenset({Act.HOLD, Act.REFUSE, Act.REDISPATCH})


def cancels_parts(order: Order) -> bool:
    """Whether the hub cancels a part of this order."""
    return queries.cancels_parts(order)


def answers_claims(order: Order) -> bool:
    """Whether the hub lets the shop answer this order's returns and exchanges."""
    return queries.answers_claims(order)


def refuses_cancels() -> bool:
    """Whether the configured hub lets a request to cancel be refused in words."""
    return profile().refuses_cancels


def claims_in_steps() -> bool:
    """Whether the configured hub takes the steps of returns and exchanges that the public API has no word for."""
    return profile().claims_in_steps


def post_cancel(
    *, shop: Shop, order: Order, pieces: Sequence[Pieces], stood: Mapping[str, Stood], reason: str, words: str, now: datetime
) -> None:
    """판매 취소: one message a claim, in the open transaction."""
    for claim in _claims(pieces):
        how = {one.number: stood[one.number] for one in claim}
        _post(shop, CANCEL, order, {**_named(claim), "stood": how, "reason": reason, "words": words}, now)


def post_cancel_answer(
    *, shop: Shop, order: Order, named: Sequence[str], stood: Mapping[str, Stood], refusal: str | None, now: datetime
) -> None:
    """취소 승인 or 취소 거절, in the open transaction."""
    kind = APPROVE_CANCEL if refusal is None else REFUSE_CANCEL
    _post(shop, kind, order, {"lines": list(stood), "named": list(named), "stood": dict(stood), "words": refusal or ""}, now)


def post_answer(*, shop: Shop, order: Order, about: About, answer: Answer, now: datetime) -> None:
    """반품·교환 처리, in the open transaction."""
    told = {name: str(getattr(answer, name)) for name in ("act", "words", "reason", "carrier", "number")}
    payload: dict[str, object] = {
        "line": about.line,
        "claims": list(about.claims),
        "kind": about.kind.value,
        "stood": about.state.value,
        "fee": int(answer.fee),
        **told,
    }
    _post(shop, ANSWER, order, payload, now)


def post_return(*, shop: Shop, order: Order, pieces: Sequence[Pieces], filing: Filing, now: datetime) -> None:
    """반품 접수: one message a claim, in the open transaction."""
    told = {name: getattr(filing, name) for name in ("reason", "words", "carrier", "number")}
    for claim in _claims(pieces):
        _post(shop, RETURN, order, {**_named(claim), **told}, now)


def undelivered_returns(shop: Shop, order: Order) -> set[str]:
    """The hub's numbers of those of an order's lines of which a return is still on its way to the hub."""
    return queries.undelivered(shop, [RETURN], "lines", order)


def undelivered_answers(shop: Shop) -> set[int]:
    """The claims, by our ids of them, of which an answer is still on its way to the hub."""
    return queries.undelivered(shop, [ANSWER], "claims")


def send(api: OrderApi, message: OutboxMessage) -> tuple[list[Failure], list[Failure]]:
    """What the hub did not take of a message about claims, and what it was asked for that was so already. Raises what the client raises."""
    told = message.payload
    failures = {
        CANCEL: lambda: ask_cancel(api, _asked(message)),
        APPROVE_CANCEL: lambda: approve_cancel(api, told.get("named", told["lines"]), key=message.idempotency_key),
        REFUSE_CANCEL: lambda: refuse_cancel(
            api, told.get("named", told["lines"]), words=told["words"], key=message.idempotency_key
        ),
        RETURN: lambda: ask_return(api, _asked(message)),
        ANSWER: lambda: answer(api, told["line"], ClaimKind(told["kind"]), _answer(message), key=message.idempotency_key),
    }[message.kind]()
    told_so = [failure for failure in failures if failure.code == _ALREADY_SO]
    was_so = told_so if told_so and _is_so(api, message) else []
    return [failure for failure in failures if failure not in was_so], was_so


def write_down(shop: Shop, message: OutboxMessage, now: datetime) -> None:
    """A refusal is written on the lines, which wait for nothing any more; a message that was only put aside may yet be sent."""
    if message.state == State.SENT and message.kind == ANSWER and "stood" in message.payload:
        # With what was so already the hub's words were kept; what it did leaves none.
        was_so = message.last_reason != ""
        note_answer_taken(shop=shop, claims=message.payload["claims"], stood=message.payload["stood"], was_so=was_so)
    elif message.state == State.SENT and message.kind in ABOUT_CANCELS and "stood" in message.payload:
        note_taken(shop=shop, stood=message.payload["stood"], now=now)
    elif message.state == State.REFUSED and message.kind == ANSWER:
        note_answer_not_taken(shop=shop, claims=message.payload["claims"], reason=message.last_reason, now=now)
    elif message.state == State.REFUSED and message.kind == RETURN:
        lines, reason = message.payload["lines"], message.last_reason
        note_return(shop=shop, hub_numbers=lines, event="return_not_taken", actor="hub", reason=reason, now=now)
    elif message.state == State.REFUSED:
        note_not_taken(shop=shop, hub_numbers=message.payload["lines"], reason=message.last_reason, now=now)


def wait_again(shop: Shop, message: OutboxMessage, *, actor: str, now: datetime) -> None:
    """재전송: its lines wait for the hub's word again."""
    if message.kind == ANSWER:
        note_answer_sent_again(shop=shop, claims=message.payload["claims"], now=now)
    elif message.kind == RETURN:
        note_return(shop=shop, hub_numbers=message.payload["lines"], event="return_sent", actor=actor, now=now)
    elif message.kind != REFUSE_CANCEL:
        note_sent_again(shop=shop, hub_numbers=message.payload["lines"], actor=actor, now=now)


def _is_so(api: OrderApi, message: OutboxMessage) -> bool:
    """Whether what the hub calls done already is what the message wants. A return may have met another claim on its line, or itself, filed by a try
    whose answer was lost, at a hub that keeps no keys: the line tells which."""
    if message.kind != RETURN:
        return message.payload.get("act") not in _NOT_SO
    reason, pieces = message.payload["reason"], {one["number"]: one["quantity"] for one in message.payload["pieces"]}
    standing = {line.hub_number: line for line in api.lines(list(pieces))}
    return all(one in standing and is_filed(standing[one], reason, quantity) for one, quantity in pieces.items())


def _claims(pieces: Sequence[Pieces]) -> list[Sequence[Pieces]]:
    """The pieces claim by claim: all of them where the hub takes several lines together; else a line each, whose messages fail apart."""
    return [pieces] if profile().claims_together else [[one] for one in pieces]


def _asked(message: OutboxMessage) -> Asked:
    told = message.payload
    pieces = [(one["number"], one["quantity"]) for one in told["pieces"]]
    parcel = {name: told.get(name, "") for name in ("carrier", "number")}
    words = told["words"] if message.kind != RETURN or profile().returns_in_words else ""
    return Asked(pieces, reason=told["reason"], words=words, key=message.idempotency_key, **parcel)


def _named(pieces: Sequence[Pieces]) -> dict[str, object]:
    asked = [{"number": one.number, "quantity": one.quantity} for one in pieces]
    return {"lines": [one.number for one in pieces], "pieces": asked}


def _answer(message: OutboxMessage) -> Answer:
    told = message.payload
    return Answer(Act(told["act"]), told["words"], told["reason"], Won(told["fee"]), told["carrier"], told["number"])


def _post(shop: Shop, kind: str, order: Order, payload: dict[str, object], now: datetime) -> None:
    # Each press is a decision of its own: the one before has been refused, or asked about other pieces.
    earlier = OutboxMessage.objects.filter(shop=shop, kind=kind, subject=order.hub_number).count()
    post(shop, kind, order.hub_number, payload, f"{kind}-{order.hub_number}-{earlier + 1}", now)
