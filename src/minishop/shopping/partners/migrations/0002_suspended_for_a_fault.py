import re

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What stood as the reason of a suspension, in the two languages it was written in.
SENTENCES = (
    re.compile(r"상품 정보를 3일 동안 받지 못했습니다\. \((?P<why>.*)\)", re.DOTALL),
    re.compile(r"No product data was received for 3 days\. \((?P<why>.*)\)", re.DOTALL),
)
FAULTS = frozenset({
    "empty_file", "unreadable_encoding", "too_many_lines", "header_incomplete", "version_differs", "no_good_row",
    "refused", "timed_out", "unreachable", "too_large",
})  # fmt: skip


def faults_for_sentences(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    partners = apps.get_model("shopping_partners", "Partner")._base_manager.using(editor.connection.alias)
    for partner_id, reason in partners.filter(state="suspended").values_list("id", "reason"):
        found = next((found for sentence in SENTENCES if (found := sentence.fullmatch(reason))), None)
        if found and found["why"] in FAULTS:
            partners.filter(id=partner_id).update(fault=found["why"], reason="")
        elif found:
            # Which fault it was cannot be told from its detail; that there was no feed can.
            partners.filter(id=partner_id).update(fault="no_feed", reason=found["why"])


class Migration(migrations.Migration):
    dependencies = [("shopping_partners", "0001_initial")]

    operations = [
        migrations.AddField("partner", "fault", models.CharField(blank=True, default="", max_length=24)),
        migrations.RunPython(faults_for_sentences, migrations.RunPython.noop),
    ]
