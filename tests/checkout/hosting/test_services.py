"""호스팅사: two valid tokens at most, digests only, and the one of the settings beside them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checkout.worlds import NOW

from minishop.checkout.hosting import services
from minishop.checkout.hosting.errors import NameTaken, TooManyTokens
from minishop.checkout.hosting.models import Host, HostToken

pytestmark = pytest.mark.django_db


def make(name: str = "다른호스팅") -> services.Issued:
    return services.make_host(name=name, by="operator:kim", now=NOW)


def test_a_host_speaks_with_its_own_token() -> None:
    ours, theirs = make("하나호스팅"), make("두리호스팅")
    assert services.host_of_token(ours.text) == ours.host
    assert services.host_of_token(theirs.text) == theirs.host
    assert len(ours.text) >= 43


def test_a_token_is_kept_as_a_digest_with_who_gave_it() -> None:
    made = make()
    kept = HostToken.objects.get()
    assert (kept.ending, kept.issued_at, kept.issued_by, kept.revoked_at) == (made.text[-4:], NOW, "operator:kim", None)
    assert len(kept.digest) == 64
    assert made.text not in str(list(HostToken.objects.values_list()))


def test_two_tokens_open_at_once_and_no_third() -> None:
    first = make()
    second = services.issue_token(host=first.host, by="b", now=NOW)
    assert [services.host_of_token(one.text) for one in (first, second)] == [first.host] * 2
    with pytest.raises(TooManyTokens):
        services.issue_token(host=first.host, by="b", now=NOW)
    assert HostToken.objects.count() == 2


def test_a_revoked_token_opens_nothing_and_makes_room() -> None:
    first = make()
    second = services.issue_token(host=first.host, by="b", now=NOW)
    old = HostToken.objects.get(ending=first.text[-4:])
    assert services.revoke_token(host=first.host, token_id=old.id, now=NOW)
    assert services.host_of_token(first.text) is None
    assert services.host_of_token(second.text) == first.host
    assert not services.revoke_token(host=first.host, token_id=old.id, now=NOW)
    assert services.issue_token(host=first.host, by="b", now=NOW).text


def test_a_token_is_revoked_under_its_own_host_only() -> None:
    ours, theirs = make("하나호스팅"), make("두리호스팅")
    assert not services.revoke_token(host=theirs.host, token_id=HostToken.objects.get(host=ours.host).id, now=NOW)
    assert services.host_of_token(ours.text) == ours.host


def test_a_name_is_one_hosts() -> None:
    make()
    with pytest.raises(NameTaken):
        make()
    assert HostToken.objects.filter(host__name="다른호스팅").count() == 1


def test_the_token_of_the_settings_is_the_installations_own_host(settings: Any) -> None:
    """Also where its row is not there yet; and what the setting said before opens nothing."""
    Host.objects.all().delete()
    own = services.host_of_token("sandbox-host-token")
    assert own is not None
    assert own.is_configured
    assert own == services.host_of_token("sandbox-host-token")
    settings.HOST_TOKEN = "the-next-one"
    assert services.host_of_token("sandbox-host-token") is None
    assert services.host_of_token("the-next-one") == own


@pytest.mark.parametrize("text", ["", "x", "\xff", "\0"], ids=["없음", "모름", "다른 글자", "NUL"])
def test_anything_else_is_nobodys(text: str) -> None:
    make()
    assert services.host_of_token(text) is None
