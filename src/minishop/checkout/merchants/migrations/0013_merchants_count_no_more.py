from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout_merchants", "0012_counts_move_to_their_counters")]
    operations = [migrations.RemoveField("merchant", "changes_made")]
