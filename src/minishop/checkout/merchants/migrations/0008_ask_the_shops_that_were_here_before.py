"""Shops of our own host that were approved before there was an address to ask: it stands beside the one for hints.

Another host's address for hints says nothing about a second one, and stays alone.
"""

import re

from django.db import migrations

_HINTS = re.compile(r"\A(https?://[^/?#]+/channel/)hints(/[a-z0-9-]+/)\Z")


def hold_url_beside(hint_url):
    """The address for checks and holds that belongs to one for hints; empty where it follows from nothing."""
    found = _HINTS.match(hint_url)
    return f"{found[1]}holds{found[2]}" if found else ""


def ask_them(apps, schema_editor):
    merchants = apps.get_model("checkout_merchants", "Merchant").objects.using(schema_editor.connection.alias)
    for merchant in merchants.filter(hold_url="").exclude(hint_url="").iterator(chunk_size=500):
        if found := hold_url_beside(merchant.hint_url):
            merchants.filter(pk=merchant.pk).update(hold_url=found)


class Migration(migrations.Migration):
    dependencies = [("checkout_merchants", "0007_tokens_are_kept_as_digests")]
    operations = [migrations.RunPython(ask_them, migrations.RunPython.noop, elidable=True)]
