"""Speaking to the search about what it holds."""

from __future__ import annotations

import json

from django.conf import settings

from minishop.chassis.http import Answer, Terms, exchange

_TERMS = Terms("accepted_loss")


def tell_agreement(application_id: str, run: int) -> Answer:
    """Agrees to the loss of a held crawl (protocol/minishop, section 6); the same again answers the same."""
    url = f"{settings.SHOPPING.url}/v1/minishop/partner-applications/{application_id}/accepted-loss"
    headers = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Content-Type": "application/json"}
    return exchange("PUT", url, content=json.dumps({"run": str(run)}).encode(), headers=headers, max_bytes=10_000, terms=_TERMS)
