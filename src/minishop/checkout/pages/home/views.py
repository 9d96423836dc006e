"""체크아웃 홈: what Checkout is, and the way to one's orders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minishop.checkout.pages.home.policies import PRIVACY, TERMS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "pages/home.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """이용약관."""
    return render(request, "pages/policy.html", {"title": TERMS.title, "sections": TERMS.told()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """개인정보 처리방침."""
    return render(request, "pages/policy.html", {"title": PRIVACY.title, "sections": PRIVACY.told()})
