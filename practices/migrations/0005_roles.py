"""Editors add works to the references, also while they write a result, and look up concepts. Moderators also delete references. As with pages."""

from django.db import migrations

MADE = ("add", "change", "view")
MAY = {
    "Editors": {"reference": MADE, "concept": ("view",)},
    "Moderators": {"reference": (*MADE, "delete"), "concept": ("view",)},
}


def give(apps, schema_editor):
    kinds = apps.get_model("contenttypes", "ContentType").objects
    rows = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MAY):
        for model, actions in MAY[group.name].items():
            kind, _ = kinds.get_or_create(app_label="practices", model=model)
            # Django makes permissions only after all migrations; the names are those it would give.
            named = {f"{action}_{model}": f"Can {action} {model}" for action in actions}
            found = (rows.get_or_create(content_type=kind, codename=code, defaults={"name": name}) for code, name in named.items())
            group.permissions.add(*(row for row, _ in found))


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0004_years"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
