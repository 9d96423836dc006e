"""What the sandbox offers to import is what the mall takes: two services that do not know one another."""

from __future__ import annotations

import pytest
from tests.mall.worlds import make_cast

from minishop.chassis.tenancy import scope
from minishop.mall.catalog.domain.verdicts import Verdict
from minishop.mall.catalog.services.importing import plan_import
from minishop.sandbox.oldshop import domain as oldshop


@pytest.mark.django_db
def test_the_file_to_try_is_taken_whole() -> None:
    """R106: every row of the sandbox's file is a new product with its picture to come; nothing is refused, and only what no shop has is set aside."""
    shop = make_cast().haru
    content = oldshop.product_file(lambda drawing: f"http://sandbox.localhost:8400/{drawing}.webp")
    with scope(shop.id):
        plan = plan_import(shop=shop, content=content)
    assert (plan.counts["new"], plan.refused) == (len(oldshop.GOODS), [])
    assert {what for _, what, _, _ in plan.set_aside} == {Verdict.IGNORED}
    assert not {column for column, *_ in plan.set_aside} & {"이미지등록(상세)", "상품 상세설명", "옵션입력", "상품분류 번호"}
