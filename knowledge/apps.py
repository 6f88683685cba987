from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Success stories; wiki, glossary and library come here."""

    name = "knowledge"
    verbose_name = "Knowledge"

    def ready(self):
        from knowledge import content, home, registrations
        from site4p1000.common.content import register_loader

        registrations.register()
        home.register()
        register_loader("knowledge", content.load, order=20)
