"""What our hub says of claims is what our mall reads: their words, where both services are there to be asked."""

from __future__ import annotations

from tests.wire.mall.test_claims_read import ROWS

from minishop.checkout.api.claim_words import CLAIM_MESSAGES, CLAIM_STATUS, WHOLE_ORDER_ONLY
from minishop.mall.orders.labels import HUB_SENTENCES


def test_what_our_hub_refuses_of_claims_is_known_in_both_languages() -> None:
    assert {*CLAIM_MESSAGES.values(), WHOLE_ORDER_ONLY} <= set(HUB_SENTENCES)


def test_every_state_that_our_hub_tells_of_is_a_row_of_the_table() -> None:
    """R51, R52, Q20: of all four machines of the hub's claims."""
    assert set(CLAIM_STATUS.values()) <= {status for _, status, *_ in ROWS.values()}
