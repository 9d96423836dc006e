"""Every page of the sandbox, from the table of addresses: whatever is sent to it, it has an answer."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.hostile import faults

pytestmark = pytest.mark.django_db
PAGES = sorted(route for route, view in views_of("minishop.sandbox.urls") if not getattr(view, "csrf_exempt", False))


def test_a_form_has_an_answer() -> None:
    assert faults(map(filled, PAGES), lambda: Client(raise_request_exception=False)) == {}
