"""Search boxes: rows are found by how their texts begin, by an index on both engines. Shops stand for all (chassis/finding.py)."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection
from tests.mall.worlds import NOW
from tests.plans import plans_of

from minishop.chassis import finding
from minishop.chassis.finding import fill_keys, found, search_key
from minishop.mall.shops.models import Shop

COLUMNS = ("code_key", "name_key", "business_name_key", "business_number_key")


def shop(name: str, **facts: str) -> Shop:
    return Shop.objects.create(**{"code": f"shop{Shop.objects.count()}", "name": name, "created_at": NOW, **facts})


def names(word: str) -> list[str]:
    return sorted(found(Shop.objects.all(), word, *COLUMNS).rows.values_list("name", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "word", ["하루", "하루 상", unicodedata.normalize("NFD", "하루상점"), "ＨＡＲＵ", "haru-s", "하루상사", "123-45-67891", "12345"]
)
def test_a_row_is_found_by_how_one_of_its_texts_begins(word: str) -> None:
    shop("하루 상점", code="haru-shop", business_name="하루상사", business_number="1234567891")
    shop("마루")
    assert names(word) == ["하루 상점"]


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["상점", "하루%", "하루_", "-", "하루상점점"])
def test_nothing_else_is_found(word: str) -> None:
    shop("하루상점")
    assert names(word) == []


@pytest.mark.django_db
def test_beginnings_are_found_whatever_the_engine_sorts_by() -> None:
    """A language's order would put 'B' and 'a', or '(' and letters, elsewhere."""
    every = ["a", "B", "b1", "(b)", "ㄱ", "가", "각", "힣", "힣힣", "𠀀", "😀"]
    for name in every:
        shop(name)
    for name in every:
        assert names(name) == sorted(each for each in every if search_key(each).startswith(search_key(name)))


@pytest.mark.django_db
def test_a_word_goes_by_the_index_of_each_key() -> None:
    for _ in range(3):
        shop("하루")
    plans = plans_of(lambda: list(found(Shop.objects.all(), "하루", *COLUMNS).rows.order_by("-id")), table="mall_shops_shop")
    for plan, index in zip(
        plans, ("shops_by_code", "shops_by_name", "shops_by_business_name", "shops_by_business_number"), strict=False
    ):
        assert index in plan
        assert "TEMP B-TREE" not in plan
    assert len(plans) == 5
    assert "SCAN" not in plans[4]
    assert "Seq Scan" not in plans[4]


@pytest.mark.django_db
def test_a_word_that_fits_too_much_finds_a_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 2)
    for name in ("하루가", "하루나"):
        shop(name)
    assert (found(Shop.objects.all(), "하루", *COLUMNS).has_more, names("하루")) == (False, ["하루가", "하루나"])
    shop("하루다")
    assert (found(Shop.objects.all(), "하루", *COLUMNS).has_more, names("하루")) == (True, ["하루가", "하루나"])


@pytest.mark.django_db
def test_rows_of_before_get_their_keys_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_BATCH", 2)
    for number in range(5):
        shop(f"하루 {number}")
    Shop.objects.update(name_key="", code_key="")
    fill_keys(Shop, "default")
    assert sorted(Shop.objects.values_list("name_key", "code_key")) == [(f"하루{number}", f"shop{number}") for number in range(5)]


@pytest.mark.django_db
def test_keys_sort_by_code_points_also_where_the_database_sorts_by_a_language() -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, Shop._meta.db_table)
    asked = "C" if connection.vendor == "postgresql" else None
    assert {column.name: column.collation for column in table if column.name in COLUMNS} == dict.fromkeys(COLUMNS, asked)
