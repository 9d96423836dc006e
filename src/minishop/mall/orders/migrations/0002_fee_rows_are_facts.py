from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from minishop.mall.shipping.domain.worded_rows import facts_of


def facts_for_sentences(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("mall_orders", "Order")._base_manager.using(editor.connection.alias)
    for shop_id, row_id, breakdown in rows.values_list("shop_id", "id", "fee_breakdown").iterator(chunk_size=500):
        facts = facts_of(breakdown)
        if facts != breakdown:
            rows.filter(shop_id=shop_id, id=row_id).update(fee_breakdown=facts)


class Migration(migrations.Migration):
    dependencies = [("mall_orders", "0001_initial")]

    operations = [migrations.RunPython(facts_for_sentences, migrations.RunPython.noop)]
