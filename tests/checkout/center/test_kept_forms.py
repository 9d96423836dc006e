"""An operator whose session has ended loses no reason that was typed."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.checkout.worlds import PASSWORD, make_account, make_application
from tests.reading import Page
from tests.sending import standing_in

pytestmark = pytest.mark.django_db


def test_a_reason_typed_into_an_ended_session_stands_there_again() -> None:
    make_account("operator", operator=True)
    merchant = make_application()
    client, known = Client(), {"login": "operator", "password": PASSWORD}
    client.post("/login/", known)
    address = f"/center/merchants/{merchant.id}/rejection/"
    Session.objects.all().delete()
    answer = client.post(address, {"reason": "대표자 이름이 다릅니다"})
    assert answer.headers["Location"] == f"/login/?next={address}"
    page = client.post("/login/", {**known, "next": address}, follow=True)
    assert page.redirect_chain[-1][0] == f"/center/merchants/{merchant.id}/"
    assert Page(page).says("로그인이 끝나 저장하지 못했습니다. 적으신 것은 그대로 있습니다.")
    assert standing_in(page, address)["reason"] == "대표자 이름이 다릅니다"
    merchant.refresh_from_db()
    assert merchant.state == "requested"
