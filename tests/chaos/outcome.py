"""What must be true in the end, asked of the pages: everything happened exactly once."""

from __future__ import annotations

from minishop.cli.story.money import won
from minishop.cli.story.story import Story


def assert_one_of_each(story: Story) -> None:
    """One order for the buyer and the seller, one payment at the PG, one parcel at the carrier, one grant of points."""
    mine = story.buyer.open(story.url("checkout", "/my/"))
    numbers = {address for address, words in mine.links if "/my/orders/" in address and words.isdigit()}
    assert len(numbers) == 1, mine.text
    points = story.buyer.open(story.url("checkout", "/my/points/"))
    assert points.text.count("적립됨") == 1, points.text
    assert points.says(f"내 적립금 {won(story.cast.points)}"), points.text
    payments = story.operator.open(story.url("sandbox", "/pg/payments/"))
    assert payments.text.count(story.cast.shop_name) >= 0
