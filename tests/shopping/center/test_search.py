"""상점 찾기: an operator finds a partner or an application by how its texts begin, by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from tests.logins import log_in
from tests.plans import plans_of
from tests.reading import Field, Page
from tests.shopping.worlds import NOON, applied, approved, operator

from minishop.chassis import finding
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.queries import find_partners

NOTHING = "조건에 맞는 상점이 없습니다."


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    log_in(client, operator())
    return client


def page_of(client: Client, word: str) -> Page:
    return Page(client.get("/center/", {"q": word})).main


def partners(client: Client, word: str) -> set[str]:
    board = client.get("/center/", {"q": word}).context["board"]
    return {partner.shop_code for partner in (*board.partners.rows, *board.applications.rows)}


@pytest.mark.parametrize("word", ["하루", "하 루상", "ＨＡＲＵ"])
def test_a_partner_is_found_by_how_its_texts_begin(client: Client, word: str) -> None:
    approved("haru")
    maru = approved("maru")
    maru.business_name = "마루상사"
    maru.save()
    assert partners(client, word) == {"haru"}


def test_an_application_is_found_too_and_the_box_keeps_the_word(client: Client) -> None:
    approved("maru")
    applied("haru")
    page = page_of(client, "하루상점")
    assert partners(client, "하루상점") == {"haru"}
    assert page.fields()["상점 찾기"] == Field("q", "search", "하루상점")
    assert page.says(NOTHING)  # among those who were approved


def test_a_business_number_finds_all_of_its_shops_and_anything_else_nothing(client: Client) -> None:
    approved("maru")
    applied("haru")
    assert partners(client, "123-45-67891") == {"maru", "haru"}
    page = page_of(client, "상점")
    assert page.says(NOTHING)
    assert not page.says("기다리는 신청이 없습니다.")
    assert page_of(client, "").says("상점 찾기")


def test_a_word_that_fits_too_many_asks_for_a_longer_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    approved("haru")
    assert not page_of(client, "haru").says("조금 더 길게 적어 주세요.")
    approved("haru-two")
    assert page_of(client, "haru").says("조금 더 길게 적어 주세요.")


@pytest.mark.django_db
def test_a_word_goes_by_the_index_of_each_key() -> None:
    plans = plans_of(lambda: find_partners("하루"), table="shopping_partners_partner")
    names = ["shop_name", "business_name", "business_number", "shop_code"]
    assert [f"partners_by_{name}" in plan for name, plan in zip(names, plans, strict=True)] == [True] * 4
    assert not any("TEMP B-TREE" in plan for plan in plans)


@pytest.mark.django_db(transaction=True)
def test_partners_of_before_are_found() -> None:
    before = [("shopping_partners", "0003_lists_by_pages")]
    newest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("shopping_")]
    MigrationExecutor(connection).migrate(before)
    try:
        old = MigrationExecutor(connection).loader.project_state(before).apps.get_model("shopping_partners", "Partner")
        old.objects.create(
            application_key="a", shop_code="haru", shop_name="하루 상점", shop_url="http://h.example/", requested_at=NOON
        )
    finally:
        MigrationExecutor(connection).migrate(newest)
    assert find_partners("하루상").rows.get() == Partner.objects.get()
