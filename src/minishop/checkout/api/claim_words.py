"""The wire's words for claims (claims 1.4), and for what is refused of them. The wire is Korean; nothing here is translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from minishop.checkout.api.words import ALREADY_SO, BAD_REQUEST, NAMED_TWICE, NOT_FOUND
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.states import SETTLING, ClaimKind, ClaimState
from minishop.checkout.merchants.domain.profiles import Capabilities
from minishop.checkout.orders.domain.states import Actor

_K, _S = ClaimKind, ClaimState

CLAIM_TYPE = MappingProxyType(
    {_K.CANCEL: "CANCEL", _K.RETURN: "RETURN", _K.EXCHANGE: "EXCHANGE", _K.ADMIN: "ADMIN_CANCEL"},
)
# What waits for its fee is the buyer's alone and has no word here.
CLAIM_STATUS = MappingProxyType(
    {
        (_K.CANCEL, _S.ASKED): "CANCEL_REQUEST",
        (_K.CANCEL, _S.CANCELING): "CANCELING",
        (_K.CANCEL, _S.DONE): "CANCEL_DONE",
        (_K.CANCEL, _S.REFUSED): "CANCEL_REJECT",
        (_K.CANCEL, _S.WITHDRAWN): "CANCEL_REJECT",
        (_K.CANCEL, _S.FAILED): "CANCEL_REJECT",
        (_K.RETURN, _S.ASKED): "RETURN_REQUEST",
        (_K.RETURN, _S.COLLECTING): "COLLECTING",
        (_K.RETURN, _S.COLLECTED): "COLLECT_DONE",
        (_K.RETURN, _S.REFUNDING): "COLLECT_DONE",
        (_K.RETURN, _S.DONE): "RETURN_DONE",
        (_K.RETURN, _S.REFUSED): "RETURN_REJECT",
        (_K.RETURN, _S.WITHDRAWN): "RETURN_REJECT",
        (_K.EXCHANGE, _S.ASKED): "EXCHANGE_REQUEST",
        (_K.EXCHANGE, _S.COLLECTING): "COLLECTING",
        (_K.EXCHANGE, _S.COLLECTED): "COLLECT_DONE",
        (_K.EXCHANGE, _S.REDELIVERING): "EXCHANGE_REDELIVERING",
        (_K.EXCHANGE, _S.DONE): "EXCHANGE_DONE",
        (_K.EXCHANGE, _S.TURNED): "EXCHANGE_REJECT",
        (_K.EXCHANGE, _S.REFUSED): "EXCHANGE_REJECT",
        (_K.EXCHANGE, _S.WITHDRAWN): "EXCHANGE_REJECT",
        (_K.ADMIN, _S.OPEN): "ADMIN_CANCELING",
        (_K.ADMIN, _S.REFUNDING): "ADMIN_CANCELING",
        (_K.ADMIN, _S.DONE): "ADMIN_CANCEL_DONE",
        (_K.ADMIN, _S.REJECTED): "ADMIN_CANCEL_REJECT",
    }
)
DECISION_TYPE = DECISION_STATUS = "PURCHASE_DECISION_HOLDBACK"
DECISION_ASKED = "PURCHASE_DECISION_REQUEST"
DECISION_OVER = "PURCHASE_DECISION_HOLDBACK_RELEASE"
# What of claims an order's profile can do, in the words that its lines are told with [OWN].
CLAIM_ABILITIES: Mapping[str, Callable[[Capabilities], bool]] = MappingProxyType(
    {
        "PARTIAL_CANCEL": lambda can: can.partial_cancel,
        "PARTIAL_RETURN": lambda can: can.partial_return,
        "ANSWERED_BY_SHOP": lambda can: can.settles_claims,
    }
)
# Who ended a claim of which nothing came, and who asked for one.
REJECTER = MappingProxyType({Actor.BUYER: "구매자", Actor.MERCHANT: "판매자", Actor.OPERATOR: "관리자"})
BY_ITSELF = "시스템"
CHANNEL = MappingProxyType({Actor.BUYER: "구매자", Actor.MERCHANT: "판매자", Actor.OPERATOR: "관리자"})
STANDBY = "처리 중"
STANDBY_REASONS = MappingProxyType({False: "환불을 처리하고 있습니다.", True: "환불을 확인하고 있습니다."})
WITHHELD, PAID_APART, SELLER_PAYS = "환불금에서 차감", "결제완료", "판매자 부담"

INVALID, CANNOT_CANCEL, NOT_ASKED, CANNOT_EXCHANGE, IS_HELD = "4000", "104203", "104210", "104417", "104418"

CLAIM_MESSAGES = MappingProxyType(
    {
        INVALID: "유효하지 않은 값입니다.",
        CANNOT_CANCEL: "주문상태 확인 필요(취소 불가능 주문상태)",
        NOT_ASKED: "취소상태 확인 필요(취소승인 불가능 주문상태)",
        CANNOT_EXCHANGE: "교환상태 확인 필요(재배송 불가능 상태)",
        IS_HELD: "보류상태 확인 필요(보류중)",
    }
)
# A hub that cancels whole orders only says so: the seller reads it.
WHOLE_ORDER_ONLY = "체크아웃 주문은 전체 취소만 됩니다"

# What may not be claimed or done, by why; what is not here stands in the wrong state, which each operation names by itself.
CLAIM_CODES = MappingProxyType(
    {
        Refusal.UNKNOWN_LINE: NOT_FOUND,
        Refusal.NOT_YOURS: NOT_FOUND,
        Refusal.NAMED_TWICE: NAMED_TWICE,
        Refusal.ALREADY_OPEN: ALREADY_SO,
        Refusal.HELD: IS_HELD,
        Refusal.NOT_HELD: ALREADY_SO,
        Refusal.HELD_BEFORE: ALREADY_SO,
        Refusal.DECISION_HELD: ALREADY_SO,
        Refusal.ASKED_BEFORE: ALREADY_SO,
        Refusal.NUMBER_NEEDED: "104120",
        Refusal.TO_BE_AGREED: BAD_REQUEST,
        Refusal.FEE_UNPAID: BAD_REQUEST,
        Refusal.PROPOSAL_CHANGED: BAD_REQUEST,
        Refusal.MONEY_UNDER_WAY: ALREADY_SO,
        Refusal.MONEY_WENT_BACK: ALREADY_SO,
        Refusal.PART_WENT_BACK: ALREADY_SO,
        Refusal.OTHERS_HANG_ON_IT: ALREADY_SO,
        Refusal.PG_SILENT: BAD_REQUEST,
        **dict.fromkeys(
            (Refusal.NOT_PAID, Refusal.ENDED, Refusal.ALREADY_SENT, Refusal.NOT_SENT, Refusal.FINALIZED, Refusal.TOO_LATE, Refusal.WHOLE_ORDER_ONLY),
            CANNOT_CANCEL,
        ),
        **dict.fromkeys(
            (
                Refusal.TOO_MANY, Refusal.TOO_FEW, Refusal.REASON_NOT_ALLOWED, Refusal.WORDS_NEEDED, Refusal.PHOTOS_NEEDED, Refusal.PICKUP_NEEDED,
                Refusal.HOLD_TOO_LONG, Refusal.EXTRA_FEE_NEEDED, Refusal.FEE_TOO_HIGH, Refusal.KEEPS_TOO_MUCH,
            ),
            INVALID,
        ),
    }
)  # fmt: skip


def is_settling(state: ClaimState) -> bool:
    """Whether a claim's money is on its way."""
    return state in SETTLING
