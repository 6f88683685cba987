from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Issues; subscribers and sending come here."""

    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        from django.core.checks import register

        from newsletter import content, home, registrations, translatable
        from newsletter.press import content as press_content
        from newsletter.sending.mail_backend import check_mail_can_leave
        from site4p1000.common.content import register_loader

        registrations.register()
        translatable.declare_all()
        home.register()
        register(check_mail_can_leave)
        register_loader("newsletter", content.load, order=30)
        register_loader("press keywords", press_content.load, order=40)
