"""``compare_with_pg``: holds a day at every PG contract against payments, refunds and ledger, and names each difference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.services.comparing import compare_day
from minishop.checkout.payments.services.comparisons import contracts_compared
from minishop.kernel.clock import kst_day


class Command(BaseCommand):
    help = "Compares a day (yesterday, or --day 2026-11-23) with the PGs: prints 0, or each difference. Ends with 1 where one is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat)

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        day, found, silent = options["day"] or kst_day(at) - timedelta(days=1), 0, 0
        if day >= kst_day(at):
            raise CommandError(f"{day} is not over yet: what is still under way would look like a difference")
        with across_tenants("an operator compares every contract"):
            contracts = list(contracts_compared(at).order_by("merchant_id", "id"))
        for contract in contracts:
            with scope(contract.merchant_id):
                try:
                    differences = compare_day(contract=contract, day=day, now=at)
                except GatewaySilent as reason:
                    silent += 1
                    self.stdout.write(f"{contract.merchant} {contract}: {reason}")
                    continue
            for one in differences:
                self.stdout.write(f"{contract.merchant} {contract} {one.kind} {one.key} {one.facts}")
            found += len(differences)
        self.stdout.write(f"{day}: {found}")
        if found or silent:
            raise CommandError(f"{found} differences, {silent} contracts that did not answer", returncode=1)
