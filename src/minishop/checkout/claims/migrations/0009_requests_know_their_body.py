from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout_claims", "0008_refused_steps_say_how_it_stood")]

    operations = [migrations.AddField("claimrequest", "body", models.CharField(blank=True, default="", max_length=64))]
