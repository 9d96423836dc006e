"""The buyer's MY page: in transit, delivered, confirmed, and the points a day later (R87, R95–R102)."""

from __future__ import annotations

from minishop.cli.story.money import won
from minishop.cli.story.opening import move_clock_by_an_hour, move_clock_by_days
from minishop.cli.story.pages import Page
from minishop.cli.story.paying import my_order
from minishop.cli.story.story import Story


def follow_parcel(story: Story) -> str:
    """MY 페이지 shows the order with its tracking number, on its way."""
    page = my_order(story)
    page.expect(story.cast.scarf.name, story.cast.known_number)
    if not _is_delivered(page):
        page.expect("배송중")
    return page.url


def see_delivery(story: Story) -> str:
    """A day later the carrier has delivered it."""
    if not _is_delivered(my_order(story)):
        move_clock_by_days(story, 1)
    page = story.until_true(lambda: my_order(story), _is_delivered, "배송완료")
    return page.url


def confirm_purchase(story: Story) -> str:
    """구매확정: asked once more, then done when the five minutes to think again are over; the points stand there as to come."""
    page = my_order(story)
    if not page.says("구매를 확정했습니다."):
        if not page.says("구매가 확정됩니다"):
            _ask_to_confirm(story, page)
        move_clock_by_an_hour(story)
    page = story.until(lambda: my_order(story), "구매를 확정했습니다.")
    return page.url


def find_points(story: Story) -> str:
    """적립금: none yet, and a day later 0.5 % of what was paid, rounded down, once."""
    due = f"쓸 수 있는 적립금 {won(story.cast.points)}"
    page = _points(story)
    if not page.says(due):
        page.expect("쓸 수 있는 적립금 0원", f"적립 예정 {won(story.cast.points)}")
        move_clock_by_days(story, 1)
    page = story.until(lambda: _points(story), due, "적립 예정 0원", story.hub_order_number)
    return page.url


def _ask_to_confirm(story: Story, order: Page) -> None:
    page = story.buyer.open(order.link("구매확정", to="/finalization/"))
    page.expect(won(story.cast.points))
    story.buyer.send(page.form("/finalization/"))


def _points(story: Story) -> Page:
    return story.buyer.open(story.url("checkout", "/my/points/"))


def _is_delivered(page: Page) -> bool:
    return page.says("배송을 완료했습니다.")
