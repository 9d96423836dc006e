"""결제 상태: the state machine of one payment attempt, as data."""

from __future__ import annotations

import re
from enum import StrEnum

from minishop.kernel.machine import Machine


class Purpose(StrEnum):
    """What an attempt pays: an order, or the fee of a claim of it (클레임 배송비)."""

    ORDER = "order"
    CLAIM_FEE = "claim_fee"


class PaymentState(StrEnum):
    """``CONFIRMING``: the PG has been asked to take the money and its answer is not known yet.

    ``SURPLUS`` (초과 승인): the money was taken, but the order was paid by another attempt or had ended; it all goes back.
    """

    OPENED = "opened"
    CONFIRMING = "confirming"
    PAID = "paid"
    DECLINED = "declined"
    ABANDONED = "abandoned"
    SURPLUS = "surplus"


class PaymentEvent(StrEnum):
    """What can happen to an attempt. ``APPROVE`` may come late: also after a decline, or after the buyer had left."""

    CONFIRM = "confirm"
    APPROVE = "approve"
    DECLINE = "decline"
    ABANDON = "abandon"
    TAKE_SURPLUS = "take_surplus"


# The reason of an attempt that ended because the shop no longer has the goods; every other reason is the PG's own words.
GONE = "sold_out"
# That of one whose claim no longer waits for its fee.
LAPSED = "lapsed"
_PG_KEY = re.compile(r"[!-~]{1,80}")

_S, _E = PaymentState, PaymentEvent

MACHINE = Machine(
    (_S.OPENED,),
    {
        (_S.OPENED, _E.CONFIRM): _S.CONFIRMING,
        (_S.OPENED, _E.ABANDON): _S.ABANDONED,
        # The goods are gone, so the PG is not even asked.
        (_S.OPENED, _E.DECLINE): _S.DECLINED,
        (_S.CONFIRMING, _E.APPROVE): _S.PAID,
        (_S.CONFIRMING, _E.DECLINE): _S.DECLINED,
        (_S.DECLINED, _E.APPROVE): _S.PAID,
        (_S.ABANDONED, _E.APPROVE): _S.PAID,
        (_S.CONFIRMING, _E.TAKE_SURPLUS): _S.SURPLUS,
        (_S.DECLINED, _E.TAKE_SURPLUS): _S.SURPLUS,
        (_S.ABANDONED, _E.TAKE_SURPLUS): _S.SURPLUS,
    },
)


def is_pg_key(text: str) -> bool:
    """Whether a PG may call a payment so: 1 to 80 signs of ASCII without blanks. A browser brings it, and may bring anything."""
    return _PG_KEY.fullmatch(text) is not None
