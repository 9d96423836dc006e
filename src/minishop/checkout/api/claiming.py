"""What the operations of claims share: the line and the claim that they are about, what they fail with, and acting once under a key.

Which claim is meant is said by the line, and what happens to it happens to all its lines. An operation that would change nothing fails with
105306; under an ``Idempotency-Key`` that succeeded before it answers as it did then, and with 409 where
the body is another one [OWN].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from minishop.checkout.api.claim_words import CANNOT_EXCHANGE, CLAIM_CODES, CLAIM_MESSAGES, WHOLE_ORDER_ONLY
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.messages import Answered, DispatchData, Fail
from minishop.checkout.api.refusals import KEY_OF_ANOTHER, Refused, not_valid
from minishop.checkout.api.words import ALREADY_SO, BAD_REQUEST, DISPATCH_CODES, MESSAGES
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import SETTLING, ClaimKind, ClaimState
from minishop.checkout.claims.errors import ClaimRefused, refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import last_claim_of, open_claim_of
from minishop.checkout.claims.services.once import KeyOfAnother, once
from minishop.checkout.claims.services.refusals import keep_refusal
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.queries import capabilities_of
from minishop.checkout.parcels.domain.dispatching import DispatchRefused
from minishop.kernel.clock import kst_iso


class Failed(Exception):
    """The operation fails for the line with a code of the wire."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def reason_of(told: str, allowed: Iterable[ClaimReason], subject: str, name: str) -> ClaimReason:
    """A reason of a list as the wire tells it. Raises Refused (4000), naming the member."""
    if told not in {reason.value for reason in allowed}:
        raise not_valid(subject, name)
    return ClaimReason(told)


def require_settling(line: OrderLine, code: str) -> None:
    """Returns and exchanges of orders of the manual's profile are settled at the hub, and only looked at by the mall (R51, R145)."""
    if not capabilities_of(line.order).settles_claims:
        raise Failed(code)


def require_before(claim: Claim, *states: ClaimState) -> None:
    """What has gone further than these stands where a step wanted it (105306)."""
    if claim.state not in states:
        raise Failed(ALREADY_SO)


def on_claim(
    request: HttpRequest, merchant: Merchant, at: datetime, number: str, kind: ClaimKind, act: Callable[[Claim], object]
) -> HttpResponse:
    """An operation on the return or exchange that is open on a line."""
    wrong_state = CANNOT_EXCHANGE if kind is ClaimKind.EXCHANGE else BAD_REQUEST

    def settle() -> None:
        require_settling(line_of(merchant, number), wrong_state)
        act(open_claim(merchant, number, kind, wrong_state))

    return on_line(request, merchant, at, number, settle, wrong_state=wrong_state)


def line_of(merchant: Merchant, number: str) -> OrderLine:
    """A merchant's line by its number, with order and merchant. Raises ClaimRefused (UNKNOWN_LINE)."""
    line = find_line(merchant, number)
    if line is None:
        raise refused(Refusal.UNKNOWN_LINE, line=number)
    return line


def find_line(merchant: Merchant, number: str) -> OrderLine | None:
    """A merchant's line by its number, with order and merchant; None for one that is not theirs."""
    return OrderLine.objects.filter(merchant_id=merchant.id, number=number).select_related("order__merchant").first()


def open_claim(merchant: Merchant, number: str, kind: ClaimKind, wrong_state: str) -> Claim:
    """The claim of a kind that is open on a line; what has been agreed to or is done stands where it was wanted (105306)."""
    line = line_of(merchant, number)
    claim = open_claim_of(line)
    last = claim or last_claim_of(line)
    if last is not None and last.kind == kind and last.state in {*SETTLING, ClaimState.DONE}:
        raise Failed(ALREADY_SO)
    if claim is None or claim.kind != kind:
        raise Failed(wrong_state)
    return claim


def on_line(
    request: HttpRequest, merchant: Merchant, at: datetime, number: str, act: Callable[[], object], *, wrong_state: str
) -> HttpResponse:
    """The answer of an operation that acts on one line, and acts once under its key."""
    key = request.headers.get("Idempotency-Key", "")
    fails: list[Fail] = []
    try:
        once(merchant=merchant, request=request.path, body=request.body, key=key, act=act, now=at)
    except KeyOfAnother:
        raise Refused(KEY_OF_ANOTHER) from None
    except ClaimRefused as error:
        keep_refusal(error, now=at)
        code = CLAIM_CODES.get(error.why, wrong_state)
        fails = [Fail(product_order_id=number, code=code, message=words_of(error.why, code))]
    except DispatchRefused as error:
        fails = [Fail(product_order_id=number, code=DISPATCH_CODES[error.why], message=MESSAGES[DISPATCH_CODES[error.why]])]
    except Failed as failed:
        fails = [Fail(product_order_id=number, code=failed.code, message=words_of(None, failed.code))]
    data = DispatchData(success_product_order_ids=[] if fails else [number], fail_product_order_infos=fails)
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=data))


def words_of(why: Refusal | None, code: str) -> str:
    """What the wire says beside a code."""
    return WHOLE_ORDER_ONLY if why is Refusal.WHOLE_ORDER_ONLY else CLAIM_MESSAGES.get(code) or MESSAGES[code]
