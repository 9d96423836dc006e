"""Labels and badges of the centre's codes."""

from __future__ import annotations

from django import template

from minishop.shopping.crawl.domain.schedule import CrawlOutcome
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.labels import KINDS, OUTCOME_BADGES, OUTCOMES, fault_label, suspension_text
from minishop.shopping.partners.domain.states import State
from minishop.shopping.partners.labels import STATE_BADGES, STATES
from minishop.shopping.partners.models import Partner

register = template.Library()


@register.inclusion_tag("center/_badge.html")
def partner_badge(state: str) -> dict[str, str]:
    """A partner's state."""
    return {"tone": STATE_BADGES[State(state)], "label": str(STATES[State(state)])}


@register.inclusion_tag("center/_badge.html")
def outcome_badge(outcome: str) -> dict[str, str]:
    """How a crawl ended."""
    return {"tone": OUTCOME_BADGES[CrawlOutcome(outcome)], "label": str(OUTCOMES[CrawlOutcome(outcome)])}


@register.filter
def kind_label(kind: str) -> str:
    """전체 or 요약."""
    return str(KINDS[FeedKind(kind)])


@register.filter
def suspension(partner: Partner) -> str:
    """Why a partner is suspended."""
    return suspension_text(partner.fault, partner.reason)


register.filter("fault_label", fault_label)
