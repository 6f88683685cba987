from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The kernel every package may use; it imports none of them."""

    name = "site4p1000.common"
    label = "bank_common"
    verbose_name = "Knowledge bank"

    def ready(self):
        from site4p1000.common import comparison, content, content_pages, guarded_fields, languages, number_fields, pictures, versions

        languages.connect()
        versions.connect()
        number_fields.connect()
        guarded_fields.connect()
        comparison.connect()
        pictures.connect()
        content.register_loader("pages", content_pages.load, order=0)
