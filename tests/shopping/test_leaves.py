"""What the mall waits for at the search calls nobody."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.leaves import forbid_calls, leaves_not_among
from tests.shopping.worlds import NOON
from tests.wire.shopping.test_applications import ADDRESS, accept, ask_to_crawl, get, post

from minishop.shopping.crawl.services.schedule import admit
from minishop.shopping.partners.models import Partner

pytestmark = pytest.mark.django_db


def test_a_leaf_answers_well_and_calls_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_calls(monkeypatch)
    status, answer = post(client)
    assert (status, get(client, answer["applicationId"])) == (201, (200, answer))
    assert accept(client, answer["applicationId"], {"run": "7"})[0] == 409
    assert ask_to_crawl(client, answer["applicationId"])[0] == 409
    admit(partner=Partner.objects.get(), now=NOON)
    assert ask_to_crawl(client, answer["applicationId"])[0] == 202


def test_every_leaf_of_the_search_is_called_here() -> None:
    addresses = [ADDRESS, f"{ADDRESS}/7", f"{ADDRESS}/7/accepted-loss", f"{ADDRESS}/7/crawls", "/metrics"]
    assert leaves_not_among(addresses, "minishop.shopping.urls") == []
