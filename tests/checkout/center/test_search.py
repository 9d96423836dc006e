"""가맹점 찾기: an operator finds a merchant or an application by how its texts begin, by an index."""

from __future__ import annotations

import unicodedata

import pytest
from django.test import Client
from tests.checkout.worlds import make_application, make_merchant
from tests.plans import plans_of
from tests.reading import Field, Page

from minishop.chassis import finding
from minishop.checkout.merchants.queries import find_merchants

NOTHING = "조건에 맞는 가맹점이 없습니다."


def page_of(operator: Client, word: str) -> Page:
    return Page(operator.get("/center/", {"q": word})).main


def merchants(operator: Client, word: str) -> set[str]:
    page = operator.get("/center/", {"q": word}).context
    return {merchant.shop_name for name in ("page", "waiting") for merchant in page[name].rows}


@pytest.mark.parametrize("word", ["새벽", "새 벽빵", unicodedata.normalize("NFD", "새벽"), "ＤＡＷＮ", "987-65", "NP_"])
def test_a_merchant_is_found_by_how_its_texts_begin(operator: Client, word: str) -> None:
    found = make_merchant(shop_name="새벽 빵집")
    make_merchant(shop_name="저녁")
    found.business_name, found.business_number = "Dawn Bakery", "9876543210"
    found.save()
    word = found.public_id.upper()[:8] if word == "NP_" and found.public_id else word
    assert merchants(operator, word) == {"새벽 빵집"}


def test_an_application_is_found_too_and_the_box_keeps_the_word(operator: Client) -> None:
    make_merchant(shop_name="저녁")
    application = make_application()
    page = page_of(operator, application.shop_name)
    assert merchants(operator, application.shop_name) == {application.shop_name}
    assert page.fields()["가맹점 찾기"] == Field("q", "search", application.shop_name)
    assert page.says(NOTHING)  # among those who were decided about
    assert not page_of(operator, "").says(NOTHING)


def test_what_nobody_is_called_finds_nothing(operator: Client) -> None:
    make_merchant(shop_name="새벽")
    page = page_of(operator, "벽")
    assert page.says(NOTHING)
    assert "심사를 기다리는 신청" not in page.headings()


def test_a_word_that_fits_too_many_asks_for_a_longer_one(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    make_merchant(shop_name="새벽")
    assert not page_of(operator, "새벽").says("조금 더 길게 적어 주세요.")
    make_merchant(shop_name="새벽 둘")
    assert page_of(operator, "새벽").says("조금 더 길게 적어 주세요.")


@pytest.mark.django_db
def test_a_word_goes_by_the_index_of_each_key() -> None:
    make_merchant()
    plans = plans_of(lambda: find_merchants("새벽"), table="checkout_merchants_merchant")
    names = ["shop_name", "business_name", "business_number", "public_id"]
    assert [f"merchants_by_{name}" in plan for name, plan in zip(names, plans, strict=True)] == [True] * 4
    assert not any("TEMP B-TREE" in plan for plan in plans)
