"""The sandbox answers at its own host."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="sandbox.localhost:8400")
