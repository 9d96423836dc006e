from django.db import migrations, models

STALLS = models.Q(state__in=["collecting", "collected"], deadline_at__isnull=True) & ~models.Q(hold="held")


class Migration(migrations.Migration):
    dependencies = [("checkout_claims", "0009_requests_know_their_body")]

    operations = [
        migrations.AddIndex("claim", models.Index(condition=STALLS, fields=["stands_since", "id"], name="claims_stalled")),
    ]
