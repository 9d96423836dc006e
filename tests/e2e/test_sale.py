"""What is sold is what was registered, over real HTTP: the seller changes something between the sheet and the press on pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from minishop.cli.story.money import won
from minishop.cli.story.paying import fill_sheet, press_pay
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import ORDER_STEPS
from minishop.cli.story.story import Story

CHANGES = {
    "품절": ("재고", "0", "품절된 상품입니다. 결제하지 않았습니다."),
    "수량 부족": ("재고", "1", "남은 수량이 1개입니다. 주문하신 수량은 2개입니다."),
    "추가금 인상": ("옵션가", "90000", "가격이 {registered}에서 {dearer}으로 바뀌었습니다."),
    "추가금 인하": ("옵션가", "0", "가격이 {registered}에서 {cheaper}으로 바뀌었습니다."),
}


@pytest.fixture
def before_the_sheet(open_shop: Story, request: pytest.FixtureRequest) -> Iterator[Story]:
    """A buyer of their own before the order sheet of two scarves."""
    number = list(CHANGES).index(request.node.callspec.id)
    cast = replace(open_shop.cast, buyer=f"sale{number}x")
    with Story(open_shop.installation, cast, lambda role: PlainPerson(), patience=45) as story:
        story.notes["product page"] = story.storefront(f"/products/{open_shop.notes['product']}/")
        for step in ORDER_STEPS:
            if step.key == "fill":
                break
            step.play(story)
        yield story


@pytest.mark.parametrize(("column", "value", "reason"), CHANGES.values(), ids=CHANGES)
def test_an_option_that_changed_is_not_sold_as_it_was(
    open_shop: Story, before_the_sheet: Story, column: str, value: str, reason: str
) -> None:
    scarf, story = open_shop.cast.scarf, before_the_sheet
    was = set_variant(open_shop, column, value)
    try:
        press_pay(story)
        prices = {"registered": story.cast.goods, "dearer": (scarf.price + 90_000) * 2, "cheaper": scarf.price * 2}
        page = story.buyer.page.expect("구매불가 상품안내", scarf.name, scarf.colours[0], scarf.sizes[-1])
        page.expect(reason.format(**{name: won(amount) for name, amount in prices.items()}))
        assert page.status == 409
        assert page.find_form(has="card") is None
    finally:
        set_variant(open_shop, column, was)
    story.buyer.send(story.buyer.page.form(has="zipcode"), button="다시 확인하기").expect("주문/결제", won(story.cast.pay))
    fill_sheet(story)
    assert story.buyer.page.find_form(has="card") is not None
    # The pieces that the window holds are the next case's.
    story.buyer.open(story.buyer.page.link("취소하고 돌아가기"))


def set_variant(story: Story, column: str, value: str) -> str:
    """Types a value for the combination that the buyer takes, and returns the one before."""
    scarf = story.cast.scarf
    form = story.seller.open(story.office(f"products/{story.notes['product']}/")).form(has="price")
    name = form.labelled(scarf.colours[0], scarf.sizes[-1], column)
    before = form.field(name).values[0]
    story.seller.send(form, {name: value}).expect("저장했습니다.")
    return before
