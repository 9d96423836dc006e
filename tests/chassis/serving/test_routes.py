"""Which pool serves an address is declared beside its route."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import include, path, re_path

from minishop.chassis.calls.roles import Role, role
from minishop.chassis.http import LeafCalls, exchange
from minishop.chassis.serving.routes import PoolName, Routes, health_check, leaf


def view(request: Any, **named: str) -> HttpResponse:
    """A page."""
    return HttpResponse(role())


def calling(request: Any) -> HttpResponse:
    return HttpResponse(exchange("GET", "http://localhost:9/").reason)


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> Routes:
    table = ModuleType("tests_url_table")
    table.urlpatterns = [  # type: ignore[attr-defined]
        path("", view),
        path("api/", include([path("orders/<int:number>", leaf(view)), path("pages/<slug:name>/", view)])),
        path("v1/", include([re_path(r"", leaf(view))])),
        re_path(r"^old/(?P<number>\d+)$", leaf(view)),
        path("health/", health_check(view)),
    ]
    monkeypatch.setitem(sys.modules, "tests_url_table", table)
    return Routes(["tests_url_table"])


@pytest.mark.parametrize(
    ("address", "pool"),
    [
        ("/", PoolName.PAGES),
        ("/api/orders/12", PoolName.LEAVES),
        ("/api/orders/12/", PoolName.PAGES),
        ("/api/orders/x", PoolName.PAGES),
        ("/x/api/orders/12", PoolName.PAGES),
        ("/api/pages/a/", PoolName.PAGES),
        ("/v1/anything/at/all", PoolName.LEAVES),
        ("/old/7", PoolName.LEAVES),
        ("/old/x", PoolName.PAGES),
        ("/health/", PoolName.HEALTH),
        ("/health/x", PoolName.PAGES),
        ("/static/v1/x", PoolName.PAGES),
        ("", PoolName.PAGES),
    ],
)
def test_the_pool_of_an_address(routes: Routes, address: str, pool: PoolName) -> None:
    assert routes.pool_of(address) is pool


def test_a_table_without_leaves_has_pages_only() -> None:
    assert Routes([]).pool_of("/health/") is PoolName.PAGES


def test_a_leaf_that_calls_somebody_is_a_fault() -> None:
    with pytest.raises(LeafCalls):
        leaf(calling)(None)
    answer = leaf(view)(None)
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"leaf"
    assert role() is Role.OTHER, "the thread is again what it was"
