"""Three applications, three approvals, and the day after: the shop opens (R3, R6, R72)."""

from __future__ import annotations

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.logins import PEOPLE
from minishop.cli.story.onboarding import OPEN, log_in
from minishop.cli.story.story import Story

KINDS = {"pg": "전자결제(PG)", "checkout": "체크아웃", "shopping": "지식쇼핑"}


def apply_for_entries(story: Story) -> str:
    """입점 신청: PG, Checkout and Knowledge Shopping."""
    seller = story.seller
    for kind in KINDS:
        form = seller.open(story.office("entries/")).find_form(f"/entries/{kind}/")
        if form is not None:
            seller.send(form)
    page = seller.open(story.office("entries/"))
    if any(page.find_form(f"/entries/{kind}/") for kind in KINDS):
        raise Unexpected(f"{page.url}: an application was not made: {page.text[:400]}")
    return page.url


def approve_pg(story: Story) -> str:
    """The sandbox's PG approves the contract."""
    return _approve(story, "sandbox", "/pg/")


def approve_checkout(story: Story) -> str:
    """Checkout's operator approves the merchant."""
    log_in(story, "operator", "checkout", "/center/", PEOPLE.checkout_operator)
    return _approve(story, "checkout", "/center/")


def approve_shopping(story: Story) -> str:
    """The search's operator approves the partner."""
    log_in(story, "operator", "shopping", "/center/", PEOPLE.operator)
    return _approve(story, "shopping", "/center/")


def see_approvals(story: Story) -> str:
    """The mall asks for the decisions by itself, and the seller reads that the shop opens tomorrow, not today (R6)."""
    if not _is_open(story):
        story.until(lambda: story.seller.open(story.office("entries/")), "모두 승인되었습니다.", "오픈합니다.")
    return story.office("entries/")


def wait_for_next_day(story: Story) -> str:
    """The sandbox's clock goes to the next day: the shop is open and the layer is gone."""
    if not _is_open(story):
        _move_clock_to_next_day(story)
    page = story.seller.open(story.office()).expect("오픈", OPEN)
    if page.says("미니샵이 만들어졌습니다!"):
        raise Unexpected(f"{page.url} still shows the layer of three steps")
    return story.url("sandbox", "/clock/")


def _move_clock_to_next_day(story: Story) -> None:
    page = story.operator.open(story.url("sandbox", "/clock/"))
    story.operator.send(page.form("/clock/", has="shift"), button="다음 날")


def move_clock_by_days(story: Story, days: int) -> None:
    """Moves the sandbox's clock by whole days, on its page."""
    page = story.operator.open(story.url("sandbox", "/clock/"))
    story.operator.send(page.form("/clock/", has="days"), {"days": str(days)})


def move_clock_by_an_hour(story: Story) -> None:
    """Moves the sandbox's clock by an hour, on its page."""
    page = story.operator.open(story.url("sandbox", "/clock/"))
    story.operator.send(page.form("/clock/", has="shift"), button="한 시간 뒤로")


def see_open_shop(story: Story) -> str:
    """The storefront shows the imported products and the one made by hand."""
    page = story.buyer.open(story.storefront()).expect(story.cast.shop_name, story.cast.scarf.name)
    return page.url


def _is_open(story: Story) -> bool:
    return story.seller.open(story.office()).says(OPEN)


def _approve(story: Story, service: str, path: str) -> str:
    """Presses "approve" beside the shop's application, once it has arrived; nothing to do when it stands there as approved."""
    page = story.until(lambda: story.operator.open(story.url(service, path)), story.cast.shop_name)
    form = page.find_form("/approval/", near=story.cast.shop_name)
    if form is not None:
        story.operator.send(form)
    return page.url
