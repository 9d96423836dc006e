"""Products that were here before get the keys by which they are found: a batch a transaction. It may run again."""

from django.db import migrations

from minishop.chassis.finding import KeyTable
from minishop.chassis.tenancy import across_tenants
from minishop.mall.catalog.services.finding import keys_of


def begin(apps, schema_editor):
    shop, product, key = (
        apps.get_model(*name) for name in (("mall_shops", "Shop"), ("mall_catalog", "Product"), ("mall_catalog", "ProductKey"))
    )
    alias = schema_editor.connection.alias
    with across_tenants("every shop's products are found"):
        shops = list(shop._base_manager.using(alias).order_by("id").values_list("id", flat=True))
        KeyTable(key, "product_id", "shop_id").fill(product, shops, keys_of, alias)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mall_catalog", "0005_products_are_found_by_keys")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
