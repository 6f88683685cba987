from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Issues; subscribers and sending come here."""

    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        from newsletter import home, registrations

        registrations.register()
        home.register()
