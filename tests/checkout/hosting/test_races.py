"""호스팅사: two operators at one host."""

from __future__ import annotations

import pytest
from tests.checkout.worlds import NOW
from tests.racing import broken, meanwhile, stored

from minishop.checkout.hosting.errors import NameTaken, TooManyTokens
from minishop.checkout.hosting.models import Host, HostToken
from minishop.checkout.hosting.services import issue_token, make_host

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.hosting.services"


def test_two_who_issue_at_once_leave_two_tokens() -> None:
    host = make_host(name="다른호스팅", by="a", now=NOW).host
    with meanwhile(f"{SERVICES}.digest", lambda: issue_token(host=host, by="b", now=NOW)) as rival:
        issue_token(host=host, by="c", now=NOW)
    assert [type(error) for error in rival.raised] == [TooManyTokens]
    assert set(HostToken.objects.values_list("issued_by", flat=True)) == {"a", "c"}


def test_two_who_register_one_name_leave_one_host() -> None:
    with meanwhile(f"{SERVICES}.digest", lambda: make_host(name="다른호스팅", by="b", now=NOW)) as rival:
        make_host(name="다른호스팅", by="a", now=NOW)
    assert [type(error) for error in rival.raised] == [NameTaken]
    assert list(HostToken.objects.values_list("host__name", "issued_by")) == [("다른호스팅", "a")]


def test_a_host_is_there_with_its_token_or_not_at_all() -> None:
    before = stored(Host)
    with broken(f"{SERVICES}.digest"):
        make_host(name="다른호스팅", by="a", now=NOW)
    assert stored(Host, HostToken) == before
