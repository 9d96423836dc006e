"""Periodic work goes by elapsed time: what was kept of time slots says nothing about that, and each task simply begins anew."""

from django.db import migrations, models

import minishop.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.DeleteModel("PeriodicRun"),
        migrations.CreateModel(
            name="PeriodicRun",
            fields=[
                ("task", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("round", models.BigIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("calendar_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ClockJump",
            fields=[
                ("id", models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("seconds", models.BigIntegerField()),
                ("noticed_at", models.DateTimeField()),
            ],
        ),
    ]
