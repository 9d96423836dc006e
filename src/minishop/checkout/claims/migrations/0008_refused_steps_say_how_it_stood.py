from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout_claims", "0007_refused_steps")]

    operations = [migrations.RenameField("refusedstep", "state", "stood")]
