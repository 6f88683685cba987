from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Success stories; wiki, glossary and library come here."""

    name = "knowledge"
    verbose_name = "Knowledge"

    def ready(self):
        from knowledge import content, home, registrations, translatable
        from site4p1000.common.content import register_loader

        registrations.register()
        translatable.declare_all()
        home.register()
        register_loader("knowledge", content.load, order=20)
