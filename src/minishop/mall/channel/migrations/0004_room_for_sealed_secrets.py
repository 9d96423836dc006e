from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mall_channel', '0003_list_the_states_of_a_message'),
    ]

    operations = [
        migrations.AlterField('hubconnection', 'certi_key', models.TextField(blank=True, default='')),
        migrations.AlterField('hubconnection', 'client_secret', models.TextField(blank=True, default='')),
        migrations.AlterField('hubconnection', 'hint_secret', models.TextField(blank=True, default='')),
    ]
