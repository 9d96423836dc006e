"""주문번호, 상품주문번호: 16 digits that begin with the day in Seoul."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import models

from minishop.chassis.tenancy import across_tenants
from minishop.kernel.clock import kst_day


def new_numbers(model: type[models.Model], count: int, *, now: datetime) -> list[str]:
    """Different numbers that no row of ``model`` has, of any merchant.

    Within a merchant the database holds them apart. Two merchants that draw the same one in the same moment keep it both: whoever asks by
    number asks within a merchant or as the buyer.
    """
    while True:
        numbers = list({f"{kst_day(now):%Y%m%d}{secrets.randbelow(10**8):08d}" for _ in range(count)})
        with across_tenants("order numbers are unique across merchants"):
            if len(numbers) == count and not model._default_manager.filter(number__in=numbers).exists():
                return numbers
