"""현황의 긴 목록: applications and partners by pages, found by indexes, in a number of statements that does not grow."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.plans import plans_of
from tests.reading import Page
from tests.shopping.worlds import NOON, applied, approved, operator

from minishop.chassis.ui import steps
from minishop.chassis.ui.steps import step
from minishop.shopping.crawl.models import Schedule
from minishop.shopping.crawl.queries import is_anything_overdue
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.queries import applications_waiting, decided_partners, rejected_applications
from minishop.shopping.partners.services import suspend

pytestmark = pytest.mark.django_db
HOST = {"host": "shopping.localhost"}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(operator())  # type: ignore[arg-type]  # the stubs know one service's accounts
    return client


def page_of(desk: Client, query: str = "") -> Page:
    return Page(desk.get(f"/center/{query}", headers=HOST)).main


def shops(page: Page, title: str) -> list[str]:
    return [row["상점"] for row in page.rows(title)]


def test_partners_stand_on_pages_the_suspended_first_then_by_name(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAGE", 2)
    partners = {code: approved(code) for code in ("cc", "aa", "dd", "bb")}
    suspend(partner=partners["dd"], fault="unreachable", reason="", now=NOON)
    first = page_of(desk)
    assert shops(first, "입점 상점") == ["dd 상점", "aa 상점"]
    after = f"?after={partners['aa'].id}"
    assert first.part("입점 상점 – 쪽 이동").links() == {"다음": after}
    second = page_of(desk, after)
    assert shops(second, "입점 상점") == ["bb 상점", "cc 상점"]
    assert second.part("입점 상점 – 쪽 이동").links() == {"이전": f"?before={partners['bb'].id}"}
    assert shops(page_of(desk, f"?before={partners['bb'].id}"), "입점 상점") == ["dd 상점", "aa 상점"]


def test_applications_have_pages_of_their_own(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAGE", 1)
    waiting = [applied(code) for code in ("aa", "bb")]
    assert page_of(desk).part("입점 신청 – 쪽 이동").links() == {"다음": f"?waiting-after={waiting[0].id}"}
    assert shops(page_of(desk, f"?waiting-after={waiting[0].id}"), "입점 신청") == ["bb 상점"]


def test_what_is_counted_stands_above_the_lists(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all partners, not of the page's; and nothing to its end."""
    monkeypatch.setattr(steps, "PAGE", 1)
    for code in ("aa", "bb", "cc"):
        approved(code)
    assert page_of(desk).says("입점 상점 3")
    monkeypatch.setattr(steps, "MOST_COUNTED", 2)
    assert page_of(desk).says("입점 상점 2+")


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (applications_waiting, "partners_by_state"),
        (decided_partners, "partners_listed"),
        (rejected_applications, "partners_rejected"),
    ],
    ids=["신청", "상점", "반려"],
)
def test_each_page_is_read_by_an_index(rows: object, index: str) -> None:
    partner = approved()
    Partner.objects.filter(id=partner.id).update(decided_at=NOON)
    assert callable(rows)
    for asked in ({}, {"after": str(partner.id)}, {"before": str(partner.id)}):
        plan = plans_of(lambda asked=asked: step(rows(), asked), table="shopping_partners_partner")[-1]  # type: ignore[misc]
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def test_a_missing_worker_is_seen_by_the_index_of_what_is_due() -> None:
    (plan,) = plans_of(lambda: is_anything_overdue(NOON), table=Schedule._meta.db_table)
    assert "crawl_schedules_due" in plan
