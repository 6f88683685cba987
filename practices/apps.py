from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """What is known about a way of managing soil."""

    name = "practices"
    verbose_name = "Practices"

    def ready(self):
        from practices import home, registrations

        registrations.register()
        home.register()
