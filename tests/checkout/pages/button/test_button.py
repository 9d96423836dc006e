"""The button's script is the same under all the names that shops know, and writes nothing inline."""

from __future__ import annotations

import pytest
from django.test import Client

NAMES = ["naverPayButton.js", "mobile/naverPayButton.js", "checkoutButton2.js", "mobile/checkoutButton.js"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("host", ["checkout.localhost", "pay.naver.com"])
def test_the_script_is_served_under_every_name(name: str, host: str) -> None:
    answer = Client().get(f"/customer/js/{name}", HTTP_HOST=host)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer
    assert "NaverPayButton" in text
    assert "CheckoutButton" in text
    for inline in ("innerHTML", "document.write", 'setAttribute("style"', "eval("):
        assert inline not in text
