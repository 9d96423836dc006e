from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mall_channel", "0007_cursors_move_to_their_turns")]
    operations = [migrations.RemoveField("hubconnection", "cursor")]
