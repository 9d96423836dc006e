"""What was owed to merchants for orders that nobody has finalized waits now: by opposite transfers, a batch a transaction.

Nothing edits a posted row. What was finalized stays due, and is charged the usual fees. It may run again: an order that has its entry is
left alone.
"""

from django.db import migrations, transaction
from django.utils import timezone

from minishop.chassis.tenancy import across_tenants

BATCH = 500
HUB, PG = 80, 210


def begin(apps, schema_editor):
    books = _Books(apps, schema_editor.connection.alias)
    with across_tenants("every merchant's orders are posted anew"):
        for merchant_id in list(books.merchants.order_by("id").values_list("id", flat=True)):
            last = 0
            while last is not None:
                with transaction.atomic(using=books.alias):
                    last = books.post_batch(merchant_id, last)


class _Books:
    def __init__(self, apps, alias):
        self.alias = alias
        self.now = timezone.now()
        named = {
            "merchants": ("checkout_merchants", "Merchant"),
            "orders": ("checkout_orders", "Order"),
            "lines": ("checkout_orders", "OrderLine"),
            "transfers": ("checkout_payments", "Transfer"),
            "postings": ("checkout_payments", "Posting"),
            "entries": ("checkout_payments", "ProceedsEntry"),
        }
        for name, model in named.items():
            setattr(self, name, apps.get_model(*model)._base_manager.using(alias))

    def post_batch(self, merchant_id, last):
        """Posts the paid orders that follow; returns the last of them, or None where there were none."""
        paid = self.orders.filter(merchant_id=merchant_id, id__gt=last, paid_at__isnull=False)
        batch = list(paid.order_by("id").select_for_update()[:BATCH])
        for order in batch:
            if not self.entries.filter(merchant_id=merchant_id, order_id=order.id).exists():
                self.post_order(order)
        return batch[-1].id if batch else None

    def post_order(self, order):
        owed = self.postings.filter(
            merchant_id=order.merchant_id,
            account="merchant_payable",
            transfer_id__in=self.transfers.filter(
                merchant_id=order.merchant_id, order_number=order.number, kind="payment"
            ).values("id"),
        )
        money = -sum(int(amount) for amount in owed.values_list("amount", flat=True))
        if not money:
            return
        self.post(order, f"pending:{order.number}", "pending", merchant_payable=money, merchant_pending=-money)
        self.enter(order, f"pending:{order.number}", "payment", pending_money=money)
        self.make_due(order, money)

    def make_due(self, order, money):
        lines = list(self.lines.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position"))
        finalized = [(line.id, int(line.line_total)) for line in lines if line.state == "finalized"]
        if not finalized:
            return
        rest = money - sum(int(line.line_total) for line in lines)
        steps = [(None, rest)] if rest else []
        basis, charged = 0, (0, 0, 0)
        for line_id, amount in [*steps, *finalized]:
            basis += amount
            key = f"final:{order.number}:{line_id or 'rest'}:0"
            self.post(order, key, "final", merchant_pending=amount, merchant_payable=-amount)
            fees = (0, 0, 0)
            if line_id:
                after = _fees(basis)
                fees = tuple(new - old for new, old in zip(after, charged, strict=True))
                charged = after
            pg, hub, vat = fees
            facts = {"pending_money": -amount, "due_money": amount, "line_id": line_id, "pg_fee": pg, "hub_fee": hub, "vat": vat}
            entry = self.enter(order, key, "line" if line_id else "rest", **facts)
            if any(fees):
                sides = {"merchant_payable": pg + hub + vat, "pg_fee": -pg, "fee_income": -hub, "vat_owed": -vat}
                self.post(order, f"fees:{order.number}:{entry.id}", "fees", **sides)

    def post(self, order, key, kind, **sides):
        facts = {"merchant_id": order.merchant_id, "key": key, "kind": kind, "order_number": order.number, "at": self.now}
        transfer = self.transfers.create(**facts)
        for account, amount in sides.items():
            if amount:
                self.postings.create(merchant_id=order.merchant_id, transfer_id=transfer.id, account=account, amount=amount)

    def enter(self, order, key, kind, **facts):
        return self.entries.create(merchant_id=order.merchant_id, key=key, kind=kind, order_id=order.id, at=self.now, **facts)


def _fees(basis):
    charged = basis * HUB // 10_000
    return basis * PG // 10_000, charged - charged // 11, charged // 11


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("checkout_payments", "0013_proceeds_wait_to_be_finalized")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
