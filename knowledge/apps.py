from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Success stories; wiki, glossary and library come here."""

    name = "knowledge"
    verbose_name = "Knowledge"

    def ready(self):
        from knowledge import home, registrations

        registrations.register()
        home.register()
