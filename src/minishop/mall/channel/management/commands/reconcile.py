"""``reconcile``: holds every shop's stock and order lines against their movements and the hub's, and names each difference."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.mall.channel.services.collecting import Trouble
from minishop.mall.channel.services.reconciling import reconcile
from minishop.mall.shops.models import Shop


class Command(BaseCommand):
    help = "Looks through every shop's stock and order lines: prints 0 differences, or each by name. Ends with 1 where one is."

    def handle(self, *args: Any, **options: Any) -> None:
        at, count, silent = now(), 0, 0
        for shop in Shop.objects.order_by("id").iterator():
            with scope(shop.id):
                try:
                    found = reconcile(shop=shop, now=at)
                except Trouble as reason:
                    silent += 1
                    self.stdout.write(f"{shop.code}: {reason}")
                    continue
            for one in found:
                self.stdout.write(f"{shop.code} {one.kind} {one.key} {one.ours} {one.theirs}")
            count += len(found)
        self.stdout.write(f"{count} differences")
        if count or silent:
            raise CommandError(f"{count} differences, {silent} shops whose hub did not answer", returncode=1)
