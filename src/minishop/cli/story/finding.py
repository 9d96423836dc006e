"""The shopping search: the shop's feed is crawled, and a buyer finds the product by a Korean query (R1, R32)."""

from __future__ import annotations

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.money import won
from minishop.cli.story.pages import Page
from minishop.cli.story.story import Story


def crawl_feed(story: Story) -> str:
    """지금 보내기: the seller has the shop's DB URL fetched now instead of at the search's next round."""
    if not _search(story).says(story.cast.scarf.name):
        page = story.seller.open(story.office("products/"))
        story.seller.send(page.form("/entries/shopping/sending/")).expect("지식쇼핑에 상품을 보냅니다.")
    page = story.until(lambda: _search(story), story.cast.scarf.name)
    return page.url


def find_and_click_through(story: Story) -> str:
    """A Korean query finds the product; the click leads to its page in the shop."""
    page = _search(story).expect(story.cast.scarf.name, won(story.cast.scarf.price), story.cast.shop_name)
    page = story.buyer.open(page.link(story.cast.scarf.name, to="/click/"))
    if not page.url.startswith(story.storefront("/products/")):
        raise Unexpected(f"the click led to {page.url}, not to the product's page in the shop")
    page.expect(story.cast.scarf.name)
    story.notes["product page"] = page.url
    return page.url


def _search(story: Story) -> Page:
    words = story.cast.scarf.name.partition(" ")[2].replace(" ", "+")
    return story.buyer.open(story.url("shopping", f"/search/?q={words}"))
