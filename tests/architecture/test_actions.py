"""No address of a page is a dead end for a GET: what only acts leads to its page, and that page answers."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve, reverse
from tests.addresses import filled, patterns_of
from tests.sources import modules, name_of, nodes_of, text_of

from minishop.chassis.web.actions import action, page_of
from minishop.chassis.web.language import is_wire

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
TABLES = [getattr(settings, name) for name in ("ROOT_URLCONF", "STOREFRONT_URLCONF") if hasattr(settings, name)]
ADDRESSES = [(table, filled(route), pattern.callback) for table in TABLES for route, pattern in patterns_of(table)]
ACTIONS = [(table, address) for table, address, view in ADDRESSES if page_of(view)]
# What answers software, and may therefore answer a look with 405: nothing but these names django's own refusal.
WIRE = {"checkout/pages/payment/views.py", "mall/api/signed.py", "shopping/center/api.py"}


def refusals(view: Any) -> Iterator[str]:
    """Every place in a view, and in what it wraps, that was made to refuse a GET."""
    while view is not None:
        methods = (
            next((cell.cell_contents for cell in view.__closure__ or () if isinstance(cell.cell_contents, list)), None)
            if getattr(view, "__qualname__", "").startswith("require_http_methods")
            else None
        )
        names = getattr(getattr(view, "view_class", None), "http_method_names", None)
        if (methods and "GET" not in methods) or (names and "get" not in names):
            yield view.__qualname__
        view = getattr(view, "__wrapped__", None)


def test_the_service_has_actions() -> None:
    assert ACTIONS


@pytest.mark.parametrize(("table", "address"), ACTIONS)
def test_what_only_acts_leads_a_look_to_a_page_that_answers(table: str, address: str) -> None:
    found = resolve(address, table)
    declared = page_of(found.func)
    assert declared
    page, arguments = declared
    there = reverse(page, table, kwargs={name: found.kwargs[name] for name in arguments})
    assert page_of(resolve(there, table).func) is None, f"{there} is an action itself"
    assert list(refusals(resolve(there, table).func)) == []


@pytest.mark.parametrize(("table", "address"), [(table, address) for table, address, _ in ADDRESSES if not is_wire(address)])
def test_no_page_refuses_a_look_but_an_action(table: str, address: str) -> None:
    view = resolve(address, table).func
    assert page_of(view) or not list(refusals(view)) or getattr(view, "csrf_exempt", False)


def test_nothing_else_names_a_method_that_refuses_looks() -> None:
    naming = {
        name_of(path)
        for path in modules()
        if "require_POST" in text_of(path)
        for node in nodes_of(path)
        if isinstance(node, ast.Name) and node.id == "require_POST"
    }
    assert naming == WIRE


@pytest.mark.parametrize(("method", "status"), [("get", 302), ("head", 302), ("post", 200), ("put", 405), ("delete", 405)])
def test_a_look_is_led_on_and_a_form_acts(method: str, status: int) -> None:
    from django.http import HttpRequest, HttpResponse

    view: Callable[..., Any] = action("/there/")(lambda request: HttpResponse(b"done"))
    request: HttpRequest = getattr(RequestFactory(), method)("/here/")
    answer = view(request)
    assert (answer.status_code, answer.headers.get("Location")) == (status, "/there/" if status == 302 else None)
