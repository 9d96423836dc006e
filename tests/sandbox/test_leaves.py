"""What the services wait for at the sandbox's carriers, post office and clock calls nobody."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.leaves import forbid_calls, leaves_not_among

pytestmark = pytest.mark.django_db
MESSAGES = {
    "/messages/v1/sms": {"to": "010-1234-5678", "from": "02-123-4567", "text": "안녕하세요"},
    "/messages/v1/mail": {"to": "a@b.example", "from": "c@d.example", "subject": "제목", "text": "안녕하세요"},
}
LOOKS = ["/carriers/v1/cj/123456789012", "/clock.json", "/addrlink/addrLinkApi.do?confmKey=k&keyword=새터로"]


@pytest.mark.parametrize("address", [*MESSAGES, *LOOKS])
def test_a_leaf_answers_well_and_calls_nobody(address: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_calls(monkeypatch)
    if address in MESSAGES:
        answer = client.post(address, MESSAGES[address], content_type="application/json", headers={"Idempotency-Key": "k"})
    else:
        answer = client.get(address)
    assert answer.status_code in (200, 202), answer.content


def test_every_leaf_of_the_sandbox_is_called_here() -> None:
    assert leaves_not_among([*MESSAGES, *LOOKS], "minishop.sandbox.urls") == []
