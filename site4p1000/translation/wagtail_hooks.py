"""What the admin shows of translations: the board in the menu, side by side on each page, our views in place of wagtail-localize's."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from site4p1000.translation.keeping_step import FACTS_CARRIED


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action(FACTS_CARRIED)
    class FactsCarried(LogFormatter):
        label = _("Numbers and codes taken from the original")

        def format_message(self, log_entry):
            return _("Numbers, codes and sources taken from “%(title)s”") % {"title": log_entry.data.get("original", {}).get("title", "")}
