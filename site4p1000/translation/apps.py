from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """One page in several languages: words, facts, and who is behind."""

    name = "site4p1000.translation"
    label = "bank_translation"
    verbose_name = "Translation"

    def ready(self):
        from site4p1000.common import publishing_checks
        from site4p1000.translation import content_records, facts_check, kernel_pages, library_guard, notice, signals

        kernel_pages.declare_all()
        signals.connect()
        content_records.connect()
        library_guard.install()
        notice.register()
        publishing_checks.register(facts_check.refuse_changed_facts)
