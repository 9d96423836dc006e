"""The job table by lines, turns and states, with the jobs that were there; workers, and the hosts of strangers.

The old table is moved aside, read, and dropped: nearly every column changes its meaning. What ran counts as ready: its worker is gone
with the old version. Of several of one key the waiting one stays; a failed one beside it keeps its reason, and loses the key. So does
what ran beside one that waits for its time: nothing would end before then what it began.
"""

from datetime import UTC, datetime

from django.db import migrations, models

import minishop.kernel.ids

_TENANTS = ("shop_id", "merchant_id", "partner_id")
_LINES = {
    "checkout.payments": 0, "mall.entries.tasks.hand_over_pg_contract": 0, "checkout.payments.tasks.send_receipt": 1,
    "mall.channel.tasks.deliver": 1, "mall.channel.tasks.collect": 2, "checkout.hints": 2, "checkout.parcels": 3, "mall.entries": 3,
    "shopping.crawl": 5,
}
_CALENDAR = ("checkout.benefits.tasks.grant_points",)
# Calls to others: whose host it is says the row that they read, and nobody waits long for a turn of nobody's.
_STRANGERS = ("checkout.hints.tasks.deliver_hint", "shopping.crawl.tasks.crawl_feed")
# Periodic work of the old shape, which the new one begins by itself.
_OVER = ("mall.channel.tasks.collect_everywhere", "mall.entries.tasks.look_after_applications", "shopping.crawl.tasks.hand_out_due_feeds")
_AT_ONCE = 500


def _line(task):
    known = sorted((name for name in _LINES if task.startswith(name)), key=len)
    return _LINES[known[-1]] if known else 6


def move(apps, schema_editor):
    Old, Job = apps.get_model("jobs", "OldJob"), apps.get_model("jobs", "Job")
    now = int(datetime.now(UTC).timestamp() * 1000)
    rank = models.Case(models.When(state="ready", then=0), models.When(state="running", then=1), default=2)
    rows = Old.objects.exclude(task__in=_OVER).order_by("unique_key", rank, "run_at", "id")
    last_key, is_late, batch = "", False, []
    for old in rows.iterator(_AT_ONCE):
        is_double = bool(old.unique_key) and old.unique_key == last_key
        last_key = old.unique_key
        if is_double and old.state != "failed" and not is_late:
            continue
        is_late = not is_double and old.state == "ready" and old.run_at.timestamp() * 1000 > now
        batch.append(_moved(Job, old, "" if is_double else old.unique_key, now))
        if len(batch) >= _AT_ONCE:
            Job.objects.bulk_create(batch)
            batch = []
    Job.objects.bulk_create(batch)


def _arguments(old):
    # How often a carrier was silent stands in the parcel's own row now.
    return {name: value for name, value in old.arguments.items() if name != "silences"}


def _moved(Job, old, key, now):
    due = int(old.run_at.timestamp() * 1000)
    is_dead, is_later = old.state == "failed", old.state == "ready" and due > now
    tenant = next((old.arguments[name] for name in _TENANTS if name in old.arguments), 0)
    is_far = due - now > 3_600_000
    return Job(
        id=old.id, task=old.task, arguments=_arguments(old), tenant=tenant, pool=int(old.task in _STRANGERS),
        share=0 if old.task in _STRANGERS else tenant, line=_line(old.task), key=key,
        state="dead" if is_dead else "later" if is_later else "ready", turn=min(due, now), ready_at=None if is_dead or is_later else now,
        run_at=due if is_later else None, calendar=is_later and (is_far or old.task in _CALENDAR), attempts=old.attempts,
        last_error=old.last_error, created_at=old.created_at,
    )


def tune(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE jobs_job SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_decide_by_a_table")]

    operations = [
        migrations.RemoveConstraint("Job", "jobs_one_ready_per_key"),
        migrations.RemoveConstraint("Job", "jobs_state_known"),
        migrations.RemoveIndex("Job", "jobs_due"),
        migrations.RenameModel("Job", "OldJob"),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('roles', models.CharField(max_length=40)),
                ('host', models.CharField(max_length=120)),
                ('place', models.CharField(max_length=120)),
                ('pid', models.IntegerField()),
                ('beats', models.BigIntegerField(default=0)),
                ('gone', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=120)),
                ('arguments', models.JSONField(default=dict)),
                ('tenant', models.BigIntegerField(default=0)),
                ('pool', models.PositiveSmallIntegerField(default=0)),
                ('line', models.PositiveSmallIntegerField(default=6)),
                ('share', models.BigIntegerField(default=0)),
                ('key', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[('ready', 'ready'), ('later', 'later'), ('running', 'running'), ('dead', 'dead')], default='ready', max_length=8)),
                ('turn', models.BigIntegerField(default=0)),
                ('ready_at', models.BigIntegerField(null=True)),
                ('run_at', models.BigIntegerField(null=True)),
                ('calendar', models.BooleanField(default=False)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('losses', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.BigIntegerField(null=True)),
                ('again', models.BooleanField(default=False)),
                ('last_error', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'ready')), fields=['pool', 'line', 'turn', 'id'], name='jobs_ready'), models.Index(condition=models.Q(('state', 'ready')), fields=['share', 'line', 'turn'], name='jobs_share'), models.Index(condition=models.Q(('state', 'later')), fields=['calendar', 'run_at'], name='jobs_later'), models.Index(condition=models.Q(('state', 'running')), fields=['worker'], name='jobs_running'), models.Index(condition=models.Q(('state', 'dead')), fields=['id'], name='jobs_dead'), models.Index(condition=models.Q(('state', 'dead')), fields=['tenant', 'id'], name='jobs_dead_of_tenant')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='jobs_one_per_key'), models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'later', 'running', 'dead'])), name='jobs_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), ('worker__isnull', False)), models.Q(models.Q(('state', 'running'), _negated=True), ('worker__isnull', True)), _connector='OR'), name='jobs_worker_while_running'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'later'), _negated=True), ('run_at__isnull', False), _connector='OR'), name='jobs_later_has_a_time'), models.CheckConstraint(condition=models.Q(('line__range', (0, 6))), name='jobs_line_known'), models.CheckConstraint(condition=models.Q(('pool__range', (0, 1))), name='jobs_pool_known')],
            },
        ),
        migrations.CreateModel(
            name='StrangerHost',
            fields=[
                ('host', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('parked_until', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=300)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('parked_until__isnull', False)), fields=['parked_until'], name='jobs_parked')],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel("OldJob"),
        migrations.RunPython(tune, migrations.RunPython.noop),
    ]
