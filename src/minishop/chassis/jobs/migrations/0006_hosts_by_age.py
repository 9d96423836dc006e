"""Hosts that nobody has called for long are found by that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0005_let_a_stranger_be_hastened")]
    operations = [migrations.AddIndex("strangerhost", models.Index(fields=["changed_at"], name="jobs_hosts_old"))]
