from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Issues; subscribers and sending come here."""

    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        from newsletter import content, home, registrations, translatable
        from site4p1000.common.content import register_loader

        registrations.register()
        translatable.declare_all()
        home.register()
        register_loader("newsletter", content.load, order=30)
