"""Counting a bounded part of something for each row of a page, in the page's one statement."""

from __future__ import annotations

from django.db.models import BigIntegerField, Subquery


class CountOf(Subquery):
    """How many rows a query has that refers to the outer row: slice it, so that nothing is counted to its end."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = BigIntegerField()
