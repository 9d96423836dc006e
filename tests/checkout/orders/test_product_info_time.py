"""Answers of shops are repaired in time that grows with them and no faster: a shop could otherwise stop the hub (protocols 01)."""

from __future__ import annotations

import pytest
from tests.effort import processor_seconds

from minishop.checkout.orders.adapters.product_info import read_offers
from minishop.checkout.orders.errors import ShopSilent


@pytest.mark.parametrize(
    "opened", [b"<category>", b"<category x", b"<options>", b"<![CDATA[", b"&"], ids=lambda opened: opened.decode()
)
def test_what_is_opened_a_hundred_thousand_times_and_never_closed(opened: bytes) -> None:
    with processor_seconds(5), pytest.raises(ShopSilent):  # hours, when each opening looked for its end
        read_offers(b"<response>&" + opened * 100_000)


def test_what_is_closed_wrongly_is_left_out_and_literal_text_stays() -> None:
    offer = b"<price>100</price><quantity>3</quantity>"
    body = b'<response><item id="1"><name><![CDATA[a & <b>]]></name>' + offer + b"<category><first>x</category></item>"
    assert read_offers(body + b'<item id="2">' + offer + b"<options><o></options> A&B</item></response>").keys() == {"1", "2"}
