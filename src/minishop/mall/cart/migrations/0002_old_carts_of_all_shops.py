"""Old carts are found by their age alone, whichever shop they are in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mall_cart", "0001_initial")]

    operations = [
        migrations.RemoveIndex("cart", "cart_stale"),
        migrations.AddIndex("cart", models.Index(fields=["updated_at"], name="cart_stale")),
    ]
