"""확인할 일: a notice with a button stands in one column beside its sign, or a telephone squeezes the button to a letter's width."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.mall.worlds import NOW, Cast

from minishop.chassis.tenancy import scope
from minishop.mall.channel.models import HubConnection, Poll

pytestmark = pytest.mark.django_db


def test_every_notice_holds_its_button_beside_its_words(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    with scope(cast.haru.id):
        HubConnection.objects.create(shop=cast.haru, last_error="HTTP 503", set_back_at=NOW - timedelta(days=1))
        Poll.objects.create(shop=cast.haru, merchant="np_x", due_at=0, phase=0, missed=3)
    page = BeautifulSoup(client.get("/office/haru/attention/").content, "html.parser")
    notices = page.select(".notice:has(form)")
    assert len(notices) == 3
    assert [notice.get_text(" ", strip=True) for notice in notices if notice.select_one(".notice:not(.stack) > form")] == []
