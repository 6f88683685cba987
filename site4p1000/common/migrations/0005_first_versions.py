"""What was published before versions were counted is version 1."""

from django.db import migrations


def make_first_versions(apps, schema_editor):
    from site4p1000.common.versions import content_digest

    Page = apps.get_model("wagtailcore", "Page")
    PublishedVersion = apps.get_model("bank_common", "PublishedVersion")
    pages = Page.objects.filter(live=True, depth__gt=1, live_revision__isnull=False, alias_of__isnull=True, published_versions__isnull=True)
    for page in pages.select_related("live_revision").iterator():
        PublishedVersion.objects.create(
            translation_key=page.translation_key,
            locale_id=page.locale_id,
            number=1,
            page_id=page.pk,
            revision_id=page.live_revision_id,
            published_at=page.last_published_at or page.live_revision.created_at,
            digest=content_digest(page.live_revision.content),
        )


class Migration(migrations.Migration):
    dependencies = [("bank_common", "0004_published_versions")]

    operations = [migrations.RunPython(make_first_versions, migrations.RunPython.noop, elidable=True)]
