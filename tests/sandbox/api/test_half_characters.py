"""Text that no database can keep is refused like any other body that is no JSON."""

from __future__ import annotations

import pytest
from django.test import Client

from minishop.sandbox.pg.models import Contract

pytestmark = pytest.mark.django_db
FIELDS = ("shopCode", "shopName", "businessName", "representative", "businessNumber", "phone", "email")


def test_half_a_character_is_refused(client: Client) -> None:
    body = "{" + ", ".join(f'"{name}": "\\ud800"' for name in FIELDS) + "}"
    headers = {"Authorization": "Bearer sandbox-host-token", "Idempotency-Key": "k"}
    answer = client.post("/pg/v1/contracts", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID")
    assert not Contract.objects.exists()
