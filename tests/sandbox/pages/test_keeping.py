"""What the sandbox answers is kept by nobody: from the table of addresses."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.addresses import filled, views_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", [route for route, _ in views_of("minishop.sandbox.urls")])
def test_nobody_keeps_an_answer(client: Client, route: str) -> None:
    assert "no-store" in client.get(filled(route)).headers["Cache-Control"]
