"""Editors keep the keywords of the press review; moderators also delete them. As with pages."""

from django.db import migrations

MAY = {"Editors": ("add", "change", "view"), "Moderators": ("add", "change", "view", "delete")}


def give(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="newsletter", model="presskeywords")
    rows = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MAY):
        # Django makes permissions only after all migrations; the names are those it would give.
        named = {f"{act}_presskeywords": f"Can {act} keywords of the press review" for act in MAY[group.name]}
        found = (rows.get_or_create(content_type=kind, codename=code, defaults={"name": name}) for code, name in named.items())
        group.permissions.add(*(row for row, _ in found))


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0023_press_keywords"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
