"""Who counts before writing does so alone; races of those who count are theirs (tests/mall/channel/test_races.py)."""

from __future__ import annotations

import pytest
from django.db import transaction

from minishop.chassis.alone import alone


@pytest.mark.django_db(transaction=True)
def test_nobody_is_alone_outside_a_transaction() -> None:
    """The lock would be gone before anything is counted."""
    with pytest.raises(transaction.TransactionManagementError):
        alone(["a"])
    with transaction.atomic():
        alone(["b", "a", "b"])
        alone([])
