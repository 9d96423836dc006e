"""변경 내역: the kinds of change that a merchant's feed tells of."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """glossary: wire. The words of the REST order API's ``lastChangedType``; the last four are our own additions.

    A claim's changes are told apart by the claim's kind and state, which stand beside them. ``CLAIM_CHANGED``: it was accepted, held or
    released, of which the public types have no word.
    """

    PAYED = "PAYED"
    DISPATCHED = "DISPATCHED"
    PURCHASE_DECIDED = "PURCHASE_DECIDED"
    CLAIM_REQUESTED = "CLAIM_REQUESTED"
    COLLECT_DONE = "COLLECT_DONE"
    CLAIM_REDELIVERING = "CLAIM_REDELIVERING"
    CLAIM_COMPLETED = "CLAIM_COMPLETED"
    CLAIM_REJECTED = "CLAIM_REJECTED"
    CLAIM_CHANGED = "CLAIM_CHANGED"
    DELIVERED = "DELIVERED"
    DISPATCH_REQUESTED = "DISPATCH_REQUESTED"
    TRACKING_INVALID = "TRACKING_INVALID"
