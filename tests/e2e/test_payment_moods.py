"""The PG declines, is silent, or answers twice: the buyer pays once, and reads what happened (protocol/sandbox)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from minishop.cli.story.paying import fill_sheet, pay_by_card
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import ORDER_STEPS
from minishop.cli.story.story import Story

MOODS = ["approve", "twice", "timeout_taken", "timeout_lost", "decline", "late"]


@pytest.fixture(params=MOODS)
def mood(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def at_the_card(open_shop: Story, mood: str) -> Iterator[Story]:
    """A buyer of their own before the PG's window, whose next answer has been chosen."""
    cast = replace(open_shop.cast, buyer=f"mood{MOODS.index(mood)}x")
    with Story(open_shop.installation, cast, lambda role: PlainPerson(), patience=45) as story:
        story.notes["product page"] = story.storefront(f"/products/{open_shop.notes['product']}/")
        for step in ORDER_STEPS:
            if step.key == "pay":
                break
            step.play(story)
        page = story.operator.open(story.url("sandbox", "/pg/payments/"))
        story.operator.send(page.form("/pg/next-answer/"), {"answer": mood})
        yield story


def test_the_buyer_pays_once(at_the_card: Story, mood: str) -> None:
    story = at_the_card
    before = _paid_at_the_pg(story)
    if mood == "decline":
        _press_pay(story)
        story.buyer.open(story.notes["sheet"]).expect("결제가 승인되지 않았습니다", "결제된 금액은 없습니다")
        assert _paid_at_the_pg(story) == before
        fill_sheet(story)
    pay_by_card(story)
    assert _paid_at_the_pg(story) == before + 1
    mine = story.buyer.open(story.url("checkout", "/my/"))
    assert mine.text.count(story.hub_order_number) == 1


def _paid_at_the_pg(story: Story) -> int:
    page = story.operator.open(story.url("sandbox", "/pg/payments/"))
    return sum(row.count("결제 완료") for row in page.body.split("<tr>") if story.cast.shop_name in row)


def _press_pay(story: Story) -> None:
    page = story.buyer.open(story.notes["card"])
    story.buyer.send(page.form(has="card"), {"card": "hana"}, button="결제하기")
