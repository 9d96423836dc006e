"""``reconcile``: holds ledger, payments, refunds, orders, claims and holds of every merchant, and every buyer's points and coupons, against one
another, and names each difference."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.reconcile.services.looking import reconcile, reconcile_purses


class Command(BaseCommand):
    help = "Looks through all orders, ledgers and purses: prints 0 differences, or each by name. Ends with 1 where one is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--merchant", default="", help="the public id of one merchant")

    def handle(self, *args: Any, **options: Any) -> None:
        at, found = now(), 0
        merchants = Merchant.objects.order_by("id")
        for merchant in merchants.filter(public_id=options["merchant"]) if options["merchant"] else merchants.iterator():
            with scope(merchant.id):
                for one in reconcile(merchant_id=merchant.id, now=at):
                    self.stdout.write(f"{merchant} {one.kind} {one.key} {one.ours} {one.theirs}")
                    found += 1
        if not options["merchant"]:
            found += self._purses(at)
        self.stdout.write(f"{found} differences")
        if found:
            raise CommandError(f"{found} differences", returncode=1)

    def _purses(self, at: datetime) -> int:
        count, after = 0, 0
        while True:
            found, last = reconcile_purses(after=after, now=at)
            for one in found:
                self.stdout.write(f"buyer {one.kind} {one.key} {one.ours} {one.theirs}")
            count += len(found)
            if last is None:
                return count
            after = last
