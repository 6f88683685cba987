from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """What is known about a way of managing soil."""

    name = "practices"
    verbose_name = "Practices"

    def ready(self):
        from practices import carried_facts, content, publishing, registrations, reindexing, translatable
        from practices.browsing import home
        from site4p1000.common.content import register_loader

        registrations.register()
        translatable.declare_all()
        reindexing.connect()
        carried_facts.connect()
        publishing.connect()
        home.register()
        register_loader("practices", content.load, order=10)
