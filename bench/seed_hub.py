"""Made-up rows of the hub in bulk. ``python -m bench.seed_hub counters 100000``, with the hub's settings."""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402  # the models can be read only now

from minishop.chassis.clock import now  # noqa: E402
from minishop.chassis.tenancy import across_tenants  # noqa: E402
from minishop.checkout.hosting.models import Host  # noqa: E402
from minishop.checkout.merchants.models import Merchant, MerchantCounter  # noqa: E402

_BATCH = 2_000


def counters(count: int) -> None:
    """Merchants np_bench000000 … of the mall's own host, in whose feeds nothing has happened yet."""
    host, at = Host.objects.order_by("id")[0], now()
    if Merchant.objects.filter(public_id="np_bench000000").exists():
        return
    for first in range(0, count, _BATCH):
        made = [
            Merchant(
                host=host,
                application_key=f"bench-{number}",
                state="approved",
                requested_at=at,
                shop_name=f"가게 {number}",
                shop_url="http://bench.localhost/",
                product_info_url="http://bench.localhost/",
                public_id=f"np_bench{number:06}",
                certi_key="x",
                button_key="x",
                client_id=f"bench-{number}",
                client_secret="x",
            )
            for number in range(first, min(first + _BATCH, count))
        ]
        with transaction.atomic(), across_tenants("made-up merchants"):
            Merchant.objects.bulk_create(made)
            MerchantCounter.objects.bulk_create(
                MerchantCounter(merchant=merchant, host_id=host.id, public_id=str(merchant.public_id)) for merchant in made
            )


_SEEDS = {"counters": counters}

if __name__ == "__main__":
    _SEEDS[sys.argv[1]](int(sys.argv[2]))
