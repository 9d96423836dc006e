"""``create_host``: prints a token that opens, once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from minishop.checkout.hosting.models import Host, HostToken
from minishop.checkout.hosting.services import host_of_token

pytestmark = pytest.mark.django_db


def test_it_prints_the_token_and_nothing_else() -> None:
    said = io.StringIO()
    call_command("create_host", name=" 다른호스팅 ", stdout=said)
    assert host_of_token(said.getvalue().rstrip("\n")) == Host.objects.get(name="다른호스팅")
    assert HostToken.objects.get().issued_by == "command"


@pytest.mark.parametrize("name", ["다른호스팅", " ", "가" * 61], ids=["있는 이름", "없음", "너무 긺"])
def test_a_refusal_makes_nothing(name: str) -> None:
    call_command("create_host", name="다른호스팅", stdout=io.StringIO())
    before = Host.objects.count()
    with pytest.raises(CommandError):
        call_command("create_host", name=name, stdout=io.StringIO())
    assert (Host.objects.count(), HostToken.objects.count()) == (before, 1)
