"""Orders that were here before get the keys by which they are found: a batch a transaction. It may run again."""

from django.db import migrations

from minishop.chassis.finding import KeyTable
from minishop.chassis.tenancy import across_tenants
from minishop.mall.orders.services.finding import keys_of_dispatch, keys_of_line, keys_of_order


def begin(apps, schema_editor):
    shop = apps.get_model("mall_shops", "Shop")
    order, line, dispatch, key = (apps.get_model("mall_orders", name) for name in ("Order", "OrderLine", "Dispatch", "OrderKey"))
    alias = schema_editor.connection.alias

    def keys_of(one):
        lines = list(line._base_manager.using(alias).filter(shop_id=one.shop_id, order_id=one.id))
        sent = dispatch._base_manager.using(alias).filter(shop_id=one.shop_id, line_id__in=[each.id for each in lines])
        of_parts = [*map(keys_of_line, lines), *map(keys_of_dispatch, sent)]
        return {*keys_of_order(one), *(found for keys in of_parts for found in keys)}

    with across_tenants("every shop's orders are found"):
        shops = list(shop._base_manager.using(alias).order_by("id").values_list("id", flat=True))
        KeyTable(key, "order_id", "shop_id").fill(order, shops, keys_of, alias)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mall_orders", "0004_orders_are_found_by_keys")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
