"""Editors note and change press items; moderators also publish and delete them. As with pages."""

from django.db import migrations

MAY = {"Editors": ("add", "change", "view"), "Moderators": ("add", "change", "view", "delete", "publish")}


def give(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="newsletter", model="pressitem")
    rows = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MAY):
        # Django makes permissions only after all migrations; the names are those it would give.
        found = (rows.get_or_create(content_type=kind, codename=f"{act}_pressitem", defaults={"name": name(act)}) for act in MAY[group.name])
        group.permissions.add(*(row for row, _ in found))


def name(act):
    return "Can publish press items" if act == "publish" else f"Can {act} press item"


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0005_press_items"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
