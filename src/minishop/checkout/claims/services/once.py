"""한 번만: a request of a merchant's program about claims that is sent again under its key has happened already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from minishop.checkout.claims.models import ClaimRequest
from minishop.checkout.merchants.models import Merchant


@transaction.atomic
def once(*, merchant: Merchant, request: str, key: str, act: Callable[[], object], now: datetime) -> None:
    """Acts, unless the same request under this key succeeded before; in the merchant's scope. What fails leaves no trace, and may be tried again."""
    if key:
        digest = hashlib.sha256(f"{request} {key}".encode()).hexdigest()
        _row, is_new = ClaimRequest.objects.get_or_create(merchant_id=merchant.id, digest=digest, defaults={"at": now})
        if not is_new:
            return
    act()
