"""How far a shop's changes were read moves to its turn, and back when the migration is taken back.

A shop that is open, or opens tomorrow, gets its turn here and is asked about at once; the others get theirs when they open.
"""

from zlib import crc32

from django.db import migrations
from django.db.models import Count

from minishop.chassis.tenancy import across_tenants
from minishop.kernel.ids import new_id


def _tables(apps, schema_editor):
    alias = schema_editor.connection.alias
    names = (("mall_channel", "HubConnection"), ("mall_channel", "Poll"), ("mall_shops", "Entry"))
    return [apps.get_model(*name).objects.using(alias) for name in names]


def move_there(apps, schema_editor):
    connections, polls, entries = _tables(apps, schema_editor)
    with across_tenants("every connected shop gets its turn"):
        approved = entries.filter(state="approved").order_by().values("shop_id").annotate(kinds=Count("kind", distinct=True))
        opening = set(approved.filter(kinds=3).values_list("shop_id", flat=True))
        batch = []
        for shop_id, merchant, cursor in connections.values_list("shop_id", "merchant_id", "cursor").iterator(chunk_size=500):
            if cursor or shop_id in opening:
                phase = crc32(str(shop_id).encode())
                batch.append(polls.model(shop_id=shop_id, id=new_id(), merchant=merchant, cursor=cursor, due_at=0, phase=phase))
        polls.bulk_create(batch, batch_size=500)


def move_back(apps, schema_editor):
    connections, polls, _ = _tables(apps, schema_editor)
    with across_tenants("every shop's cursor moves back"):
        for shop_id, cursor in polls.values_list("shop_id", "cursor").iterator(chunk_size=500):
            connections.filter(shop_id=shop_id).update(cursor=cursor)
        polls.all().delete()


class Migration(migrations.Migration):
    dependencies = [("mall_channel", "0006_shops_have_turns")]
    operations = [migrations.RunPython(move_there, move_back, elidable=True)]
