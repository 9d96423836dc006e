"""The seller's order desk: collected, dispatched with a number that does not exist, then with one that does (R42–R49, R113–R128)."""

from __future__ import annotations

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.money import won
from minishop.cli.story.pages import Page
from minishop.cli.story.story import Story

CARRIER = "CJ대한통운"


def see_order_collected(story: Story) -> str:
    """배송시작 체크: the paid order is there by itself, with our number and Checkout's."""
    cast = story.cast
    desk = lambda: story.seller.open(story.office("orders/"))  # noqa: E731
    if not story.order_number:
        page = story.until(desk, story.hub_order_number, cast.scarf.name, won(cast.pay), cast.buyer_name, "체크아웃")
        address = next(address for address, words in page.links if "/orders/2" in address and "-" in words)
        story.order_number = address.rstrip("/").rpartition("/")[2]
    return story.office("orders/")


def dispatch_with_unknown_number(story: Story) -> str:
    """A number that the carrier does not know: the order stays in shipping-wait, with the reason."""
    page = _order(story)
    if not page.says("송장번호가 확인되지 않았습니다") and not _is_on_its_way(page):
        _enter(story, page, story.cast.unknown_number)
        page = story.until(lambda: _order(story), "송장번호가 확인되지 않았습니다")
    if not _is_on_its_way(page):
        page.expect("배송대기")
    return page.url


def dispatch_with_known_number(story: Story) -> str:
    """재전송 with the right number: shipping-wait turns to in transit; the detail shows the mall's state and Checkout's (R128)."""
    page = _order(story)
    if not _is_on_its_way(page):
        _enter(story, page, story.cast.known_number)
        page = story.until_true(lambda: _order(story), _is_on_its_way, "배송중 / 배송중")
    return page.url


def _order(story: Story) -> Page:
    page = story.seller.open(story.office(f"orders/{story.order_number}/"))
    return page.expect(f"{story.order_number} ({story.hub_order_number})")


def _enter(story: Story, page: Page, number: str) -> None:
    form = page.form("/dispatch/")
    page = story.seller.send(form, {"carrier": form.option("carrier", CARRIER), "number": number})
    if page.status == 422:
        raise Unexpected(f"{page.url}: the tracking number was not taken: {page.text[:600]}")


def _is_on_its_way(page: Page) -> bool:
    return page.says("배송중 / 배송중") or page.says("배송완료 / 배송완료") or page.says("구매확정 / 구매확정")


def see_order_finalized(story: Story) -> str:
    """The seller reads that the buyer has confirmed the purchase."""
    page = story.until(lambda: _order(story), "구매확정 / 구매확정")
    return page.url


def office_order(story: Story, hub_number: str) -> str:
    """The address of an order's page in the office, by Checkout's number, once the order is there."""
    note = f"office {hub_number}"
    if note not in story.notes:
        page = story.until(lambda: story.seller.open(story.office(f"orders/?q={hub_number}")), f"{hub_number} 체크아웃")
        address = next(address for address, words in page.links if "/orders/2" in address and "-" in words)
        story.notes[note] = story.office(f"orders/{address.rstrip('/').rpartition('/')[2]}/")
    return story.notes[note]
