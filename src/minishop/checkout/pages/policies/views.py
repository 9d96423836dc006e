"""이용약관, 개인정보 처리방침: what can be read before one joins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minishop.checkout.pages.policies.texts import PRIVACY, TERMS


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """이용약관."""
    return render(request, "pages/policy.html", {"title": TERMS.title, "sections": TERMS.told()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """개인정보 처리방침."""
    return render(request, "pages/policy.html", {"title": PRIVACY.title, "sections": PRIVACY.told()})
