"""PG contracts by name."""

from __future__ import annotations

from django import template

from minishop.checkout.payments.labels import contract_name, pg_name

register = template.Library()
register.filter("pg_name", pg_name)
register.filter("contract_name", contract_name)
