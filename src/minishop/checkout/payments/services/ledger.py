"""분개: posting to the ledger. Nothing else writes it, and the database refuses to change what is posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.ledger import Entry, balanced
from minishop.checkout.payments.models import Posting, Transfer


def post(
    *, merchant: Merchant, key: str, kind: str, order_number: str, entries: Sequence[Entry], buyer: Account | None, now: datetime
) -> Transfer:
    """Posts a balanced transfer in the open transaction; the same key again returns the first one and posts nothing.

    Raises Unbalanced, and ValueError when an entry belongs to a buyer and none is given.
    """
    kept = balanced(entries)
    if buyer is None and any(entry.of_buyer for entry in kept):
        raise ValueError("a posting of a buyer needs the buyer")
    found = Transfer.objects.filter(merchant_id=merchant.id, key=key).first()
    if found is not None:
        return found
    transfer = Transfer.objects.create(merchant=merchant, key=key, kind=kind, order_number=order_number, at=now)
    Posting.objects.bulk_create(
        Posting(
            merchant_id=merchant.id,
            transfer_id=transfer.id,
            account=entry.account.value,
            buyer=buyer if entry.of_buyer else None,
            amount=entry.amount,
        )
        for entry in kept
    )
    return transfer
