from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search for everything: documents, requests, results, engines, and the outbox between pages and engine."""

    name = "site4p1000.search"
    label = "bank_search"
    verbose_name = "Search"

    def ready(self):
        from site4p1000.common.content import register_around_loading
        from site4p1000.search import outbox, signals
        from site4p1000.search.labels import language_labels, type_labels
        from site4p1000.search.registry import register_facet_labels

        signals.connect()
        register_around_loading(outbox.suspended)
        register_facet_labels("type", type_labels)
        register_facet_labels("language", language_labels)
