from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The kernel every package may use; it imports none of them."""

    name = "site4p1000.common"
    label = "bank_common"
    verbose_name = "Knowledge bank"

    def ready(self):
        from site4p1000.common import languages

        languages.connect()
