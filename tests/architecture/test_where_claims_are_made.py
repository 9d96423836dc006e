"""Where cancellations, exchanges and returns are applied for is said in one sentence, the same on every page of shop and hub (R102)."""

from __future__ import annotations

import re

import pytest
from tools.messages import CATALOGUES, SOURCE, marked

SENTENCE = "취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다."
_ABOUT_CLAIMS = re.compile("취소|교환|반품|청약")
_SAYS_WHERE = re.compile("MY 페이지|쇼핑몰에 (문의|확인)|에서 신청|문의해 주세요|고객센터")
PAGES = [
    "checkout/pages/templates/pages/my/_facts.html",
    "checkout/pages/templates/pages/my/finalization.html",
    "checkout/pages/templates/pages/my/orders.html",
    "checkout/pages/templates/pages/sheet/_consents.html",
    "checkout/pages/policies/texts.py",
    "mall/backoffice/templates/backoffice/account/_service.html",
    "mall/backoffice/templates/backoffice/shop/guide.html",
    "mall/storefront/browsing/policies.py",
    "mall/storefront/templates/storefront/_footer.html",
    "mall/storefront/templates/storefront/browsing/_trust.html",
    "mall/storefront/templates/storefront/browsing/checkout.html",
    "mall/storefront/templates/storefront/product/_guide.html",
]
TEXTS = [(text, place) for service in CATALOGUES for (_, text, _), place in marked(SOURCE / service)]


def test_no_text_says_otherwise_where_claims_are_made() -> None:
    """R102: what names claims and a place to turn to names it in the one sentence."""
    others = [(text, place) for text, place in TEXTS if _ABOUT_CLAIMS.search(text) and _SAYS_WHERE.search(text)]
    assert [found for found in others if SENTENCE not in found[0]] == []
    assert others


@pytest.mark.parametrize("page", PAGES)
def test_each_page_that_speaks_of_claims_says_it(page: str) -> None:
    """R102."""
    assert any(SENTENCE in text for text, place in TEXTS if place == f"src/minishop/{page}")
