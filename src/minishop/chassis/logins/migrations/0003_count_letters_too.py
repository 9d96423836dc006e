from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logins', '0002_count_guesses_four_ways'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='guesscounter',
            name='logins_kind_known',
        ),
        migrations.AlterField(
            model_name='guesscounter',
            name='kind',
            field=models.CharField(choices=[('pair', 'pair'), ('account', 'account'), ('address', 'address'), ('device', 'device'), ('letter', 'letter'), ('asker', 'asker')], max_length=7),
        ),
        migrations.AddConstraint(
            model_name='guesscounter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pair', 'account', 'address', 'device', 'letter', 'asker'])), name='logins_kind_known'),
        ),
    ]
