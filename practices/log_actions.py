"""How the history of a page tells what the gate did."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter


class PublishingRefusedFormatter(LogFormatter):
    """A scheduled publication that would have misled readers."""

    label = gettext_lazy("Scheduled publication refused")

    def format_message(self, log_entry):
        reasons = " ".join(_(reason) for reason in log_entry.data.get("reasons", ()))
        return _("Not published on schedule; it stays a draft: %(reasons)s") % {"reasons": reasons}
