"""What must be true in the end, asked of the pages: everything happened exactly once."""

from __future__ import annotations

import re

from minishop.cli.story.money import won
from minishop.cli.story.story import Story


def assert_one_of_each(story: Story) -> None:
    """One order for the buyer and for the seller, one payment, one parcel, one grant of points, and stock taken once."""
    cast = story.cast
    mine = story.buyer.open(story.url("checkout", "/my/"))
    assert _numbers(mine.body, r"/my/orders/(\d+)/") == {story.hub_order_number}
    points = story.buyer.open(story.url("checkout", "/my/points/")).expect(f"쓸 수 있는 적립금 {won(cast.points)}")
    assert points.text.count(story.hub_order_number) == 1
    desk = story.seller.open(story.office("orders/?tab=delivered")).expect("검색결과 1건")
    assert _numbers(desk.body, r"/orders/(\d{8}-\d{7})/") == {story.order_number}
    for tab in ("preparing", "shipping_wait", "on_hold", "ended"):
        story.seller.open(story.office(f"orders/?tab={tab}")).expect("검색결과 0건")
    payments = story.operator.open(story.url("sandbox", "/pg/payments/"))
    assert _rows_with(payments.body, cast.shop_name).count("결제 완료") == 1
    parcels = story.operator.open(story.url("sandbox", "/carriers/"))
    assert parcels.text.count(f" {cast.known_number} ") == 1
    left = cast.scarf.stock - cast.scarf.quantity
    page = story.seller.open(story.office(f"products/{story.notes['product']}/"))
    form = page.form(has="price")
    assert form.field(form.labelled(cast.scarf.colours[0], cast.scarf.sizes[-1], "재고")).values == [str(left)]


def _numbers(body: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, body))


def _rows_with(body: str, words: str) -> str:
    rows = re.findall(r"<(?:tr|article|li)\b.*?</(?:tr|article|li)>", body, re.DOTALL)
    return " ".join(row for row in rows if words in row)
