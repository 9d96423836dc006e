"""보낼 소식: what the shop tells the hub."""

from __future__ import annotations

ACKNOWLEDGE, DISPATCH = "acknowledge", "dispatch"
CANCEL, APPROVE_CANCEL, REFUSE_CANCEL, ANSWER, RETURN = ABOUT_CLAIMS = (
    "cancel", "approve_cancel", "refuse_cancel", "answer_claim", "return",
)  # fmt: skip
ABOUT_CANCELS = (CANCEL, APPROVE_CANCEL, REFUSE_CANCEL)
