from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """What is known about a way of managing soil."""

    name = "practices"
    verbose_name = "Practices"

    def ready(self):
        from practices import content, registrations, reindexing
        from practices.browsing import home
        from site4p1000.common.content import register_loader

        registrations.register()
        reindexing.connect()
        home.register()
        register_loader("practices", content.load, order=10)
