"""한 번만: a request of a merchant's program about claims that is sent again under its key has happened already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from minishop.checkout.claims.models import ClaimRequest
from minishop.checkout.merchants.models import Merchant
from minishop.kernel.errors import DomainError


class KeyOfAnother(DomainError):
    """The key was that of a request that said something else."""

    code: ClassVar[str] = "key_of_another"


@transaction.atomic
def once(*, merchant: Merchant, request: str, body: bytes, key: str, act: Callable[[], object], now: datetime) -> None:
    """Acts, unless the same request under this key succeeded before; in the merchant's scope. What fails leaves no trace, and may be tried again.

    Raises KeyOfAnother where what succeeded under the key had another body, so that nobody takes for done what was not.
    """
    if key:
        said = hashlib.sha256(body).hexdigest()
        digest = hashlib.sha256(f"{request} {key}".encode()).hexdigest()
        row, is_new = ClaimRequest.objects.get_or_create(merchant_id=merchant.id, digest=digest, defaults={"at": now, "body": said})
        if not is_new:
            if row.body not in ("", said):
                raise KeyOfAnother(key=key)
            return
    act()
