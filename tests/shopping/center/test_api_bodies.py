"""Bodies made to break a reader: refused in the API's form, and nothing is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from minishop.shopping.partners.models import Partner

pytestmark = pytest.mark.django_db
HALF = '{"shopCode":"a","shopName":"\\ud800","shopUrl":"http://a.kr/","epVersion":"3.0","feedUrl":"http://a.kr/f"}'


@pytest.mark.parametrize(
    "body", [HALF, "[" * 100_000, '{"x":' + "[" * 100_000, ""], ids=["반쪽 글자", "깊다", "칸이 깊다", "비었다"]
)
def test_it_is_invalid(client: Client, body: str) -> None:
    headers = {"Authorization": "Bearer sandbox-host-token", "Idempotency-Key": "k"}
    answer = client.post("/v1/minishop/partner-applications", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID")
    assert not Partner.objects.exists()
