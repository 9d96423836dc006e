"""An installation of yesterday comes up: what it contracted was contracted for cards, and what it cancelled was cancelled whole."""

from __future__ import annotations

import pytest
from tests.migrating import migrate
from tests.sandbox.worlds import NOON

from minishop.kernel.won import Won
from minishop.sandbox.pg.models import Contract, Payment

pytestmark = pytest.mark.django_db(transaction=True)


def test_contracts_and_cancels_of_before() -> None:
    get_model = migrate([("sandbox", "0003_payments_so_far_are_movements")])
    shop = get_model("sandbox", "Contract").objects.create(idempotency_key="k", state="approved", mid="m", requested_at=NOON)
    for key, state in (("paid", "done"), ("back", "cancelled")):
        opened = get_model("sandbox", "PaymentSession").objects.create(
            key=key, order_key=key, contract=shop, amount=Won(500), opened_at=NOON
        )
        get_model("sandbox", "Payment").objects.create(key=key, session=opened, card="hana", state=state, chosen_at=NOON)
    migrate([("sandbox", "0005_cancels_so_far_were_whole")])
    assert Contract.objects.values_list("methods", "in_parts").get() == (["CARD"], ["CARD"])
    told = Payment.objects.order_by("key").values_list("key", "instrument", "session__method", "given_back")
    assert list(told) == [("back", "hana", "CARD", 500), ("paid", "hana", "CARD", 0)]
