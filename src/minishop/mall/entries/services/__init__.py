"""Applying, and taking the other parties' decisions."""

from minishop.mall.entries.services.applying import apply

__all__ = ["apply"]
