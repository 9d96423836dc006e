"""Old clicks are found by their age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shopping_clicks", "0001_initial")]
    operations = [migrations.AddIndex("click", models.Index(fields=["at"], name="clicks_old"))]
